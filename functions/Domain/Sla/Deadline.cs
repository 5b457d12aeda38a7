using System.Collections.Immutable;

namespace LeadRouter.Domain.Sla;

/// <summary>The milestone a lead waits for: when it is due, which reminders are still to come, how often it was broken.</summary>
public sealed record Deadline(Milestone Milestone, DateTimeOffset Start, DateTimeOffset At, ImmutableArray<DateTimeOffset> Reminders, int Breaches)
{
    public DateTimeOffset Next => Reminders.IsEmpty ? At : Reminders[0];

    /// <summary>Without the reminders up to now.</summary>
    public Deadline Reminded(DateTimeOffset now) => this with { Reminders = [.. Reminders.Where(r => r > now)] };

    public bool Equals(Deadline? other) => other is not null
        && (Milestone, Start, At, Breaches) == (other.Milestone, other.Start, other.At, other.Breaches)
        && Reminders.SequenceEqual(other.Reminders);

    public override int GetHashCode() => HashCode.Combine(Milestone, Start, At, Breaches);

    /// <summary>Null when the terms set no time for the milestone.</summary>
    /// <param name="hours">The calendar that the clock runs on; null is every hour of every day.</param>
    public static Deadline? Arm(SlaTerms terms, Milestone milestone, DateTimeOffset start, FrozenHours? hours = null, int breaches = 0)
    {
        if (terms.Within(milestone) is not { } within) return null;
        var calendar = hours?.ToCalendar();
        var due = After(calendar, start, within);
        var reminders = terms.RemindAt.Select(r => r.After(within)).OfType<TimeSpan>().Select(span => After(calendar, start, span));
        return new Deadline(milestone, start, due, [.. reminders.Where(at => at > start && at < due).Distinct().Order()], breaches);
    }

    // A calendar that ends before the span does would leave the lead without a clock: then every hour counts.
    private static DateTimeOffset After(WorkCalendar? calendar, DateTimeOffset start, TimeSpan span) =>
        calendar is null ? start + span : BusinessClock.AddBusiness(calendar, start, span) ?? start + span;
}
