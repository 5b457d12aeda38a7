using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

public enum DecisionStatus
{
    /// <summary>Nobody was charged (held, overflowed, nobody ever): the same id may be decided again.</summary>
    Open,

    /// <summary>Broadcast, and not claimed yet.</summary>
    Offered,

    Charged,

    /// <summary>Charged, and the credit given back.</summary>
    Refunded,

    /// <summary>Taken back before any charge: a late charge or claim is a no-op.</summary>
    Void,
}

/// <summary>A row of the pool's partition. It is inserted, or replaced, in the same batch as the book it changed.</summary>
public sealed record Decision(DecisionId Id, PoolId Pool, DecisionStatus Status)
{
    public RepId? Owner { get; init; }

    /// <summary>The lead no longer counts among its owner's open leads.</summary>
    public bool Released { get; init; }

    /// <summary>Why it was settled, and when.</summary>
    public OwnerLeft? Settled { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Null for a decision that was void before it was made.</summary>
    public DecisionRecord? Record { get; init; }

    /// <summary>What the pools said that passed the lead on to this one, in turn.</summary>
    public IReadOnlyList<DecisionRecord> Before { get; init; } = [];

    /// <summary>Every pool's word, this one's last.</summary>
    public IEnumerable<DecisionRecord> Records => Record is { } record ? [.. Before, record] : [];
}
