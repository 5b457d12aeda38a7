using System.Collections.Immutable;

namespace LeadRouter.Domain.Outreach;

/// <summary>Everything the throttle knows of one mailbox: one row, changed by compare-and-swap, below 64 KiB whatever happens.</summary>
public sealed record MailboxState
{
    public const int MostWaiters = 32;
    public const int MostSuppressions = 64;
    public const int MostZones = 40;

    public static readonly MailboxState New = new();

    public SendLog Log { get; internal init; } = SendLog.Empty;

    public ImmutableArray<Suppression> Suppressions { get; internal init; } = [];

    public Consent? Consent { get; internal init; }

    /// <summary>Marketing waits until then: the contact asked for a break.</summary>
    public DateTimeOffset? PausedUntil { get; internal init; }

    /// <summary>The contact's zone, or every plausible one while it is not known.</summary>
    public ImmutableArray<string> Zones { get; internal init; } = [];

    /// <summary>The latest clock that ever changed this row, in milliseconds.</summary>
    public long HighWater { get; internal init; }

    /// <summary>Deferred sends in the order they began to wait; later ones have no place when there are too many.</summary>
    public ImmutableArray<Waiter> Waiters { get; internal init; } = [];

    public OpenDigest? Digest { get; internal init; }

    public long DigestsOpened { get; internal init; }

    public MailboxState With(Suppression word)
    {
        var kept = word.Kept;
        if (Suppressions.Any(s => s.IsAbout(kept) && !kept.Supersedes(s))) return this;
        var others = Suppressions.RemoveAll(s => s.IsAbout(kept));
        // Too many groups to remember one by one: whoever left that many wants none of it.
        if (others.Length >= MostSuppressions - 4 && kept.Kind == SuppressionKind.GroupUnsubscribe)
            return kept.Active ? With(new Suppression(SuppressionKind.Unsubscribe, "", kept.At, true)) : this;
        // In one order, so that the row does not tell in which order the words came.
        return this with { Suppressions = [.. others.Add(kept).OrderBy(s => s.Kind).ThenBy(s => s.Group, StringComparer.Ordinal)] };
    }

    public MailboxState With(Consent word) => word.Kept.Supersedes(Consent) ? this with { Consent = word.Kept } : this;

    public MailboxState Paused(DateTimeOffset? until) => this with { PausedUntil = until is { } end ? Millis.ToInstant(Millis.Ceiling(end)) : null };

    public MailboxState InZones(IEnumerable<string> zones) => this with { Zones = [.. zones.Where(z => z.Length <= 64).Distinct().Take(MostZones)] };

    /// <summary>Nothing of it stays but why nothing may ever go there.</summary>
    public MailboxState Erased(DateTimeOffset at) => new MailboxState { HighWater = HighWater, DigestsOpened = DigestsOpened, Suppressions = Suppressions }
        .With(new Suppression(SuppressionKind.Erased, "", at, true));

    internal DropReason SuppressedFor(MailClass mailClass)
    {
        foreach (var suppression in Suppressions)
            if (suppression.Stops(mailClass)) return suppression.Reason;
        return DropReason.None;
    }

    internal DropReason ConsentMissingFor(MailClass mailClass, DateTimeOffset at)
    {
        if (!mailClass.NeedsConsent) return DropReason.None;
        if (Consent is not { Given: true } consent) return DropReason.NoConsent;
        return consent.Expires is { } end && at >= end ? DropReason.ConsentEnded : DropReason.None;
    }

    internal MailboxState Seen(DateTimeOffset now) => Millis.Floor(now) is var seen && seen > HighWater ? this with { HighWater = seen } : this;

    internal MailboxState Waiting(Waiter waiter)
    {
        for (var at = 0; at < Waiters.Length; at++)
            if (Waiters[at].Send == waiter.Send) return this with { Waiters = Waiters.SetItem(at, waiter) };
        var live = Waiters.RemoveAll(w => w.GivesWay <= HighWater);
        return this with { Waiters = live.Length < MostWaiters ? live.Add(waiter) : live };
    }

    internal MailboxState NotWaiting(ulong send) => Waiters.IsEmpty ? this : this with { Waiters = Waiters.RemoveAll(w => w.Send == send) };
}

/// <summary>
/// A deferred send that goes before later ones of lower or equal priority, from the instant it waits for until it should long have
/// gone: one whose process died, or that something else holds back, gives way. Milliseconds.
/// </summary>
public readonly record struct Waiter(ulong Send, long Until, long GivesWay, int Topic, byte Kind, byte Priority)
{
    internal const long Patience = 30_000;
}

/// <summary>The digest that is collecting, and when it leaves.</summary>
public sealed record OpenDigest(long Number, DateTimeOffset Leaves);
