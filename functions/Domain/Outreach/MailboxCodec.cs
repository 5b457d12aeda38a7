using System.Diagnostics.CodeAnalysis;

namespace LeadRouter.Domain.Outreach;

/// <summary>The state as one binary property of one row: a version, then fields in order, little-endian; a log entry takes 32 bytes.</summary>
public static class MailboxCodec
{
    /// <summary>What one property of table storage holds.</summary>
    public const int MostBytes = 64 * 1024;

    private const byte Version = 1;
    private const int EntryBytes = 32;

    public static byte[] ToBytes(MailboxState state)
    {
        var to = new ByteWriter(512 + EntryBytes * state.Log.Count);
        to.Byte(Version);
        to.Long(state.HighWater);
        to.Long(state.DigestsOpened);
        to.Instant(state.PausedUntil);
        to.Long(state.Digest?.Number ?? 0);
        to.Instant(state.Digest?.Leaves);
        to.Byte((byte)(state.Consent is null ? 0 : state.Consent.Given ? 2 : 1));
        to.Instant(state.Consent?.At);
        to.Instant(state.Consent?.Expires);
        to.List(state.Zones, static (to, zone) => to.Text(zone));
        to.List(state.Suppressions, Write);
        to.List(state.Waiters, Write);
        to.List(state.Log.Sends, Write);
        to.List(state.Log.Reservations, Write);
        return to.ToArray();
    }

    /// <summary>Never throws: bytes that cannot be read are a store in doubt, and then nothing may be sent.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out MailboxState? state)
    {
        var from = new ByteReader(bytes);
        state = from.Byte() == Version ? Read(ref from) : null;
        if (from.Failed || !from.AtEnd) state = null;
        return state is not null;
    }

    private static MailboxState Read(ref ByteReader from)
    {
        var (highWater, digests, paused) = (from.Long(), from.Long(), from.Instant());
        var (digest, leaves) = (from.Long(), from.Instant());
        var (consent, at, expires) = (from.Byte(), from.Instant(), from.Instant());
        return new MailboxState
        {
            HighWater = highWater,
            DigestsOpened = digests,
            PausedUntil = paused,
            Digest = leaves is { } end ? new OpenDigest(digest, end) : null,
            Consent = consent == 0 ? null : new Consent(consent == 2, at ?? default, expires),
            Zones = from.List(static (ref ByteReader r) => r.Text()),
            Suppressions = from.List(static (ref ByteReader r) => ReadSuppression(ref r)),
            Waiters = from.List(static (ref ByteReader r) => new Waiter((ulong)r.Long(), r.Long(), r.Long(), r.Int(), r.Byte(), r.Byte())),
            Log = ReadLog(ref from),
        };
    }

    private static SendLog ReadLog(ref ByteReader from)
    {
        var (sends, reservations) = (from.List(ReadEntry), from.List(ReadEntry));
        var log = SendLog.OfSorted(sends, reservations);
        if (log is null) from.Fail();
        return log ?? SendLog.Empty;
    }

    private static Suppression ReadSuppression(ref ByteReader from)
    {
        var (kind, active, at, group) = ((SuppressionKind)from.Byte(), from.Byte() == 1, from.Instant(), from.Text());
        if (!Enum.IsDefined(kind) || at is null) from.Fail();
        return new Suppression(kind, group, at ?? default, active);
    }

    private static LogEntry ReadEntry(ref ByteReader from)
    {
        var (stamp, send, token, topic) = (from.Long(), (ulong)from.Long(), from.Long(), from.Int());
        var entry = new LogEntry(stamp, send, token, topic, (ushort)from.Short(), from.Byte(), (SlotStatus)from.Byte());
        if (!Enum.IsDefined(entry.Status) || entry.Kind >= MailKindSets.Count) from.Fail();
        return entry;
    }

    private static void Write(ByteWriter to, Suppression suppression)
    {
        to.Byte((byte)suppression.Kind);
        to.Byte(suppression.Active ? (byte)1 : (byte)0);
        to.Instant(suppression.At);
        to.Text(suppression.Group);
    }

    private static void Write(ByteWriter to, Waiter waiter)
    {
        to.Long((long)waiter.Send);
        to.Long(waiter.Until);
        to.Long(waiter.GivesWay);
        to.Int(waiter.Topic);
        to.Byte(waiter.Kind);
        to.Byte(waiter.Priority);
    }

    private static void Write(ByteWriter to, LogEntry entry)
    {
        to.Long(entry.Stamp);
        to.Long((long)entry.Send);
        to.Long(entry.Token);
        to.Int(entry.Topic);
        to.Short((short)entry.Class);
        to.Byte(entry.Kind);
        to.Byte((byte)entry.Status);
    }
}
