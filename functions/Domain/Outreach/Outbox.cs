namespace LeadRouter.Domain.Outreach;

/// <summary>
/// The life of one send, as pure moves of its two rows, which are written in one batch under the state's ETag: reserve, dispatch,
/// confirm. A move is the owner's alone: whoever holds another token is refused, so that a process that slept through its lease
/// changes nothing. After a lost reply, read again: a row that carries your token is your own success.
/// </summary>
public static class Outbox
{
    /// <summary>No evidence comes later than this: the provider repeats its events for 24 hours, and its delays end after 72.</summary>
    public static readonly TimeSpan EvidenceWindow = TimeSpan.FromHours(72);

    /// <summary>Decides and, when admitted, takes the slot in the same step, so that nobody can check first and send later.</summary>
    public static Submission Submit(MailRules rules, MailboxState state, SendRequest request, Claim claim, DateTimeOffset now)
    {
        var decision = Throttle.Decide(rules, state, request, now);
        var send = request.Known ?? Send.Of(request);
        if (decision.Repeated) return new Submission(decision, state, send, Changed: false);
        var seen = state.Seen(now);
        var (after, status) = decision.Verdict switch
        {
            Verdict.Admit => (Admitted(seen, rules, request, claim), claim.Status),
            Verdict.Defer => (seen.Waiting(Wait(request, decision.Until)), new SendStatus.Waiting(decision.Until, decision.Holds)),
            Verdict.Merge => (Collecting(seen, decision).NotWaiting(request.Hash), new SendStatus.Merged(decision.Digest, decision.Until)),
            _ => (Digests.Closed(seen.NotWaiting(request.Hash), request.Id), new SendStatus.Dropped(decision.Reason, decision.Holds)),
        };
        var moved = decision.Verdict == Verdict.Admit ? send with { Attempts = send.Attempts + 1, HasLeft = false } : send;
        return new Submission(decision, after, moved with { Status = status }, Changed: true);
    }

    /// <summary>
    /// Lets a reserved send leave before a deadline. Looks again at what may have changed since: the lease, suppressions, consent.
    /// A send that this owner already dispatched is moved once more without effect.
    /// </summary>
    public static Move Dispatch(MailboxState state, Send send, AttemptToken token, DateTimeOffset deadline, DateTimeOffset now)
    {
        if (send.Status is SendStatus.Dispatched mine && mine.Token == token) return new Move.Moved(state, send);
        if (send.Status is not SendStatus.Reserved reserved || reserved.Token != token) return new Move.NotYours();
        if (state.Log.OfToken(token) is not { } slot) return new Move.NotYours();
        var at = Millis.Floor(now);
        if (at < state.HighWater - (long)Throttle.ClockTolerance.TotalMilliseconds) return new Move.ClockInDoubt();
        var seen = state.Seen(now);
        if (Math.Max(at, state.HighWater) >= slot.Stamp) return Freed(seen, send, token, new SendStatus.Waiting(now, Holds.None));
        var reason = StillWanted(state, send, now);
        if (reason != DropReason.None) return Freed(seen, send, token, new SendStatus.Dropped(reason, Holds.None));
        var log = seen.Log.Without(token).With(slot with { Status = SlotStatus.Dispatched, Stamp = Millis.Ceiling(deadline) });
        return new Move.Moved(seen with { Log = log }, send with { Status = new SendStatus.Dispatched(token, deadline) });
    }

    /// <summary>Asked right before the POST: whether it is sure to be over by the deadline on which the slot's stamp relies.</summary>
    public static bool MayPost(Send send, AttemptToken token, TimeSpan timeout, TimeSpan skew, DateTimeOffset now) =>
        send.Status is SendStatus.Dispatched mine && mine.Token == token && now < mine.Deadline - timeout - skew;

