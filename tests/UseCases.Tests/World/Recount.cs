using System.Text.RegularExpressions;
using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Tests.World;

/// <summary>
/// The figures counted anew: once from the records, which every cell must equal, and once from what the timelines say in words, which
/// knows nothing of histories and contributions.
/// </summary>
internal static partial class Recount
{
    private static readonly string[] Milestones = ["accept", "contact", "qualify"];

    public static async Task AgreesAsync(TestProcess process, List<LeadRecord> leads)
    {
        var days = await process.Get<IInsights>().ReadAsync(DateOnly.MinValue, DateOnly.MaxValue, Slice.All, CancellationToken.None);
        foreach (var day in days)
        {
            var ofDay = leads.Where(l => DateOnly.FromDateTime(l.ReceivedAt.UtcDateTime) == day.Day).ToList();
            var expected = ofDay.Aggregate(DaySheet.Empty, (sheet, lead) => sheet.Replace(null, Contribution.Of(lead)));
            Assert.Equal(Told(expected.Cells), Told(Cells(day)));
            var told = new Dictionary<string, long>();
            foreach (var lead in ofDay)
            {
                // An erased lead's story has no words any more: its figures can only be those of the record.
                if (lead.Life.IsErased) TellErased(lead, told);
                else await TellAsync(process, lead, told);
            }
            var counted = told.Keys.ToDictionary(name => name, name => Counted(day, name));
            Assert.Equal(told.OrderBy(t => t.Key, StringComparer.Ordinal), counted.OrderBy(t => t.Key, StringComparer.Ordinal));
        }
        Assert.Equal(leads.Count, days.Sum(d => Figures(d, new Cell(Dimension.All, ""))[Figure.Received]));
    }

    private static long Counted(InsightDay day, string name) => name.Split(' ') is [var rep, var figure]
        ? Figures(day, new Cell(Dimension.Rep, rep))[Enum.Parse<Figure>(figure)]
        : Figures(day, new Cell(Dimension.All, ""))[Enum.Parse<Figure>(name)];

    private static Tally Figures(InsightDay day, Cell cell) => day.Of(cell, TallyParts.Figures);

    private static IEnumerable<KeyValuePair<Cell, Tally>> Cells(InsightDay day) =>
        Slice.All.SelectMany(slice => day.Of(slice).Keys).Distinct().Select(cell => KeyValuePair.Create(cell, day.Of(cell, TallyParts.All)));

    private static void TellErased(LeadRecord lead, Dictionary<string, long> told)
    {
        foreach (var (cell, tally) in Contribution.Of(lead).Cells().Where(c => c.Cell.Dimension is Dimension.All or Dimension.Rep))
            foreach (var figure in Enum.GetValues<Figure>().Where(f => tally[f] != 0 && IsTold(f, ofRep: cell.Dimension == Dimension.Rep)))
            {
                var name = cell.Dimension == Dimension.Rep ? $"{cell.Key} {figure}" : $"{figure}";
                told[name] = told.GetValueOrDefault(name) + tally[figure];
            }
    }

    /// <summary>The figures that a story tells: of a rep only those of his offers.</summary>
    private static bool IsTold(Figure figure, bool ofRep) => figure switch
    {
        Figure.Offers or Figure.AcceptBroken or Figure.AcceptKept or Figure.ContactBroken or Figure.ContactKept or Figure.QualifyBroken or Figure.QualifyKept => true,
        Figure.Received or Figure.Leads or Figure.Breached or Figure.Rejected or Figure.Won => !ofRep,
        Figure.ReachedOffered or Figure.ReachedAccepted or Figure.ReachedContacted or Figure.ReachedQualified or Figure.ReachedWon => !ofRep,
        _ => false,
    };

