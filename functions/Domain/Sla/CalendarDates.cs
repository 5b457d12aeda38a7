namespace LeadRouter.Domain.Sla;

/// <summary>The dates on which a calendar departs from its weekly hours, in the calendar's own wall time.</summary>
public sealed record CalendarDates
{
    /// <summary>Closed, like <see cref="Closed"/>; kept apart because people list them apart.</summary>
    public DateRanges Holidays { get; init; } = DateRanges.None;

    public DateRanges Closed { get; init; } = DateRanges.None;

    /// <summary>Open although the weekly hours, a holiday or a closure say otherwise.</summary>
    public DateRanges Open { get; init; } = DateRanges.None;

    /// <summary>Closed whatever else is said: a person's absence.</summary>
    public DateRanges TimeOff { get; init; } = DateRanges.None;

    public bool IsEmpty => !All.Any();

    internal IEnumerable<LocalRange> All => [.. Holidays.Ranges, .. Closed.Ranges, .. Open.Ranges, .. TimeOff.Ranges];
}