    /// <summary>
    /// What the provider said, or that it said nothing. The stamp is the clock <paramref name="after"/> its answer, and
    /// <paramref name="skew"/>, the most that two hosts' clocks may differ: on nobody's clock does it precede the send.
    /// </summary>
    public static Move Confirm(MailboxState state, Send send, AttemptToken token, ProviderAnswer answer, DateTimeOffset after, TimeSpan skew)
    {
        if (send.Status is SendStatus.Accepted { Token: var done } && done == token) return new Move.Moved(state, send);
        if (send.Status is SendStatus.Rejected { Token: var refused } && refused == token) return new Move.Moved(state, send);
        if (send.Status.DeadlineOf(token) is not { } deadline) return new Move.NotYours();
        var seen = state.Seen(after);
        return answer switch
        {
            ProviderAnswer.Accepted => AcceptedAt(seen, send, token, after + skew),
            ProviderAnswer.Unknown => Unknown(seen, send, token, deadline),
            ProviderAnswer.Rejected { RetryAt: { } retry } when retry < send.Expires && !send.HasLeft => Retried(seen, send, token, retry),
            _ when send.HasLeft => AcceptedAt(seen, send, token, deadline),
            _ => Freed(seen, send, token, new SendStatus.Rejected(token)),
        };
    }

    /// <summary>A slot without an outbox row of its own, such as a company's: stamped when its mail went, given back when it did not.</summary>
    public static MailboxState Settled(MailboxState state, AttemptToken token, DateTimeOffset? sent) => sent is { } at
        ? Restamped(state, token, SlotStatus.Accepted, Millis.Ceiling(at))
        : state with { Log = state.Log.Without(token) };

    /// <summary>
    /// What time alone does: a wait that nobody asks about any more expires, a lease ends, a dispatch that nobody confirmed is unknown, and
    /// an unknown outcome stays so.
    /// </summary>
    public static Move Lapse(MailboxState state, Send send, DateTimeOffset now) => send.Status switch
    {
        _ when !(send.LapsesAt <= now) => new Move.NotYours(),
        SendStatus.Reserved r when now < send.Expires => Freed(state.Seen(now), send, r.Token, new SendStatus.Waiting(now, Holds.None)),
        SendStatus.Waiting or SendStatus.Reserved => Withdraw(state, send, DropReason.Expired, now),
        SendStatus.Dispatched d => Unknown(state.Seen(now), send, d.Token, d.Deadline),
        SendStatus.Unknown u => new Move.Moved(state.Seen(now), send with { Status = new SendStatus.Unresolved(u.Token, u.Deadline) }),
        _ => new Move.NotYours(),
    };

    /// <summary>Nobody will send this any more: a wait or an unused reservation ends as dropped.</summary>
    public static Move Withdraw(MailboxState state, Send send, DropReason reason, DateTimeOffset now) => send.Status switch
    {
        SendStatus.Waiting => new Move.Moved(Without(state, send, now), send with { Status = new SendStatus.Dropped(reason, Holds.None) }),
        SendStatus.Reserved r => Freed(Without(state, send, now), send, r.Token, new SendStatus.Dropped(reason, Holds.None)),
        _ => new Move.NotYours(),
    };

    /// <summary>Evidence that the present attempt left. Its stamp stays: no evidence makes it earlier.</summary>
    internal static Move.Moved Left(MailboxState state, Send send) => send.Status is SendStatus.Unknown unknown
        ? AcceptedAt(state, send with { HasLeft = true }, unknown.Token, unknown.Deadline)
        : new Move.Moved(state, send with { HasLeft = true });

    private static MailboxState Admitted(MailboxState state, MailRules rules, SendRequest request, Claim claim)
    {
        var slot = new LogEntry(
            Millis.Ceiling(claim.Ends), request.Hash, claim.Token.Value, request.Topic, request.Class.Code, (byte)request.Class.Kind,
            claim.Dispatches ? SlotStatus.Dispatched : SlotStatus.Reserved);
        // A lapsed reservation of the same send makes room for its successor.
        var log = state.Log.Pruned(rules.Retention, state.HighWater).With(slot);
        return Digests.Closed(state.NotWaiting(request.Hash), request.Id) with { Log = log };
    }

    private static MailboxState Collecting(MailboxState state, Decision merge) => state.Digest is not null
        ? state
        : state with { Digest = new OpenDigest(merge.Digest, merge.Until), DigestsOpened = merge.Digest };

