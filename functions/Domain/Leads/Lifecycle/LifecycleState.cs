using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Leads;

/// <summary>All that the step function knows of a lead.</summary>
public sealed record LifecycleState
{
    public required LeadStatus Status { get; init; }

    /// <summary>The number of the running or last assignment: 1 is the first offer.</summary>
    public int Attempt { get; init; }

    /// <summary>The attempt with which the running cycle began; recycling starts another.</summary>
    public int CycleStart { get; init; }

    public RepId? Owner { get; init; }

    /// <summary>Those who were offered the lead at once, while none of them has it.</summary>
    public ImmutableArray<RepId> OfferedTo { get; init; } = [];

    /// <summary>The first of them to accept, while the pool charges him.</summary>
    public RepId? Claimant { get; init; }

    public PoolId? Pool { get; init; }

    public SlaTerms Terms { get; init; } = SlaTerms.Unrouted;

    /// <summary>What the lead is worth to the fairness of its pool, and the skills that its owner must have.</summary>
    public decimal Value { get; init; } = 1;

    public ImmutableArray<string> Skills { get; init; } = [];

    /// <summary>How many steps of the ladder have been taken.</summary>
    public int LadderPosition { get; init; }

    /// <summary>The running attempt is a step of the ladder, and not the first offer of a cycle or the answer to a rejection.</summary>
    public bool Climbing { get; init; }

    public ImmutableArray<RepId> Tried { get; init; } = [];

    public Deadline? Deadline { get; init; }

    /// <summary>The calendar of the running offer's clock; null is every hour of every day.</summary>
    public FrozenHours? Hours { get; init; }

    /// <summary>When the owner came to the milestone that he is at: it does not move when a breach gives him another round.</summary>
    public DateTimeOffset? StageSince { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>A breach after acceptance took the lead from its owner once already.</summary>
    public bool TakenAway { get; init; }

    public bool Acknowledged { get; init; }

    /// <summary>Held or nurturing until then; with an owner, a step of the ladder waits for somebody on duty.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The last touch or signal; the lead is stale <see cref="SlaTerms.StaleAfter"/> later.</summary>
    public DateTimeOffset LastActivity { get; init; }

    /// <summary>Counts the timers set: a fire of another generation is stale.</summary>
    public int Generation { get; init; }

    public LeadId? LinkedTo { get; init; }

    /// <summary>Where the lead stood when a person linked it to another, to be restored when he takes that back.</summary>
    public LifecycleState? BeforeLink { get; init; }

    /// <summary>The person was erased: nothing opens the lead again.</summary>
    public bool IsErased { get; init; }

    /// <summary>The routing rule that chose the pool.</summary>
    public string? Rule { get; init; }

    /// <summary>Why the running owner was chosen, in a sentence.</summary>
    public string? Why { get; init; }

    /// <summary>Why the lead ended or needs a person.</summary>
    public string? Reason { get; init; }

    /// <summary>Who is told and asked: the owner, or all whom the lead is offered to.</summary>
    [JsonIgnore]
    public ImmutableArray<RepId> Asked => Owner is { } owner ? [owner] : OfferedTo;

    [JsonIgnore]
    public DateTimeOffset? StaleAt => Status.IsOpen() ? LastActivity + Terms.StaleAfter : null;

    /// <summary>The next instant at which something must happen by itself; null when the lead is closed.</summary>
    [JsonIgnore]
    public DateTimeOffset? WaitUntil => !Status.IsOpen()
        ? null
        : Earliest.Of(StaleAt, Until, Deadline?.Next);

    /// <summary>The next instant at which time takes something away: a deadline, the end of a wait, staleness. Reminders take nothing.</summary>
    [JsonIgnore]
    public DateTimeOffset? BrokenAt => !Status.IsOpen()
        ? null
        : Earliest.Of(StaleAt, Until, Deadline?.At);

    /// <summary>The state of a submission that was just stored.</summary>
    public static LifecycleState Received(DateTimeOffset now) => new() { Status = LeadStatus.Received, LastActivity = now };

    public static LifecycleState Quarantined(DateTimeOffset now, string reason) =>
        new() { Status = LeadStatus.Quarantined, LastActivity = now, Reason = reason };
}

/// <summary>What a signal leads to.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Effects">To be carried out, in order.</param>
/// <param name="Story">What happened, for the timeline; empty when nothing did.</param>
/// <param name="Refusal">Why the signal changed nothing, in words for the one who sent it; null when it was taken.</param>
public sealed record LifecycleStep(LifecycleState State, ImmutableArray<Effect> Effects, ImmutableArray<StoryLine> Story, string? Refusal = null)
{
    public DateTimeOffset? WaitUntil => State.WaitUntil;
}

/// <summary>One line of a lead's timeline: a stable kind, and a sentence without personal data of the contact.</summary>
/// <param name="Took">How long the owner took since he came to the milestone.</param>
public sealed record StoryLine(string Kind, string Text, Elapsed? Took = null);
