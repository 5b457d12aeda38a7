using System.Collections.Concurrent;
using System.Globalization;

namespace LeadRouter.Domain.Sla;

/// <summary>
/// The calendar that runs an offer's clock, as text that is kept with the lead: whatever is edited later, the deadlines of this offer
/// compute the same again. Dates that lie behind, or further ahead than a clock ever runs, are left out.
/// </summary>
/// <param name="Closed">Holidays and closures.</param>
/// <param name="Off">The rep's time off, which wins over an opening.</param>
public sealed record FrozenHours(string TimeZone, string Hours, string? Closed = null, string? Open = null, string? Off = null)
{
    private const int DaysAhead = 400;

    // Few calendars run the clocks of many leads. A memo and no state: a text always reads as the same calendar.
    private const int MostKept = 1_000;
    private static readonly ConcurrentDictionary<FrozenHours, WorkCalendar> Read = new();

    public static FrozenHours Of(WorkCalendar calendar, DateTimeOffset now)
    {
        var (from, to) = (now.UtcDateTime.Date.AddDays(-2), now.UtcDateTime.Date.AddDays(DaysAhead));
        var dates = calendar.Dates;
        return new FrozenHours(
            calendar.TimeZone,
            calendar.Hours.ToString(),
            Text(dates.Holidays.Ranges.Concat(dates.Closed.Ranges), from, to),
            Text(dates.Open.Ranges, from, to),
            Text(dates.TimeOff.Ranges, from, to));
    }

    /// <summary>The calendar of the text; around the clock when it cannot be read or never opens, because a deadline must come.</summary>
    public WorkCalendar ToCalendar()
    {
        if (Read.TryGetValue(this, out var known)) return known;
        if (Read.Count >= MostKept) Read.Clear();
        return Read.GetOrAdd(this, Parse);
    }

    private static WorkCalendar Parse(FrozenHours frozen)
    {
        if (!WeeklyHours.TryParse(frozen.Hours, out var hours, out _)) return WorkCalendar.AroundTheClock;
        var dates = new CalendarDates { Closed = Dates(frozen.Closed), Open = Dates(frozen.Open), TimeOff = Dates(frozen.Off) };
        return WorkCalendar.TryCreate(frozen.TimeZone, hours, dates, out var calendar, out _) && !calendar.IsEmpty ? calendar : WorkCalendar.AroundTheClock;
    }

    private static DateRanges Dates(string? cell) => DateRanges.TryParse(cell, out var ranges, out _) ? ranges : DateRanges.None;

    private static string? Text(IEnumerable<LocalRange> ranges, DateTime from, DateTime to)
    {
        var near = ranges.Where(r => r.To > from && r.From < to).Select(Text).ToList();
        return near.Count == 0 ? null : string.Join(';', near);
    }

    private static string Text(LocalRange range)
    {
        if (!range.WholeDays) return $"{Minute(range.From)}..{Minute(range.To)}";
        var last = range.To.AddDays(-1);
        return last == range.From ? Day(range.From) : $"{Day(range.From)}..{Day(last)}";
    }

    private static string Day(DateTime date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Minute(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>Time that passed, on the wall and on the clock of the lead.</summary>
public sealed record Elapsed(double WallMinutes, double BusinessMinutes)
{
    public static Elapsed Between(DateTimeOffset from, DateTimeOffset to, FrozenHours? hours)
    {
        var wall = to > from ? to - from : TimeSpan.Zero;
        var business = hours is null ? wall : BusinessClock.Between(hours.ToCalendar(), from, from + wall);
        return new Elapsed(Math.Round(wall.TotalMinutes, 2), Math.Round(business.TotalMinutes, 2));
    }
}
