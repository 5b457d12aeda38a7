namespace LeadRouter.Domain.Outreach;

/// <summary>Whether a mail may go to a mailbox now. Pure: the same row, request and instant always give the same answer.</summary>
public static class Throttle
{
    /// <summary>How far the clocks of two hosts may differ before the older one is in doubt.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Decides in this order: known send id (the same answer again), class switched off, expired, suppressed, consent, then the first
    /// instant that the clock, a pause, the breaker, quiet hours and the caps with their headroom and queue all allow. If that is now,
    /// it is admitted; if only the caps are against it, the policy says what becomes of it. A deferral is exact: admitted at
    /// <see cref="Decision.Until"/> and not a millisecond before, unless the row changes.
    /// </summary>
    public static Decision Decide(MailRules rules, MailboxState state, SendRequest request, DateTimeOffset now)
    {
        var start = Millis.Floor(now);
        if (Answered(state, request, Math.Max(start, state.HighWater)) is { } before) return before with { Repeated = true };
        if (rules.Policy.Caps.Blocks) return Decision.Drop(DropReason.ClassBlocked);
        if (now >= request.Expires) return Decision.Drop(DropReason.Expired);
        if (state.SuppressedFor(request.Class) is not DropReason.None and var suppressed) return Decision.Drop(suppressed);
        if (state.ConsentMissingFor(request.Class, now) is not DropReason.None and var consent) return Decision.Drop(consent);

        var free = new FreeInstant(rules, state, request, start).Find(out var holds, out var isOverCap);
        if (isOverCap) return OverCap(rules.Policy, state, now, holds);
        if (free == start) return Decision.Admit();
        if (free == Millis.Never) return Decision.Drop(DropReason.WouldExpire, holds);
        var until = Millis.ToInstant(free);
        return state.ConsentMissingFor(request.Class, until) is not DropReason.None and var ended
            ? Decision.Drop(ended, holds)
            : Decision.Defer(until, holds);
    }

    private static Decision OverCap(ContactPolicy policy, MailboxState state, DateTimeOffset now, Holds holds) => policy.Over switch
    {
        Over.Drop => Decision.Drop(DropReason.Capped, holds),
        Over.Block => Decision.Drop(DropReason.CapRefused, holds),
        _ when state.Digest is { } open => Decision.Merge(open.Number, open.Leaves, holds),
        _ => Decision.Merge(state.DigestsOpened + 1, Millis.ToInstant(Millis.Floor(now + policy.MaxDelay)), holds),
    };

    /// <summary>The answer this send id already got, if it stands.</summary>
    private static Decision? Answered(MailboxState state, SendRequest request, long at)
    {
        if (request.Known?.Status.Answer(request.MayRepeatUnknown, Millis.ToInstant(at)) is { } answer) return answer;
        foreach (ref readonly var entry in state.Log.Sends.AsSpan())
            if (entry.Send == request.Hash && !(request.MayRepeatUnknown && entry.Status == SlotStatus.Unknown)) return Decision.Admit();
        foreach (ref readonly var entry in state.Log.Reservations.AsSpan())
            if (entry.Send == request.Hash && entry.Stamp > at) return Decision.Admit();
        return null;
    }
}
