using System.Collections.Immutable;

namespace LeadRouter.Domain.Sla;

/// <summary>What must have happened to a lead by when.</summary>
public enum Milestone
{
    Accept,
    Contact,
    Qualify,
}

/// <summary>A step taken when nobody accepted in time.</summary>
public enum LadderStep
{
    /// <summary>Tell the owner once more and give the accept clock another round.</summary>
    Remind,

    /// <summary>Tell the owner's manager and give the accept clock another round.</summary>
    Manager,

    /// <summary>Offer to the next rep of the pool.</summary>
    Reassign,

    /// <summary>Offer in the pool's overflow pool.</summary>
    Overflow,

    /// <summary>The human-owned queue, with an alarm.</summary>
    House,
}

/// <summary>When to remind of a milestone: at a fraction of its span, or an offset after its start (negative: before its end).</summary>
public readonly record struct Reminder(double? Fraction, TimeSpan? Offset)
{
    /// <summary>How long after the start, in the time of the clock; null when it would not fall between start and end.</summary>
    public TimeSpan? After(TimeSpan within)
    {
        var span = Fraction is { } fraction ? within * fraction : Offset < TimeSpan.Zero ? within + Offset!.Value : Offset!.Value;
        return span > TimeSpan.Zero && span < within ? span : null;
    }
}

/// <summary>The SLA policy as it stood when the lead was routed: frozen with the lead.</summary>
public sealed record SlaTerms
{
    public required string Policy { get; init; }

    /// <summary>Which calendar runs the clock: lead, pool, rep or 24x7.</summary>
    public string Clock { get; init; } = "24x7";

    /// <summary>The row of <c>Calendars</c> that runs a clock of pool or lead.</summary>
    public string? Calendar { get; init; }

    public TimeSpan AcceptWithin { get; init; } = TimeSpan.FromMinutes(30);

    public TimeSpan? ContactWithin { get; init; }

    public TimeSpan? QualifyWithin { get; init; }

    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromDays(30);

    public ImmutableArray<Reminder> RemindAt { get; init; } = [];

    public ImmutableArray<LadderStep> Ladder { get; init; } = [LadderStep.Reassign, LadderStep.House];

    /// <summary>Offers in one attempt cycle; after the last the lead goes to the house queue.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>A step with nobody to turn to waits until somebody is on duty; else the next step is taken at once.</summary>
    public bool HoldsEmptySteps { get; init; }

    /// <summary>A rep who lets so many offers in a row time out is paused; null never.</summary>
    public int? PauseRepAfter { get; init; }

    /// <summary>The terms of a lead that no policy has been chosen for yet.</summary>
    public static readonly SlaTerms Unrouted = new() { Policy = "" };

    public TimeSpan? Within(Milestone milestone) => milestone switch
    {
        Milestone.Accept => AcceptWithin,
        Milestone.Contact => ContactWithin,
        _ => QualifyWithin,
    };
}
