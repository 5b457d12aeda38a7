using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>One lead that asks a pool for an owner.</summary>
/// <param name="Attempt">Counts the offers of this lead; with the lead's id it names the decision.</param>
/// <param name="Now">The instant of the decision: every fact of the pool's roster is as of then.</param>
public sealed record AssignmentRequest(LeadId Lead, int Attempt, DateTimeOffset Now)
{
    private readonly Credit value = Credit.One;

    public DecisionId Id => DecisionId.For(Lead, Attempt, IdPrefix);

    /// <summary>As <see cref="LeadRecord.IdPrefix"/>.</summary>
    public string IdPrefix { get; init; } = "";

    /// <summary>What the lead is worth to its owner: 1, or its band's value where a pool shares quality fairly.</summary>
    public Credit Value
    {
        get => value;
        init => this.value = value > Credit.Zero
            ? value : throw new ArgumentOutOfRangeException(nameof(value), "A lead's value must be above zero.");
    }

    /// <summary>Languages of the lead, one of which the rep must speak, if both state any.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Skills of which the rep must have every one.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    public IReadOnlyList<RepId> Tried { get; init; } = [];
    public IReadOnlyList<RepId> Rejected { get; init; } = [];
    public IReadOnlyList<RepId> Conflicts { get; init; } = [];

    public RepId? PersonOwner { get; init; }
    public RepId? AccountOwner { get; init; }

    /// <summary>The owner that a human chose: wins whatever the filters say, even from outside the pool.</summary>
    public RepId? Desired { get; init; }

    /// <summary>The pools that this lead overflowed from, so that two pools cannot hand it to each other for ever.</summary>
    public IReadOnlyList<PoolId> OverflowedFrom { get; init; } = [];

    /// <summary>The wake-up of a pool that the lead overflowed from: a hold here lasts no longer.</summary>
    public DateTimeOffset? WakeBy { get; init; }

    /// <summary>Since when nobody could be asked; null where it has waited for <see cref="ShortWait"/> at most.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>So short a wait changes no decision, and need not stand in it.</summary>
    public static TimeSpan ShortWait => Nobody.ShortWait;

    /// <summary>The published version that the lead is frozen to, and the stamp of the live rows.</summary>
    public int ConfigVersion { get; init; }

    public string? LiveStamp { get; init; }
}
