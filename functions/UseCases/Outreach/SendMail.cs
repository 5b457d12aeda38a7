using System.Collections.Concurrent;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Outreach;

/// <summary>
/// The one way to send a mail: takes a slot in its mailbox and dispatches in one write, hands the mail over once, writes down what
/// became of it. What the caps do not let through now waits, joins a digest, or is dropped, as the policy of its class says.
/// </summary>
public sealed class SendMail(
    IMailStore mails, IMailer mailer, IConfigurations configurations, Breakers breakers, CompanyCap company, PreferenceLinks links, MailTiming timing, MailCounts counts, TimeProvider clock)
{
    private readonly ConcurrentDictionary<AttemptToken, bool> underWay = [];

    /// <param name="compose">Completes the mail once its slot is taken; null from it means that there is nothing left to send.</param>
    public async Task<MailOutcome> RunAsync(OutgoingMail mail, CancellationToken ct, Func<CancellationToken, Task<OutgoingMail?>>? compose = null)
    {
        var mailClass = MailClass.Of(mail.Class);
        if (configurations.Current.Live.ContactPolicies.Of(mailClass) is not { } rules) throw new InvalidOperationException($"There is no contact policy for {mail.Class}");
        var now = clock.GetUtcNow();
        var ticket = new Ticket(mails.IdOf(mail.To), new SendId(mail.SendId), AttemptToken.From(Guid.NewGuid()), now + mailer.Timeout + timing.Skew + MailTiming.Room);
        var request = SendRequest.New(ticket.Send, rules.Policy, now) with
        {
            TopicName = mail.Topic,
            Once = mail.Once,
            Gate = await breakers.GateAsync(mailClass, mail.To, now, ct).ConfigureAwait(false),
        };
        if (await company.TakeAsync(mail, mailClass, ticket, now, ct).ConfigureAwait(false) is { } held) return counts.Told(mailClass, held);
        underWay[ticket.Token] = true;
        try
        {
            var (booking, mailbox) = await BookAsync(mail, rules, request, ticket, now, ct).ConfigureAwait(false);
            if (booking is not Booking.Yours) await company.GiveBackAsync(mail, mailClass, ticket, ct).ConfigureAwait(false);
            var outcome = booking switch
            {
                Booking.Yours yours => await HandOverAsync(mail, yours.Mail, ticket, compose, ct).ConfigureAwait(false),
                Booking.Busy busy => Wait(busy, now),
                Booking.Ended ended => OutcomeOf(ended.Status),
                Booking.Held { Decision: var decision } merged when decision.Verdict == Verdict.Merge =>
                    new MailOutcome.Merged(decision.Digest, decision.Until, merged.OpensDigest),
                Booking.Held { Decision: var decision } when decision.Verdict == Verdict.Defer =>
                    new MailOutcome.Later(decision.Until, HoldWords.Why(decision.Holds, mailbox), HoldWords.Held(decision.Until, decision.Holds, mailbox, now)),
                Booking.Held dropped => new MailOutcome.Dropped(dropped.Decision.Reason),
                _ => throw new InvalidOperationException(booking.GetType().Name),
            };
            return booking switch
            {
                Booking.Yours => counts.Told(mailClass, outcome),
                Booking.Held { Decision: { Repeated: false } decision } => counts.Told(mailClass, outcome, decision.Holds),
                _ => outcome,
            };
        }
        finally
        {
            underWay.TryRemove(ticket.Token, out _);
        }
    }

    /// <summary>As a rule somebody else is just writing down how it went: that is worth looking at before his deadline.</summary>
    private static MailOutcome.Later Wait(Booking.Busy busy, DateTimeOffset now) =>
        new(busy.Until < now + LookAgain ? busy.Until : now + LookAgain, "another attempt", "waits for an attempt that is under way");

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <summary>Twice when the reply is lost: a slot that is ours already is recognised by its token, and not left behind unused.</summary>
    private async Task<(Booking Booking, MailboxState Mailbox)> BookAsync(
        OutgoingMail mail, MailRules rules, SendRequest request, Ticket ticket, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await TakeAsync(mail, rules, request, ticket, now, ct).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return await TakeAsync(mail, rules, request, ticket, now, ct).ConfigureAwait(false);
        }
    }

    private Task<(Booking Booking, MailboxState Mailbox)> TakeAsync(
        OutgoingMail mail, MailRules rules, SendRequest request, Ticket ticket, DateTimeOffset now, CancellationToken ct)
    {
        var claim = Claim.Dispatch(ticket.Token, ticket.Deadline);
        // A contact is new as a rule; a colleague hardly ever.
        var guess = rules.Class.Kind == MailKind.Ack ? Guess.AllIsNew : mail.IsFirst ? Guess.SendIsNew : Guess.Nothing;
        return mails.ChangeAsync(ticket.Mailbox, ticket.Send, guess, (state, known) =>
        {
            var informed = Contacts.Informed(state, mail.Contact, now);
            var booking = Booking.Take(rules, informed, known, request, claim, IsDead, timing.Skew, now);
            var item = booking is Booking.Held { Decision: { Verdict: Verdict.Merge, Repeated: false } merge } && mail.InDigest is { } shown
                ? shown with { Digest = merge.Digest, Send = ticket.Send }
                : null;
            return new MailChange<(Booking, MailboxState)>((booking, informed), booking.State, booking.Send, item);
        }, ct);
    }

    private bool IsDead(AttemptToken token) => timing.IsAlone && !underWay.ContainsKey(token);

    private async Task<MailOutcome> HandOverAsync(OutgoingMail mail, Send send, Ticket ticket, Func<CancellationToken, Task<OutgoingMail?>>? compose, CancellationToken ct)
    {
        MailAnswer answer;
        try
        {
            var complete = compose is null ? mail : await compose(ct).ConfigureAwait(false);
            answer = complete is null ? NothingToSend
                : Outbox.MayPost(send, ticket.Token, mailer.Timeout, timing.Skew, clock.GetUtcNow()) ? await mailer.SendAsync(Addressed(complete, send, ticket), ct).ConfigureAwait(false)
                : TooLate;
        }
        catch (Exception)
        {
            // By its contract a mailer throws only before anything left: the slot goes back.
            await ConfirmAsync(mail, send, ticket, new MailAnswer(MailFate.Rejected) { RetryAfter = TimeSpan.Zero }, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        return await ConfirmAsync(mail, send, ticket, answer, ct).ConfigureAwait(false);
    }

    private static readonly MailAnswer NothingToSend = new(MailFate.Rejected, "nothing to send") { IsFinal = true };
    private static readonly MailAnswer TooLate = new(MailFate.Rejected, "this host was too slow");

    private OutgoingMail Addressed(OutgoingMail mail, Send send, Ticket ticket) => mail with
    {
        Attempt = ticket.Token,
        PreferencesUrl = send.Class.ReachesContacts ? links.UrlFor(ticket.Mailbox, send.Class, mail.Language) : null,
    };

    private async Task<MailOutcome> ConfirmAsync(OutgoingMail mail, Send send, Ticket ticket, MailAnswer answer, CancellationToken ct)
    {
        var after = clock.GetUtcNow();
        ProviderAnswer said = answer.Fate switch
        {
            MailFate.Accepted => new ProviderAnswer.Accepted(),
            MailFate.Rejected => new ProviderAnswer.Rejected(answer.IsFinal ? null : after + (answer.RetryAfter ?? Retry.Pause(send.Attempts))),
            _ => new ProviderAnswer.Unknown(),
        };
        var status = await mails.ChangeAsync(ticket.Mailbox, ticket.Send, Guess.Nothing, (state, known) =>
            known is not null && Outbox.Confirm(state, known, ticket.Token, said, after, timing.Skew) is Move.Moved moved
                ? new MailChange<SendStatus?>(moved.Send.Status, moved.State, moved.Send)
                : new MailChange<SendStatus?>(known?.Status), ct).ConfigureAwait(false);
        await company.ConfirmAsync(mail, send.Class, ticket, said, after, ct).ConfigureAwait(false);
        return status switch
        {
            SendStatus.Waiting waiting => new MailOutcome.Later(
                waiting.Until, HoldWords.Why(waiting.Holds, MailboxState.New), HoldWords.Held(waiting.Until, waiting.Holds, MailboxState.New, after)),
            SendStatus.Unknown when send.MayRepeatUnknown => new MailOutcome.Later(
                after + Retry.Pause(send.Attempts), "the mail provider did not answer", $"tried again: the mail provider did not answer ({answer.Error})"),
            SendStatus.Rejected => new MailOutcome.Refused(answer.Error),
            { } other => OutcomeOf(other),
            null => new MailOutcome.Unknown(),
        };
    }

    internal static MailOutcome OutcomeOf(SendStatus status) => status switch
    {
        SendStatus.Accepted => new MailOutcome.Sent(),
        SendStatus.Rejected => new MailOutcome.Refused(null),
        SendStatus.Dropped dropped => new MailOutcome.Dropped(dropped.Reason),
        _ => new MailOutcome.Unknown(),
    };
}

/// <summary>One attempt at one send.</summary>
public sealed record Ticket(MailboxId Mailbox, SendId Send, AttemptToken Token, DateTimeOffset Deadline);
