using LeadRouter.Domain.Sla;
using NodaTime;

namespace LeadRouter.Domain.Tests.Sla;

/// <summary>A calendar told minute by minute: knows nothing of windows' arithmetic, only asks of each minute whether it is open.</summary>
internal sealed class MinuteOracle
{
    private readonly DateTimeOffset from;
    private readonly bool[] open;

    public MinuteOracle(CalendarSketch sketch, DateTimeOffset from, int minutes)
    {
        this.from = from;
        var zone = DateTimeZoneProviders.Tzdb[sketch.Zone];
        open = new bool[minutes];
        for (var i = 0; i < minutes; i++)
            open[i] = sketch.IsOpenAt(Instant.FromDateTimeOffset(from.AddMinutes(i)).InZone(zone).LocalDateTime.ToDateTimeUnspecified());
    }

    public bool IsOpen(DateTimeOffset at) => open[Index(at)];

    public int Between(DateTimeOffset a, DateTimeOffset b) => open.AsSpan(Index(a), Index(b) - Index(a)).Count(true);

    /// <summary>Null when the oracle's stretch ends before the span is used up.</summary>
    public DateTimeOffset? Add(DateTimeOffset start, int minutes)
    {
        var left = minutes;
        for (var i = Index(start); i < open.Length; i++)
        {
            if (left == 0) return from.AddMinutes(i);
            if (open[i]) left--;
        }
        return left == 0 ? from.AddMinutes(open.Length) : null;
    }

    public DateTimeOffset? Next(DateTimeOffset at, bool wanted)
    {
        var found = Array.IndexOf(open, wanted, Index(at));
        return found < 0 ? null : from.AddMinutes(found);
    }

    private int Index(DateTimeOffset at) => (int)(at - from).TotalMinutes;
}

/// <summary>A calendar as plain lists, from which both the oracle and the text of the cells are made.</summary>
internal sealed record CalendarSketch(
    string Zone, (int Day, int Start, int End)[] Windows, DateOnly[] Holidays, (DateTime From, DateTime To)[] Closed,
    (DateTime From, DateTime To)[] Open, DateOnly[] TimeOff)
{
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public bool IsOpenAt(DateTime local)
    {
        if (TimeOff.Contains(DateOnly.FromDateTime(local))) return false;
        if (Open.Any(r => r.From <= local && local < r.To)) return true;
        if (Closed.Any(r => r.From <= local && local < r.To) || Holidays.Contains(DateOnly.FromDateTime(local))) return false;
        var day = ((int)local.DayOfWeek + 6) % 7;
        var minute = local.Hour * 60 + local.Minute;
        return Windows.Any(w => (w.Day == day && w.Start <= minute && minute < w.End) || ((w.Day + 1) % 7 == day && minute < w.End - 1440));
    }

    public string Hours => string.Join("; ", Windows.Select(w => $"{Days[w.Day]} {Time(w.Start)}-{Time(w.End > 1440 ? w.End - 1440 : w.End)}"));

    public static string Dates(IEnumerable<DateOnly> dates) => string.Join("; ", dates.Select(d => $"{d:yyyy-MM-dd}"));

    public static string Ranges(IEnumerable<(DateTime From, DateTime To)> ranges) =>
        string.Join("; ", ranges.Select(r => $"{r.From:yyyy-MM-ddTHH:mm}..{r.To:yyyy-MM-ddTHH:mm}"));

    public WorkCalendar ToCalendar() => A.Calendar(Zone, Hours, Dates(Holidays), Ranges(Closed), Ranges(Open), Dates(TimeOff));

    private static string Time(int minutes) => $"{minutes / 60:00}:{minutes % 60:00}";
}