    private static async Task TellAsync(TestProcess process, LeadRecord lead, Dictionary<string, long> told)
    {
        var story = (await process.Leads.ReadAsync(lead.Id, CancellationToken.None))!;
        var offers = new List<Story>();
        var running = new List<Story>();
        var isLead = lead.Life.Status is not (LeadStatus.Quarantined or LeadStatus.Discarded or LeadStatus.Linked);
        var routed = false;
        foreach (var line in story.Timeline)
        {
            routed = line.Kind is "scored" or "tightened" || (routed && line.Kind is not ("unlinked" or "replayed"));
            if (OfferedTo().Match(line.Text) is { Success: true } offered && line.Kind is "offered" or "reassigned")
            {
                running = [.. offered.Groups[1].Value.Split(", ").Select(rep => new Story(rep))];
                offers.AddRange(running);
            }
            else foreach (var offer in running.Where(o => running.Count == 1 || o.IsNamedIn(line))) offer.Hear(line, routed);
        }
        Count(nameof(Figure.Received), 1);
        Count(nameof(Figure.Leads), isLead ? 1 : 0);
        foreach (var offer in offers)
        {
            Both(offer.Rep, nameof(Figure.Offers), 1);
            for (var m = 0; m < Milestones.Length; m++)
            {
                Both(offer.Rep, $"{Name(m)}Broken", offer.Broken.Contains(m) ? 1 : 0);
                Both(offer.Rep, $"{Name(m)}Kept", offer.Reached[m] && offer.InTime[m] ? 1 : 0);
            }
        }
        if (!isLead) return;
        var won = story.Timeline.Any(l => l.Kind == "won");
        var furthest = won ? 4 : offers.Count == 0 ? -1 : offers.Max(o => Array.FindLastIndex(o.Reached, r => r)) + 1;
        string[] stages = ["Offered", "Accepted", "Contacted", "Qualified", "Won"];
        for (var stage = 0; stage < stages.Length; stage++) Count($"Reached{stages[stage]}", furthest >= stage ? 1 : 0);
        Count(nameof(Figure.Breached), offers.Any(o => o.Broken.Count > 0) ? 1 : 0);
        Count(nameof(Figure.Rejected), offers.Any(o => o.Rejected) ? 1 : 0);
        Count(nameof(Figure.Won), won ? 1 : 0);

        void Both(string rep, string figure, long count)
        {
            Count(figure, count);
            Count($"{rep} {figure}", count);
        }

        void Count(string name, long count) => told[name] = told.GetValueOrDefault(name) + count;
    }

    private static string Name(int milestone) => $"{char.ToUpperInvariant(Milestones[milestone][0])}{Milestones[milestone][1..]}";

    private static SortedDictionary<string, string> Told(IEnumerable<KeyValuePair<Cell, Tally>> cells) =>
        new(cells.ToDictionary(c => $"{c.Key.Dimension} {c.Key.Key}", c => Convert.ToHexString(InsightCodec.Write(DaySheet.Of([c])))), StringComparer.Ordinal);

    /// <summary>What the lines between two offers say of the first.</summary>
    private sealed class Story(string rep)
    {
        public string Rep => rep;

        /// <summary>Accepted, contacted, qualified.</summary>
        public bool[] Reached { get; } = new bool[3];

        /// <summary>The milestone had a clock when it was reached, which had not been broken.</summary>
        public bool[] InTime { get; } = new bool[3];

        public HashSet<int> Broken { get; } = [];

        public bool Rejected { get; private set; }

        /// <summary>Of several who were asked, a line names those whom it is about before it says what or why.</summary>
        public bool IsNamedIn(TimelineEntry line) => Subject().Match(line.Text).Value.Split(' ', ',').Contains(rep);

        /// <param name="routed">A policy was chosen: a lead that a manager gave away before that has a time to accept and no other.</param>
        public void Hear(TimelineEntry line, bool routed)
        {
            switch (line.Kind)
            {
                case "accepted" or "contacted" or "qualified":
                    for (var m = 0; m <= Array.IndexOf(["accepted", "contacted", "qualified"], line.Kind); m++)
                    {
                        if (Reached[m]) continue;
                        Reached[m] = true;
                        InTime[m] = (routed || m == 0) && !Broken.Contains(m);
                    }
                    break;
                case "acceptUndone":
                    Reached[0] = false;
                    break;
                // One that had no manager to tell repeats what was told before.
                case "breached" when Array.Exists(Milestones, m => line.Text.Contains($"did not {m}", StringComparison.Ordinal)):
                    Broken.Add(Array.FindIndex(Milestones, m => line.Text.Contains($"did not {m}", StringComparison.Ordinal)));
                    break;
                case "rejected":
                    Rejected = true;
                    break;
            }
        }
    }

    [GeneratedRegex("^.*?(?= did not | took |[.:]|$)")]
    private static partial Regex Subject();

    [GeneratedRegex("^(?:Offered|Given) to ([a-z]+(?:, [a-z]+)*)")]
    private static partial Regex OfferedTo();
}
