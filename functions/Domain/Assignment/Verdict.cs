using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

public enum VerdictKind { Assigned, Broadcast, Held, Overflowed, NobodyEver }

/// <summary>What settled who gets the lead, or that nobody does.</summary>
public enum PickedBy
{
    /// <summary>The largest credit.</summary>
    Credit,

    /// <summary>Credits tied; the longest since the last lead.</summary>
    LongestWait,

    /// <summary>All else tied; a stable hash of lead and rep.</summary>
    Draw,

    /// <summary>One rep was eligible.</summary>
    OnlyOne,

    PersonOwner,
    AccountOwner,

    /// <summary>A human chose.</summary>
    Manual,

    /// <summary>The first to accept a broadcast.</summary>
    Claim,
}

/// <summary>The answer of one judgement, as data: what a record keeps and a replay must find again.</summary>
public sealed record Verdict(VerdictKind Kind)
{
    public RepId? Owner { get; init; }
    public PickedBy? By { get; init; }

    /// <summary>No credit moved: a sticky owner off the ledger, or an owner from outside the pool.</summary>
    public bool OffLedger { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether <see cref="Until"/> is the exact instant, or a look again because nobody can know it.</summary>
    public bool Exact { get; init; }

    public PoolId? Overflow { get; init; }
}
