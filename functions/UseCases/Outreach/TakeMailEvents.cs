using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Outreach;

/// <summary>One report of the provider about one mail.</summary>
/// <param name="Send">The outbox row that it is about; null when the mail is not ours, and then only the mailbox learns from it.</param>
public sealed record ReportedEvent(string Address, SendId? Send, string Class, MailEvent Event);

/// <summary>
/// Takes in what the provider reports, in any order and any number: suppressions, unknown outcomes, and each new fact of a mail once
/// into the complaint breaker.
/// </summary>
public sealed class TakeMailEvents(IMailStore mails, Breakers breakers)
{
    private const int AtOnce = 16;

    public async Task RunAsync(IReadOnlyList<ReportedEvent> events, CancellationToken ct)
    {
        var facts = new List<(ReportedEvent Report, MailFacts New)>();
        // Reports about one mailbox wait for each other in any case; those about others need not.
        foreach (var some in events.Chunk(AtOnce))
        {
            var seen = await Task.WhenAll(some.Select(report => ObserveAsync(report, ct))).ConfigureAwait(false);
            facts.AddRange(some.Zip(seen));
        }
        var counted = facts.Where(f => (f.New & (MailFacts.Delivered | MailFacts.Complained)) != 0)
            .GroupBy(f => (f.Report.Class, Domain: DomainOf(f.Report.Address), Hour: f.Report.Event.At.ToUnixTimeSeconds() / 3600));
        foreach (var group in counted)
        {
            var first = group.First().Report;
            await breakers.CountAsync(
                first.Class, first.Address, first.Event.At,
                group.Count(f => f.New.HasFlag(MailFacts.Delivered)), group.Count(f => f.New.HasFlag(MailFacts.Complained)), ct).ConfigureAwait(false);
        }
    }

    private Task<MailFacts> ObserveAsync(ReportedEvent report, CancellationToken ct)
    {
        if (report.Send is null && !MailEvents.TellsOfMailbox(report.Event.Kind)) return Task.FromResult(MailFacts.None);
        return mails.ChangeAsync(mails.IdOf(report.Address), report.Send, expectsNew: false, (state, send) =>
        {
            var seen = MailEvents.Observe(state, send, report.Event);
            return new MailChange<MailFacts>(
                seen.NewFacts, ReferenceEquals(seen.State, state) ? null : seen.State, seen.Send == send ? null : seen.Send);
        }, ct);
    }

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant();
}
