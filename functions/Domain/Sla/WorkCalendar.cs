using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace LeadRouter.Domain.Sla;

/// <summary>
/// When a team is open: weekly windows of local wall time in an IANA zone, minus holidays and closures, plus one-off openings, minus
/// time off. Each later layer wins over the ones before it.
/// <para>An instant is open when its local wall time is: an hour that a clock change skips does not count, one that it repeats counts
/// twice. Days are local dates, and whatever crosses midnight is cut there: a holiday closes its date, not the rest of a night shift.</para>
/// <para>An opening without a time of day gives its date the usual hours of that weekday (a weekday without hours takes those of the
/// nearest one before it that has some); with times it opens exactly those.</para>
/// </summary>
public sealed class WorkCalendar
{
    public static readonly WorkCalendar AroundTheClock = new(DateTimeZone.Utc, WeeklyHours.Always, new CalendarDates());

    private readonly DateTimeZone zone;
    private readonly Seasons seasons;

    private WorkCalendar(DateTimeZone zone, WeeklyHours hours, CalendarDates dates)
    {
        (this.zone, Hours, Dates) = (zone, hours, dates);
        seasons = Seasons.Of(hours, dates);
    }

    public string TimeZone => zone.Id;

    public WeeklyHours Hours { get; }

    public CalendarDates Dates { get; }

    /// <summary>No instant is ever open: no deadline can be computed with this calendar.</summary>
    public bool IsEmpty => seasons.IsNever;

    /// <summary>A calendar from its parts. An unknown zone is a problem; a calendar without hours is not, see <see cref="IsEmpty"/>.</summary>
    public static bool TryCreate(
        string? timeZone, WeeklyHours hours, CalendarDates dates,
        [NotNullWhen(true)] out WorkCalendar? calendar, [NotNullWhen(false)] out string? problem)
    {
        calendar = null;
        if (!Zones.TryFind(timeZone, out var zone, out problem)) return false;
        calendar = new WorkCalendar(zone, hours, dates);
        return true;
    }

    /// <summary>The same hours and dates by the clocks of another zone; itself when the zone is unknown.</summary>
    public WorkCalendar InZone(string? timeZone) =>
        Zones.TryFind(timeZone, out var other, out _) && other != zone ? new WorkCalendar(other, Hours, Dates) : this;

    /// <summary>The same zone and dates with other weekly hours.</summary>
    public WorkCalendar WithHours(WeeklyHours hours) => new(zone, hours, Dates);

    /// <summary>Closed in these ranges too, even against an opening.</summary>
    public WorkCalendar WithTimeOff(DateRanges timeOff) => new(zone, Hours, Dates with { TimeOff = timeOff });

    public bool IsOpen(DateTimeOffset at) => PieceAt(at.UtcTicks) is var piece && piece.Plan.IsOpen(at.UtcTicks + piece.Offset);

    /// <summary>The first open instant at or after this one; null when there is none.</summary>
    public DateTimeOffset? NextOpen(DateTimeOffset at)
    {
        for (var from = at.UtcTicks; from < Piece.EndOfTime;)
        {
            var piece = PieceAt(from);
            var open = piece.Plan.IsNever ? piece.End : piece.Plan.NextOpen(from + piece.Offset) - piece.Offset;
            if (open < piece.End) return new DateTimeOffset(open, TimeSpan.Zero);
            if (piece.IsForeverClosed) return null;
            from = piece.End;
        }
        return null;
    }

    /// <summary>The first closed instant at or after this one, the end of the open stretch it is in; null when there is none.</summary>
    public DateTimeOffset? NextClose(DateTimeOffset at)
    {
        for (var from = at.UtcTicks; from < Piece.EndOfTime;)
        {
            var piece = PieceAt(from);
            var close = piece.Plan.IsAlways ? piece.End : piece.Plan.NextClose(from + piece.Offset) - piece.Offset;
            if (close < piece.End) return new DateTimeOffset(close, TimeSpan.Zero);
            if (piece.IsForeverOpen) return null;
            from = piece.End;
        }
        return null;
    }

    /// <summary>The stretch around this instant in which neither the offset from UTC nor the weekly plan changes.</summary>
    internal Piece PieceAt(long utc)
    {
        var interval = zone.GetZoneInterval(Instant.FromUnixTimeTicks(utc - DateTime.UnixEpoch.Ticks));
        var offset = interval.WallOffset.Ticks;
        var (plan, seasonEnd) = seasons.At(utc + offset);
        var lastSeason = seasonEnd == long.MaxValue;
        return new Piece(plan, offset, Math.Min(EndOf(interval), lastSeason ? Piece.EndOfTime : seasonEnd - offset), lastSeason);
    }

    private static long EndOf(NodaTime.TimeZones.ZoneInterval interval) =>
        interval.HasEnd ? interval.End.ToUnixTimeTicks() + DateTime.UnixEpoch.Ticks : Piece.EndOfTime;
}

/// <summary>A stretch of time with one offset and one plan; ticks are UTC since year 1.</summary>
internal readonly record struct Piece(WeekPlan Plan, long Offset, long End, bool LastSeason)
{
    public static readonly long EndOfTime = DateTime.MaxValue.Ticks;

    public bool IsForeverClosed => LastSeason && Plan.IsNever;

    public bool IsForeverOpen => LastSeason && Plan.IsAlways;
}
