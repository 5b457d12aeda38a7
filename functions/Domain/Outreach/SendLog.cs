using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace LeadRouter.Domain.Outreach;

public enum SlotStatus : byte
{
    /// <summary>Held until the end of its lease; the stamp is that end.</summary>
    Reserved = 1,

    /// <summary>The mail may be on its way; the stamp is the deadline, the last instant at which it could have left.</summary>
    Dispatched = 2,

    /// <summary>The provider took it; the stamp is the clock after its answer.</summary>
    Accepted = 3,

    /// <summary>Nobody knows whether it left; the stamp is the deadline, and the slot stays taken.</summary>
    Unknown = 4,
}

/// <summary>One slot of the log, 32 bytes. A stamp never precedes the real send.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
public readonly record struct LogEntry(long Stamp, ulong Send, long Token, int Topic, ushort Class, byte Kind, SlotStatus Status)
{
    /// <summary>Until when the slot is taken in a window: a reservation to the end of its lease, a send for a whole window.</summary>
    internal long TakenUntil(long window) => Status == SlotStatus.Reserved ? Stamp : Stamp + window;
}

/// <summary>
/// What was sent to a mailbox, or may have been. Immutable; sends are sorted by stamp and reservations by the end of their lease, so
/// that the last to leave any window are at the ends.
/// </summary>
public sealed class SendLog
{
    /// <summary>The row stays below 64 KiB: past this many live entries nothing more is admitted.</summary>
    public const int Capacity = 1024;

    /// <summary>History that no cap needs is kept up to this size, so that a cap made longer tomorrow already knows today.</summary>
    public const int Comfortable = 256;

    public static readonly SendLog Empty = new([], []);

    private SendLog(ImmutableArray<LogEntry> sends, ImmutableArray<LogEntry> reservations) => (Sends, Reservations) = (sends, reservations);

    public ImmutableArray<LogEntry> Sends { get; }

    public ImmutableArray<LogEntry> Reservations { get; }

    public int Count => Sends.Length + Reservations.Length;

    public static SendLog Of(IEnumerable<LogEntry> entries)
    {
        var all = entries.ToLookup(e => e.Status == SlotStatus.Reserved);
        return new SendLog([.. all[false].OrderBy(e => e.Stamp)], [.. all[true].OrderBy(e => e.Stamp)]);
    }

    /// <summary>A log from lists that must already be in order; null when they are not.</summary>
    internal static SendLog? OfSorted(ImmutableArray<LogEntry> sends, ImmutableArray<LogEntry> reservations) =>
        IsSorted(sends) && IsSorted(reservations) && !sends.Any(IsReserved) && reservations.All(IsReserved)
            ? new SendLog(sends, reservations)
            : null;

    public LogEntry? OfToken(AttemptToken token)
    {
        foreach (var entry in Sends)
            if (entry.Token == token.Value) return entry;
        foreach (var entry in Reservations)
            if (entry.Token == token.Value) return entry;
        return null;
    }

    public SendLog With(LogEntry entry) => entry.Status == SlotStatus.Reserved
        ? new SendLog(Sends, Inserted(Reservations, entry))
        : new SendLog(Inserted(Sends, entry), Reservations);

    public SendLog Without(AttemptToken token) =>
        new(Sends.RemoveAll(e => e.Token == token.Value), Reservations.RemoveAll(e => e.Token == token.Value));

    /// <summary>Without lapsed reservations; and without the oldest history that no cap needs, once the log is no longer small.</summary>
    internal SendLog Pruned(Retention retention, long now)
    {
        var held = Reservations.RemoveAll(e => e.Stamp <= now);
        if (Sends.Length + held.Length <= Comfortable) return new SendLog(Sends, held);
        var surplus = Sends.Length + held.Length - Comfortable;
        var kept = Sends.RemoveAll(e => surplus > 0 && !retention.Needs(e, now) && surplus-- > 0);
        return new SendLog(kept, held);
    }

    private static bool IsReserved(LogEntry entry) => entry.Status == SlotStatus.Reserved;

    private static bool IsSorted(ImmutableArray<LogEntry> entries)
    {
        for (var i = 1; i < entries.Length; i++)
            if (entries[i - 1].Stamp > entries[i].Stamp) return false;
        return true;
    }

    private static ImmutableArray<LogEntry> Inserted(ImmutableArray<LogEntry> sorted, LogEntry entry)
    {
        var at = sorted.Length;
        while (at > 0 && sorted[at - 1].Stamp > entry.Stamp) at--;
        return sorted.Insert(at, entry);
    }
}

/// <summary>How long each kind of mail matters to some cap.</summary>
internal sealed class Retention(long[] longestWindowByKind)
{
    public long Longest(byte kind) => kind < longestWindowByKind.Length ? longestWindowByKind[kind] : longestWindowByKind.Max();

    public bool Needs(in LogEntry entry, long now) => entry.TakenUntil(Longest(entry.Kind)) > now;
}
