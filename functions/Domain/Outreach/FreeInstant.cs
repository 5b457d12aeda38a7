namespace LeadRouter.Domain.Outreach;

/// <summary>
/// Finds the first instant at which nothing holds a mail back. Each rule names the first instant at or after a given one that it
/// allows; going round until none moves is exact, because no rule allows anything that it skips.
/// </summary>
internal readonly ref struct FreeInstant(MailRules rules, MailboxState state, SendRequest request, long start)
{
    /// <summary>Twice the longest window: who finds nothing by then, because zones never are awake together, never will.</summary>
    private const long LongestWait = 2 * 366 * 86_400_000L;

    /// <returns>The instant, or <see cref="Millis.Never"/> when there is none before the mail expires.</returns>
    public long Find(out Holds holds, out bool isOverCap)
    {
        (holds, isOverCap) = (Holds.None, false);
        var end = Math.Min(Millis.Ceiling(request.Expires), start + LongestWait);
        var at = After(start, Trusted(start), Holds.Clock, ref holds);
        while (true)
        {
            var gated = Gated(at, ref holds);
            if (gated >= end) return Millis.Never;
            var capped = Capped(gated, ref holds);
            if (capped > gated && rules.Policy.Over != Over.Defer)
            {
                isOverCap = true;
                return gated;
            }
            if (capped >= end) return Millis.Never;
            if (capped == at) return at;
            at = capped;
        }
    }

    /// <summary>Behind the row's own clock by more than hosts differ: nothing goes until the clock has caught up.</summary>
    private long Trusted(long at) => Math.Max(at, state.HighWater - (long)Throttle.ClockTolerance.TotalMilliseconds);

    private long Gated(long at, ref Holds holds)
    {
        if (request.Known?.Status is SendStatus.Waiting { Holds: var waits, Until: var until } && waits.HasFlag(Holds.Provider))
            at = After(at, Math.Max(at, Millis.Ceiling(until)), Holds.Provider, ref holds);
        if (request.Class.Kind == MailKind.Marketing && state.PausedUntil is { } pause)
            at = After(at, Math.Max(at, Millis.Ceiling(pause)), Holds.Paused, ref holds);
        if (request.Class.HeedsBreaker) at = After(at, request.Gate.NextPass(request.Hash, at), Holds.Breaker, ref holds);
        return at == Millis.Never ? at : After(at, rules.NextAudible(state.Zones, at), Holds.QuietHours, ref holds);
    }

    /// <summary>Windows are measured on the row's clock, never on one that lags behind it.</summary>
    private long Capped(long at, ref Holds holds)
    {
        var seen = Math.Max(at, state.HighWater);
        var free = After(seen, Room(seen), Holds.LogFull, ref holds);
        foreach (var cap in rules.Caps)
        {
            if (free == Millis.Never) return free;
            free = After(free, cap.NextFree(state, request, free), cap.IsCeiling ? Holds.Ceiling : Holds.Cap, ref holds);
        }
        return free == seen ? at : free;
    }

    /// <summary>A full log admits again when its first entry stops counting.</summary>
    private long Room(long at)
    {
        if (state.Log.Count < SendLog.Capacity) return at;
        var first = Millis.Never;
        foreach (var entry in state.Log.Sends) first = Math.Min(first, entry.TakenUntil(rules.Retention.Longest(entry.Kind)));
        foreach (var entry in state.Log.Reservations) first = Math.Min(first, entry.Stamp);
        return Math.Max(at, first);
    }

    private static long After(long before, long after, Holds hold, ref Holds holds)
    {
        if (after > before) holds |= hold;
        return after;
    }
}
