using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Outreach;

/// <summary>A slot that another sender may use until its end, and the right to say what became of it.</summary>
public sealed record Lease(MailboxId Mailbox, MailboxId? Company, AttemptToken Token)
{
    public override string ToString() => $"{Mailbox}.{Company?.Value ?? ""}.{Token}";

    /// <summary>Null when it is none.</summary>
    public static Lease? Parse(string? text) => text?.Split('.') is [{ Length: 32 } mailbox, var company, var token] && AttemptToken.TryParse(token, out var read)
        ? new Lease(new MailboxId(mailbox), company.Length == 32 ? new MailboxId(company) : null, read)
        : null;
}

/// <summary>What asking for a slot came to.</summary>
public abstract record Reservation
{
    /// <summary>The sender may hand the mail over until then; not confirmed, it counts as sent at that instant.</summary>
    public sealed record Admitted(Lease Lease, DateTimeOffset Until) : Reservation;

    /// <summary>Not now, or not at all; or what became of it before.</summary>
    public sealed record Answered(MailOutcome Outcome) : Reservation;
}

/// <summary>
/// Slots for mail that other senders hand over, under the same caps. A slot is given out as dispatched: nobody here can see whether the
/// mail left, so one that is not confirmed stays taken.
/// </summary>
public sealed class ReserveSend(IMailStore mails, IConfigurations configurations, Breakers breakers, CompanyCap company, MailTiming timing, MailCounts counts, TimeProvider clock)
{
    public async Task<Reservation> RunAsync(OutgoingMail mail, TimeSpan lease, CancellationToken ct)
    {
        var mailClass = MailClass.Of(mail.Class);
        var rules = configurations.Current.Live.ContactPolicies.Of(mailClass)!;
        var now = clock.GetUtcNow();
        var ticket = new Ticket(mails.IdOf(mail.To), new SendId(mail.SendId), AttemptToken.From(Guid.NewGuid()), now + lease);
        var gate = await breakers.GateAsync(mailClass, mail.To, now, ct).ConfigureAwait(false);
        if (await company.TakeAsync(mail, mailClass, ticket, now, ct).ConfigureAwait(false) is { } held) return new Reservation.Answered(counts.Told(mailClass, held));
        var (submission, mailbox) = await mails.ChangeAsync(ticket.Mailbox, ticket.Send, Guess.Nothing, (state, known) =>
        {
            var informed = Contacts.Informed(state, mail.Contact, now);
            var request = known is null
                ? SendRequest.New(ticket.Send, rules.Policy, now) with { TopicName = mail.Topic, Gate = gate }
                : SendRequest.Again(known, gate);
            var submitted = Outbox.Submit(rules, informed, request, Claim.Dispatch(ticket.Token, ticket.Deadline + timing.Skew), now);
            return submitted.Changed
                ? new MailChange<(Submission, MailboxState)>((submitted, informed), submitted.State, submitted.Send)
                : new MailChange<(Submission, MailboxState)>((submitted, informed));
        }, ct).ConfigureAwait(false);
        if (submission.Send.Status.Owner != ticket.Token) await company.GiveBackAsync(mail, mailClass, ticket, ct).ConfigureAwait(false);
        var answer = Answer(mail, submission, mailbox, ticket.Mailbox, now);
        if (submission.Changed) counts.Told(mailClass, answer, submission.Decision.Holds);
        return answer;
    }

    /// <summary>Null when the lease is not, or no longer, the one of this send.</summary>
    public async Task<SendStatus?> ConfirmAsync(SendId send, Lease lease, ProviderAnswer answer, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var status = await mails.ChangeAsync(lease.Mailbox, send, Guess.Nothing, (state, known) =>
            known is not null && Outbox.Confirm(state, known, lease.Token, answer, now, timing.Skew) is Move.Moved moved
                ? new MailChange<SendStatus?>(moved.Send.Status, moved.State, moved.Send)
                : new MailChange<SendStatus?>(null), ct).ConfigureAwait(false);
        if (status is not null && lease.Company is { } row && answer is not ProviderAnswer.Unknown)
            await mails.ChangeAsync(row, null, Guess.Nothing, (state, _) => new MailChange<bool>(
                true, Outbox.Settled(state, lease.Token, answer is ProviderAnswer.Accepted ? now + timing.Skew : null)), ct).ConfigureAwait(false);
        return status;
    }

    private Reservation Answer(OutgoingMail mail, Submission submission, MailboxState mailbox, MailboxId id, DateTimeOffset now) => submission switch
    {
        { Decision.Verdict: Verdict.Admit, Send.Status: SendStatus.Dispatched given } =>
            new Reservation.Admitted(new Lease(id, mails.CompanyOf(mail.To), given.Token), given.Deadline - timing.Skew),
        { Decision.Verdict: Verdict.Admit } => new Reservation.Answered(SendMail.OutcomeOf(submission.Send.Status)),
        { Decision: { Verdict: Verdict.Defer } held } => new Reservation.Answered(
            new MailOutcome.Later(held.Until, HoldWords.Why(held.Holds, mailbox), HoldWords.Held(held.Until, held.Holds, mailbox, now))),
        _ => new Reservation.Answered(new MailOutcome.Dropped(submission.Decision.Reason)),
    };
}
