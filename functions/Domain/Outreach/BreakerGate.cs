namespace LeadRouter.Domain.Outreach;

public enum BreakerMode
{
    Closed,

    /// <summary>Complaints are near the line: part of the mail waits.</summary>
    Slow,
    Open,

    /// <summary>A small part goes, to see whether people still complain.</summary>
    HalfOpen,
}

/// <summary>What the complaint breaker lets through for one domain, class and provider.</summary>
/// <param name="Percent">Of a hundred sends, how many may go in any one hour.</param>
/// <param name="Until">Open: when it half-opens.</param>
public readonly record struct BreakerGate(BreakerMode Mode, int Percent, DateTimeOffset Until)
{
    private const long Hour = 3_600_000;

    public static readonly BreakerGate Closed = new(BreakerMode.Closed, 100, default);

    /// <summary>The first instant at or after this one at which this send may pass: each send draws its hour, the same every time.</summary>
    internal long NextPass(ulong send, long at)
    {
        if (Mode == BreakerMode.Closed || Percent >= 100) return at;
        if (Mode == BreakerMode.Open) return Math.Max(at, Millis.Ceiling(Until));
        if (Percent <= 0) return Millis.Never;
        var hour = at / Hour;
        if (Draws(send, hour)) return at;
        while (!Draws(send, ++hour)) { }
        return hour * Hour;
    }

    private bool Draws(ulong send, long hour) => StableHash.Mix(send ^ (ulong)hour * 0x9e3779b97f4a7c15UL) % 100 < (ulong)Percent;
}