    private static DropReason StillWanted(MailboxState state, Send send, DateTimeOffset now)
    {
        if (now >= send.Expires) return DropReason.Expired;
        var suppressed = state.SuppressedFor(send.Class);
        return suppressed != DropReason.None ? suppressed : state.ConsentMissingFor(send.Class, now);
    }

    private static Move.Moved AcceptedAt(MailboxState state, Send send, AttemptToken token, DateTimeOffset at)
    {
        var stamp = Millis.Ceiling(at);
        var status = new SendStatus.Accepted(token, Millis.ToInstant(stamp));
        return new Move.Moved(Restamped(state, token, SlotStatus.Accepted, stamp), send with { Status = status });
    }

    private static Move.Moved Unknown(MailboxState state, Send send, AttemptToken token, DateTimeOffset deadline)
    {
        if (send.HasLeft) return AcceptedAt(state, send, token, deadline);
        var kept = Restamped(state, token, SlotStatus.Unknown, Millis.Ceiling(deadline));
        return new Move.Moved(kept, send with { Status = new SendStatus.Unknown(token, deadline) });
    }

    private static Move.Moved Retried(MailboxState state, Send send, AttemptToken token, DateTimeOffset retryAt) =>
        Freed(state.Waiting(Wait(SendRequest.Again(send, BreakerGate.Closed), retryAt)), send, token,
            new SendStatus.Waiting(retryAt, Holds.Provider));

    private static Move.Moved Freed(MailboxState state, Send send, AttemptToken token, SendStatus status) =>
        new(state with { Log = state.Log.Without(token) }, send with { Status = status });

    private static MailboxState Restamped(MailboxState state, AttemptToken token, SlotStatus status, long stamp) =>
        state.Log.OfToken(token) is { } slot
            ? state with { Log = state.Log.Without(token).With(slot with { Status = status, Stamp = stamp }) }
            : state;

    private static Waiter Wait(SendRequest request, DateTimeOffset until)
    {
        var due = Millis.Ceiling(until);
        var givesWay = Math.Min(Millis.Floor(request.Expires), due + Waiter.Patience);
        return new Waiter(request.Hash, due, givesWay, request.Topic, (byte)request.Class.Kind, (byte)request.Class.Priority);
    }

    private static MailboxState Without(MailboxState state, Send send, DateTimeOffset now) =>
        Digests.Closed(state.Seen(now).NotWaiting(send.Id.Hash), send.Id);
}

/// <summary>Who takes the slot and for how long: as a reservation, or at once as a dispatch, in one write instead of two.</summary>
public readonly record struct Claim(AttemptToken Token, DateTimeOffset Ends, bool Dispatches)
{
    public static Claim Reserve(AttemptToken token, DateTimeOffset leaseEnd) => new(token, leaseEnd, false);

    public static Claim Dispatch(AttemptToken token, DateTimeOffset deadline) => new(token, deadline, true);

    internal SendStatus Status => Dispatches ? new SendStatus.Dispatched(Token, Ends) : new SendStatus.Reserved(Token, Ends);
}

/// <summary>The decision and both rows after it; unchanged rows need no write.</summary>
public sealed record Submission(Decision Decision, MailboxState State, Send Send, bool Changed);

/// <summary>What the provider answered to a POST.</summary>
public abstract record ProviderAnswer
{
    private ProviderAnswer() { }

    /// <summary>202.</summary>
    public sealed record Accepted : ProviderAnswer;

    /// <summary>4xx, 429, or a failure before any byte went out; with an instant, it may be tried again from then on.</summary>
    public sealed record Rejected(DateTimeOffset? RetryAt) : ProviderAnswer;

    /// <summary>5xx, time-out, reset, cancellation: it may have been taken.</summary>
    public sealed record Unknown : ProviderAnswer;
}

/// <summary>What a move came to.</summary>
public abstract record Move
{
    private Move() { }

    /// <summary>Both rows after it.</summary>
    public sealed record Moved(MailboxState State, Send Send) : Move;

    /// <summary>The send is not where this owner left it.</summary>
    public sealed record NotYours : Move;

    /// <summary>This host's clock is behind the row's: send nothing.</summary>
    public sealed record ClockInDoubt : Move;
}
