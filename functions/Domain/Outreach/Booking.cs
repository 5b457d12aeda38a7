namespace LeadRouter.Domain.Outreach;

/// <summary>What asking for a mail came to. The rows are those to be written; null when nothing changed.</summary>
public abstract record Booking(MailboxState? State, Send? Send)
{
    /// <summary>The slot is taken and the mail dispatched in one: it is to be handed over now.</summary>
    public sealed record Yours(MailboxState Mailbox, Send Mail) : Booking(Mailbox, Mail);

    /// <summary>Somebody is at it: ask again then.</summary>
    public sealed record Busy(DateTimeOffset Until) : Booking(null, null);

    /// <summary>It was brought to its end before, or nobody knows how it ended and it must not go again.</summary>
    public sealed record Ended(SendStatus Status, MailboxState? Changed, Send? Resolved) : Booking(Changed, Resolved);

    /// <summary>Deferred, merged or dropped by the throttle.</summary>
    /// <param name="OpensDigest">The digest it is merged into was opened for it, or perhaps was.</param>
    public sealed record Held(Decision Decision, bool OpensDigest, MailboxState? Changed, Send? Mail) : Booking(Changed, Mail);

    /// <summary>
    /// Decides and, when admitted, takes the slot and dispatches in the same write. An attempt that its owner left behind is first
    /// brought to an unknown end, which keeps its slot.
    /// </summary>
    /// <param name="known">The outbox row of this send id, if there is one.</param>
    /// <param name="isDead">Whether the owner of a token is known to have died, so that its deadline need not be awaited.</param>
    public static Booking Take(
        MailRules rules, MailboxState state, Send? known, SendRequest request, Claim claim, Predicate<AttemptToken> isDead, TimeSpan skew, DateTimeOffset now)
    {
        // The write was ours, only its reply was lost.
        if (known?.Status is SendStatus.Dispatched mine && mine.Token == claim.Token) return new Yours(state, known);
        var (mailbox, send) = Settled(state, known, isDead, skew, now);
        if (send?.Status is SendStatus.Dispatched under) return new Busy(under.Deadline);
        if (send?.Status is SendStatus.Reserved { LeaseEnd: var end } && end > now) return new Busy(end);
        var asked = send is null ? request : SendRequest.Again(send, request.Gate);
        var submission = Outbox.Submit(rules, mailbox, asked, claim, now);
        var changed = submission.Changed || !ReferenceEquals(send, known);
        var (after, mail) = changed ? (submission.State, submission.Send) : (null, null);
        return submission.Decision switch
        {
            { Verdict: Verdict.Admit, Repeated: true } => new Ended(submission.Send.Status, after, mail),
            { Verdict: Verdict.Admit } => new Yours(submission.State, submission.Send),
            { Verdict: Verdict.Merge, Repeated: true } => new Held(submission.Decision, true, after, mail),
            var held => new Held(held, submission.State.DigestsOpened > mailbox.DigestsOpened, after, mail),
        };
    }

    private static (MailboxState State, Send? Send) Settled(MailboxState state, Send? send, Predicate<AttemptToken> isDead, TimeSpan skew, DateTimeOffset now)
    {
        if (send is null) return (state, null);
        var move = send.Status is SendStatus.Dispatched left && left.Deadline > now && isDead(left.Token)
            ? Outbox.Confirm(state, send, left.Token, new ProviderAnswer.Unknown(), now, skew)
            : Outbox.Lapse(state, send, now);
        return move is Move.Moved moved ? (moved.State, moved.Send) : (state, send);
    }
}
