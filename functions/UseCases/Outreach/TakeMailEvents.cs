using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Outreach;

/// <summary>One report of the provider about one mail.</summary>
/// <param name="Send">The outbox row that it is about; null when the mail is not ours, and then only the mailbox learns from it.</param>
public sealed record ReportedEvent(string Address, SendId? Send, string Class, MailEvent Event);

/// <summary>
/// Takes in what the provider reports, in any order and any number: suppressions, unknown outcomes, and each new fact of a mail once
/// into the complaint breaker. A complaint is counted before it is noted, and known there by its mail, so that a crash in between neither
/// loses nor doubles it; a delivery that a crash loses only makes the breaker stricter.
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
        var delivered = facts.Where(f => f.New.HasFlag(MailFacts.Delivered))
            .GroupBy(f => (f.Report.Class, Domain: DomainOf(f.Report.Address), Hour: f.Report.Event.At.ToUnixTimeSeconds() / 3600));
        foreach (var group in delivered)
        {
            var first = group.First().Report;
            await breakers.DeliveredAsync(first.Class, first.Address, first.Event.At, group.Count(), ct).ConfigureAwait(false);
        }
    }

    private async Task<MailFacts> ObserveAsync(ReportedEvent report, CancellationToken ct)
    {
        if (report.Send is null && !MailEvents.TellsOfMailbox(report.Event.Kind)) return MailFacts.None;
        if (report is { Send: { } complained, Event.Kind: MailEventKind.Complained }) await ComplainedAsync(report, complained, ct).ConfigureAwait(false);
        return await mails.ChangeAsync(mails.IdOf(report.Address), report.Send, Guess.Nothing, (state, send) =>
        {
            var seen = MailEvents.Observe(state, send, report.Event);
            return new MailChange<MailFacts>(
                seen.NewFacts, ReferenceEquals(seen.State, state) ? null : seen.State, seen.Send == send ? null : seen.Send);
        }, ct).ConfigureAwait(false);
    }

    private async Task ComplainedAsync(ReportedEvent report, SendId id, CancellationToken ct)
    {
        var mailbox = mails.IdOf(report.Address);
        var isNew = await mails.ChangeAsync(
            mailbox, id, Guess.Nothing, (_, send) => new MailChange<bool>(send?.Facts.HasFlag(MailFacts.Complained) == false), ct).ConfigureAwait(false);
        if (isNew) await breakers.ComplainedAsync(report.Class, report.Address, report.Event.At, mailbox, id, ct).ConfigureAwait(false);
    }

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant();
}
