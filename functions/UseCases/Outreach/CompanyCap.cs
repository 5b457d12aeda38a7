using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Outreach;

/// <summary>
/// The cap that all people of one company share for marketing mail: a row of its own, reserved before the contact's and given back when
/// the mail does not go. After a crash between the two it stays taken: rather a mail less than one too many.
/// </summary>
public sealed class CompanyCap(IMailStore mails, IConfigurations configurations, MailTiming timing)
{
    /// <summary>Null when the mail may go on to its mailbox.</summary>
    public async Task<MailOutcome?> TakeAsync(OutgoingMail mail, MailClass mailClass, Ticket ticket, DateTimeOffset now, CancellationToken ct)
    {
        if (RowOf(mail, mailClass) is not { } row) return null;
        var rules = configurations.Current.Live.ContactPolicies.Of(MailClass.Company)!;
        var claim = Claim.Dispatch(ticket.Token, ticket.Deadline);
        var decision = await mails.ChangeAsync(row, null, Guess.Nothing, (state, _) =>
        {
            var submission = Outbox.Submit(rules, state, SendRequest.New(ticket.Send, rules.Policy, now), claim, now);
            return new MailChange<Decision>(submission.Decision, submission.Changed ? submission.State : null);
        }, ct).ConfigureAwait(false);
        return decision.Verdict switch
        {
            Verdict.Admit => null,
            Verdict.Defer => new MailOutcome.Later(
                decision.Until, HoldWords.Why(Holds.Company, MailboxState.New), HoldWords.Held(decision.Until, Holds.Company, MailboxState.New, now)),
            _ => new MailOutcome.Dropped(decision.Reason),
        };
    }

    public Task GiveBackAsync(OutgoingMail mail, MailClass mailClass, Ticket ticket, CancellationToken ct) =>
        SettleAsync(mail, mailClass, state => Outbox.Settled(state, ticket.Token, null), ct);

    public Task ConfirmAsync(OutgoingMail mail, MailClass mailClass, Ticket ticket, ProviderAnswer answer, DateTimeOffset after, CancellationToken ct) =>
        answer is ProviderAnswer.Unknown
            ? Task.CompletedTask
            : SettleAsync(mail, mailClass, state => Outbox.Settled(state, ticket.Token, answer is ProviderAnswer.Accepted ? after + timing.Skew : null), ct);

    private async Task SettleAsync(OutgoingMail mail, MailClass mailClass, Func<MailboxState, MailboxState> settle, CancellationToken ct)
    {
        if (RowOf(mail, mailClass) is { } row)
            await mails.ChangeAsync(row, null, Guess.Nothing, (state, _) => new MailChange<bool>(true, settle(state)), ct).ConfigureAwait(false);
    }

    private MailboxId? RowOf(OutgoingMail mail, MailClass mailClass) => mailClass.Kind == MailKind.Marketing ? mails.CompanyOf(mail.To) : null;
}
