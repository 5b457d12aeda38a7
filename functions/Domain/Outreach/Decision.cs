namespace LeadRouter.Domain.Outreach;

public enum Verdict
{
    Admit,
    Defer,
    Merge,
    Drop,
}

/// <summary>What held a mail back, or would have.</summary>
[Flags]
public enum Holds
{
    None = 0,

    /// <summary>The clock is behind what this mailbox has already seen.</summary>
    Clock = 1,
    Paused = 2,
    Breaker = 4,
    QuietHours = 8,
    Cap = 16,
    Ceiling = 32,

    /// <summary>The log is full of sends that still count.</summary>
    LogFull = 64,

    /// <summary>The company's cap, reserved in a row of its own.</summary>
    Company = 128,

    /// <summary>The provider asked to try later.</summary>
    Provider = 256,
}

public enum DropReason
{
    None,
    Expired,

    /// <summary>No instant before its expiry is free.</summary>
    WouldExpire,
    Erased,
    Bounced,
    Complained,
    Unsubscribed,
    UnsubscribedGroup,
    NoConsent,
    ConsentEnded,

    /// <summary>Over the cap of a class that drops: somebody just got the same.</summary>
    Capped,

    /// <summary>Over the cap of a class that refuses.</summary>
    CapRefused,

    /// <summary>The class is switched off.</summary>
    ClassBlocked,
}

/// <summary>
/// The throttle's answer, a closed union told apart by <see cref="Verdict"/>; a struct, because it is made for every mail of
/// every sender and must cost no memory.
/// </summary>
public readonly record struct Decision
{
    private Decision(Verdict verdict, Holds holds = Holds.None) => (Verdict, Holds) = (verdict, holds);

    public Verdict Verdict { get; private init; }

    /// <summary>Deferred: the first millisecond at which it would be admitted. Merged: when the digest leaves.</summary>
    public DateTimeOffset Until { get; private init; }

    public Holds Holds { get; private init; }

    public DropReason Reason { get; private init; }

    /// <summary>Merged: which digest of this mailbox.</summary>
    public long Digest { get; private init; }

    /// <summary>This send id was answered before, and nothing may be sent or reserved again.</summary>
    public bool Repeated { get; init; }

    public static Decision Admit() => new(Verdict.Admit);

    public static Decision Defer(DateTimeOffset until, Holds holds) => new(Verdict.Defer, holds) { Until = until };

    public static Decision Merge(long digest, DateTimeOffset leaves, Holds holds) => new(Verdict.Merge, holds) { Digest = digest, Until = leaves };

    public static Decision Drop(DropReason reason, Holds holds = Holds.None) => new(Verdict.Drop, holds) { Reason = reason };
}
