using System.Globalization;
using System.Text;
using LeadRouter.Domain.Outreach;

namespace LeadRouter.Benchmarks;

/// <summary>
/// Three rules under the same senders, in virtual time: count and then send (as Mautic does: the count is read, the mail is sent, then it is
/// written down), a calendar day, and the throttle.
/// </summary>
internal static class Peers
{
    private const int Contacts = 400;
    private const int Cap = 3;
    private const int Wanted = 24;
    private static readonly TimeSpan Window = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static string Table()
    {
        var rows = new StringBuilder();
        foreach (var (name, rule) in new (string, Func<IReadOnlyList<Want>, IEnumerable<DateTimeOffset>>)[]
        {
            ("count, then send", CountThenSend), ("calendar day, counted atomically", CalendarDay), ("sliding log with reservation (ours)", Ours),
        })
        {
            var overrun = Enumerable.Range(0, Contacts).Count(contact => IsOverrun([.. rule(Wants(contact)).Order()]));
            rows.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {overrun} of {Contacts} |");
        }
        return rows.ToString().TrimEnd();
    }

    /// <summary>A mail that a sender wants to go at an instant, and how long its hand-over takes.</summary>
    private readonly record struct Want(DateTimeOffset At, TimeSpan Takes);

    private static List<Want> Wants(int contact)
    {
        var chance = new Random(contact);
        // Campaigns start many mails within seconds: that is when counts are out of date.
        var campaigns = Enumerable.Range(0, 6).Select(_ => chance.NextDouble() * 48 * 3600).ToArray();
        return [.. Enumerable.Range(0, Wanted)
            .Select(_ => new Want(Start.AddSeconds(campaigns[chance.Next(campaigns.Length)] + (chance.NextDouble() * 60)), TimeSpan.FromSeconds(0.2 + (chance.NextDouble() * 2))))
            .OrderBy(w => w.At)];
    }

    private static IEnumerable<DateTimeOffset> CountThenSend(IReadOnlyList<Want> wants)
    {
        var sent = new List<Want>();
        foreach (var want in wants)
            if (sent.Count(s => s.At + s.Takes <= want.At && s.At + s.Takes > want.At - Window) < Cap) sent.Add(want);
        return sent.Select(s => s.At + s.Takes);
    }

    private static IEnumerable<DateTimeOffset> CalendarDay(IReadOnlyList<Want> wants) =>
        wants.GroupBy(w => w.At.Date).SelectMany(day => day.Take(Cap)).Select(w => w.At + w.Takes);

    private static IEnumerable<DateTimeOffset> Ours(IReadOnlyList<Want> wants)
    {
        var rules = ((PoliciesReading.Readable)ContactPolicies.Read([new ContactPolicyRow("ack", "3/1d", "drop", "1d")])).Policies.Of(MailClass.Ack)!;
        var state = MailboxState.New;
        var open = new List<(Want Want, Send Send)>();
        for (var i = 0; i < wants.Count; i++)
        {
            // Whoever got his answer by now has written it down.
            foreach (var (want, send) in open.Where(o => o.Want.At + o.Want.Takes <= wants[i].At).ToList())
            {
                state = ((Move.Moved)Outbox.Confirm(state, send, send.Status.Owner!.Value, new ProviderAnswer.Accepted(), want.At + want.Takes, TimeSpan.Zero)).State;
                open.Remove((want, send));
            }
            var request = new SendRequest(new SendId($"{i}"), MailClass.Ack, wants[i].At, wants[i].At.AddDays(1));
            var submission = Outbox.Submit(rules, state, request, Claim.Dispatch(AttemptToken.From(Guid.NewGuid()), wants[i].At.AddMinutes(1)), wants[i].At);
            state = submission.State;
            if (submission.Decision.Verdict != Verdict.Admit) continue;
            open.Add((wants[i], submission.Send));
            yield return wants[i].At + wants[i].Takes;
        }
    }

    private static bool IsOverrun(IReadOnlyList<DateTimeOffset> sent) =>
        Enumerable.Range(0, Math.Max(0, sent.Count - Cap)).Any(i => sent[i + Cap] - sent[i] < Window);
}
