using NodaTime;

namespace LeadRouter.Domain.Assignment;

/// <summary>At most so many leads per hour, day and week of the rep's zone, and open at once; null is no cap.</summary>
public sealed record Caps(int? Hour = null, int? Day = null, int? Week = null, int? Open = null)
{
    public static readonly Caps None = new();
}

/// <summary>A stretch of time that a cap counts in: from its start up to, not including, its end.</summary>
public readonly record struct Window(DateTimeOffset Start, DateTimeOffset End);

/// <summary>The hour, day and week (from Monday) that are running in a rep's zone. Reps of one zone can share it.</summary>
public sealed record CapWindows(Window Hour, Window Day, Window Week)
{
    public static CapWindows At(DateTimeOffset now, DateTimeZone zone)
    {
        var local = Instant.FromDateTimeOffset(now).InZone(zone);
        var monday = local.Date.PlusDays(1 - (int)local.DayOfWeek);
        // Cut on the instant, so that the hour which a clock change repeats is two hours, not one.
        var hour = local.ToInstant() - Duration.FromTicks(local.TickOfDay % NodaConstants.TicksPerHour);
        return new CapWindows(
            new Window(hour.ToDateTimeOffset(), (hour + Duration.FromHours(1)).ToDateTimeOffset()),
            new Window(StartOf(local.Date, zone), StartOf(local.Date.PlusDays(1), zone)),
            new Window(StartOf(monday, zone), StartOf(monday.PlusWeeks(1), zone)));
    }

    private static DateTimeOffset StartOf(LocalDate day, DateTimeZone zone) => zone.AtStartOfDay(day).ToInstant().ToDateTimeOffset();
}
