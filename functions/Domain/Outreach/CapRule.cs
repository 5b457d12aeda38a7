using System.Collections.Immutable;

namespace LeadRouter.Domain.Outreach;

/// <summary>One cap as one class meets it: an exact sliding window over the log.</summary>
/// <param name="Window">Milliseconds. A send at s is counted from s to before s + window.</param>
/// <param name="Reserves">Slots kept for other classes; a slot is kept until that class has used it inside the window.</param>
internal sealed record CapRule(int Limit, long Window, MailKinds Counts, bool PerTopic, bool IsCeiling, ImmutableArray<Reserve> Reserves)
{
    public static ImmutableArray<CapRule> Of(ContactPolicy policy, Caps ceiling, IReadOnlyList<ContactPolicy> all)
    {
        var peers = all.Where(other => other.Class.Kind == policy.Class.Kind);
        var own = policy.Caps.List.Select(c => Rule(c, policy.Class.Counts, false, c.PerTopic ? [] : peers, policy));
        var above = policy.Class.HeedsCeiling ? ceiling.List : [];
        return [.. own, .. above.Select(c => Rule(c, MailKinds.UnderCeiling, true, all.Where(other => other.Class.HeedsCeiling), policy))];
    }

    /// <summary>The first instant at or after <paramref name="from"/> with a free slot, if nothing more is sent until then.</summary>
    public long NextFree(MailboxState state, SendRequest request, long from)
    {
        if (state.Waiters.IsEmpty) return NextFree(state.Log, request.Topic, 0, from);
        for (var at = from; ;)
        {
            // Who waits ahead changes only when a waiter becomes due or gives way; between those, the answer is exact.
            var free = NextFree(state.Log, request.Topic, Ahead(state.Waiters, request, at), at);
            var change = NextChange(state.Waiters, at);
            if (free < change || change == Millis.Never) return free;
            at = change;
        }
    }

    /// <summary>Slots taken at an instant, with those kept for others.</summary>
    public int Used(SendLog log, int topic, long at)
    {
        var held = log.Sends.Concat(log.Reservations).Where(e => Holds(e, topic, at)).ToList();
        return held.Count + Reserves.Sum(r => Math.Max(0, r.Slots - held.Count(e => e.Class == r.Class)));
    }

    private static CapRule Rule(Cap cap, MailKinds counts, bool isCeiling, IEnumerable<ContactPolicy> sharing, ContactPolicy policy) =>
        new(cap.Limit, (long)cap.Window.TotalMilliseconds, counts, cap.PerTopic, isCeiling,
            [.. sharing.Where(p => p.Reserved > 0 && p.Class.Name != policy.Class.Name).Select(p => new Reserve(p.Class.Code, p.Reserved))]);

    /// <summary>
    /// Walks the slots that are still taken from the last to leave to the first: the one that fills the cap is the one whose leaving
    /// frees it. Sends and reservations are each sorted by when they leave, so this is a merge.
    /// </summary>
    private long NextFree(SendLog log, int topic, int ahead, long from)
    {
        Span<int> unused = stackalloc int[Reserves.Length];
        var held = ahead;
        for (var r = 0; r < unused.Length; r++) held += unused[r] = Reserves[r].Slots;
        if (held >= Limit) return Millis.Never;
        var sends = StampedAfter(log.Sends.AsSpan(), from - Window);
        var reservations = StampedAfter(log.Reservations.AsSpan(), from);
        if (held + sends.Length + reservations.Length < Limit) return from;
        var (last, counts) = (reservations.Length - 1, Counts);
        for (var i = sends.Length - 1; i >= 0; i--)
        {
            ref readonly var send = ref sends[i];
            if (!counts.Has((MailKind)send.Kind)) continue;
            for (; last >= 0 && reservations[last].Stamp > send.Stamp + Window; last--)
                if (Fills(reservations[last], topic, unused, ref held)) return reservations[last].Stamp;
            if (Fills(send, topic, unused, ref held)) return send.Stamp + Window;
        }
        for (; last >= 0; last--)
            if (Fills(reservations[last], topic, unused, ref held)) return reservations[last].Stamp;
        return from;
    }

    /// <summary>Whether this slot is the one that fills the cap.</summary>
    private bool Fills(in LogEntry entry, int topic, Span<int> unused, ref int held) =>
        IsCounted(entry, topic) && !(unused.Length > 0 && TakesReserved(entry, unused)) && ++held >= Limit;

    private static ReadOnlySpan<LogEntry> StampedAfter(ReadOnlySpan<LogEntry> sorted, long stamp)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle].Stamp > stamp) high = middle;
            else low = middle + 1;
        }
        return sorted[low..];
    }

    private bool TakesReserved(in LogEntry entry, Span<int> unused)
    {
        for (var r = 0; r < unused.Length; r++)
        {
            if (Reserves[r].Class != entry.Class || unused[r] == 0) continue;
            unused[r]--;
            return true;
        }
        return false;
    }

    private bool IsCounted(in LogEntry entry, int topic) => Counts.Has((MailKind)entry.Kind) && (!PerTopic || entry.Topic == topic);

    private bool Holds(in LogEntry entry, int topic, long at) => IsCounted(entry, topic) && entry.TakenUntil(Window) > at;

    private int Ahead(ImmutableArray<Waiter> waiters, SendRequest request, long at)
    {
        var (ahead, sameGoFirst) = (0, true);
        foreach (var waiter in waiters)
        {
            if (waiter.Send == request.Hash) sameGoFirst = false;
            else if (waiter.Until <= at && at < waiter.GivesWay && Competes(waiter, request)
                && (waiter.Priority > request.Class.Priority || (sameGoFirst && waiter.Priority == request.Class.Priority))) ahead++;
        }
        return ahead;
    }

    private bool Competes(in Waiter waiter, SendRequest request) => Counts.Has((MailKind)waiter.Kind) && (!PerTopic || waiter.Topic == request.Topic);

    private static long NextChange(ImmutableArray<Waiter> waiters, long at)
    {
        var next = Millis.Never;
        foreach (var waiter in waiters)
        {
            if (waiter.Until > at) next = Math.Min(next, waiter.Until);
            if (waiter.GivesWay > at) next = Math.Min(next, waiter.GivesWay);
        }
        return next;
    }
}

/// <summary>Slots of a cap that are kept for a class.</summary>
internal readonly record struct Reserve(ushort Class, int Slots);
