using LeadRouter.Domain.Insights;

namespace LeadRouter.Domain.Tests.Insights;

/// <summary>Each figure of docs/insights.md by its formula, from counts that are all different.</summary>
public sealed class FormulaTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    private static readonly Dictionary<string, (Figure[] Part, Figure[] Whole)> Shares = new()
    {
        ["mqlShare"] = ([Figure.Mql], [Figure.Scored]),
        ["offeredShare"] = ([Figure.ReachedOffered], [Figure.Leads]),
        ["acceptedShare"] = ([Figure.ReachedAccepted], [Figure.ReachedOffered]),
        ["contactedShare"] = ([Figure.ReachedContacted], [Figure.ReachedAccepted]),
        ["qualifiedShare"] = ([Figure.ReachedQualified], [Figure.ReachedContacted]),
        ["wonShare"] = ([Figure.ReachedWon], [Figure.ReachedQualified]),
        ["offeredIn4Weeks"] = ([Figure.OfferedIn4], [Figure.Leads]),
        ["acceptedIn4Weeks"] = ([Figure.AcceptedIn4], [Figure.Leads]),
        ["contactedIn4Weeks"] = ([Figure.ContactedIn4], [Figure.Leads]),
        ["qualifiedIn4Weeks"] = ([Figure.QualifiedIn4], [Figure.Leads]),
        ["wonIn4Weeks"] = ([Figure.WonIn4], [Figure.Leads]),
        ["offeredIn12Weeks"] = ([Figure.OfferedIn12], [Figure.Leads]),
        ["acceptedIn12Weeks"] = ([Figure.AcceptedIn12], [Figure.Leads]),
        ["contactedIn12Weeks"] = ([Figure.ContactedIn12], [Figure.Leads]),
        ["qualifiedIn12Weeks"] = ([Figure.QualifiedIn12], [Figure.Leads]),
        ["wonIn12Weeks"] = ([Figure.WonIn12], [Figure.Leads]),
        ["acceptKeptShare"] = ([Figure.AcceptKept], [Figure.AcceptKept, Figure.AcceptBroken]),
        ["contactKeptShare"] = ([Figure.ContactKept], [Figure.ContactKept, Figure.ContactBroken]),
        ["qualifyKeptShare"] = ([Figure.QualifyKept], [Figure.QualifyKept, Figure.QualifyBroken]),
        ["leakedShare"] = ([Figure.Leaked], [Figure.Leads]),
        ["duplicateShare"] = ([Figure.Linked], [Figure.Linked, Figure.Leads]),
        ["quarantinedShare"] = ([Figure.Quarantined, Figure.Discarded], [Figure.Received]),
        ["badShare"] = ([Figure.Bad], [Figure.Good, Figure.Bad]),
        ["rejectedShare"] = ([Figure.Rejected], [Figure.ReachedOffered]),
    };

    private static readonly Report[] Counted = [Reports.Funnel, Reports.Sla, Reports.Leakage, Reports.Quality];

    [Fact]
    public void Every_share_is_the_part_of_the_whole_that_its_formula_names()
    {
        var (group, row) = Row(Counted);
        var told = row.Keys.Where(name => name.EndsWith("Share", StringComparison.Ordinal) || (name.EndsWith("Weeks", StringComparison.Ordinal) && !name.StartsWith("leads", StringComparison.Ordinal)));
        Assert.Equal(Shares.Keys.Order(), told.Order());
        foreach (var (name, (part, whole)) in Shares)
            Assert.Equal((name, Math.Round((double)part.Sum(f => group[f]) / whole.Sum(f => group[f]), 4)), (name, row[name]));
        Assert.Equal((group[Figure.Leads], group[Figure.Leads]), (row["leadsIn4Weeks"], row["leadsIn12Weeks"]));
        Assert.Equal(Math.Round((double)group[Figure.Completeness] / group[Figure.Measured], 1), row["completeness"]);
        Assert.Equal(group[Figure.HouseSeconds] / 60, row["houseMinutes"]);
    }

    [Fact]
    public void A_time_is_told_on_the_wall_and_on_the_clock_by_the_half_and_by_nine_of_ten()
    {
        var group = new InsightGroup("", TallyParts.Times);
        // The n-th measure took n + 1 hours at the quickest, and up to ten times as many.
        foreach (var measure in Enum.GetValues<Measure>())
            for (var i = 1; i <= 10; i++) group.Sum.CountCode(Tally.CodeOf(measure, TimeSpan.FromHours(((int)measure + 1) * i)), 1);
        var row = Reports.Speed.Row(group, new Prices(new Dictionary<string, decimal>())).ToDictionary();
        foreach (var (name, wall, business) in new[] { ("assigned", 1, 4), ("accepted", 2, 5), ("firstTouch", 3, 6) })
        {
            Assert.Equal(10L, row[name]);
            foreach (var (end, hours) in new[] { ("P50", 5 * wall), ("P90", 9 * wall), ("BusinessP50", 5 * business), ("BusinessP90", 9 * business) })
                Assert.InRange((double)row[name + end]! / (60 * hours), 1 - LogScale.LargestError, 1 + LogScale.LargestError);
        }
    }

    [Fact]
    public void Groups_come_in_the_order_of_their_keys_and_a_week_has_the_year_of_its_thursday()
    {
        var days = new[] { new DateOnly(2027, 1, 3), new DateOnly(2026, 12, 31), new DateOnly(2027, 1, 4) }.Select(day => new InsightDay(day, Counts()));
        var weeks = InsightGroups.Of(days, new InsightQuery(DateOnly.MinValue, DateOnly.MaxValue, GroupBy.Week), DateTimeOffset.MaxValue).Groups;
        Assert.Equal(["2026-W53", "2027-W01"], weeks.Select(g => g.Key));
        Assert.Equal([2, 1], weeks.Select(g => g[Figure.Received] / Count(Figure.Received)));
    }

    private static (InsightGroup Group, Dictionary<string, object?> Row) Row(Report[] reports)
    {
        var day = new InsightDay(Monday, Counts());
        var group = InsightGroups.Of([day], new InsightQuery(Monday, Monday, GroupBy.All), Some.Monday9.AddDays(100)).Total;
        var row = new Dictionary<string, object?>();
        foreach (var (name, value) in reports.SelectMany(r => r.Row(group, new Prices(new Dictionary<string, decimal>())))) row[name] = value;
        return (group, row);
    }

    private static Dictionary<Cell, Tally> Counts() =>
        new() { [new Cell(Dimension.All, "")] = Tally.Of([.. Enum.GetValues<Figure>().Select(f => new Counter((ushort)f, Count(f)))], []) };

    private static long Count(Figure figure) => 1_009 + (61 * (int)figure);
}
