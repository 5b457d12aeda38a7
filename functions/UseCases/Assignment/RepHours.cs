using LeadRouter.Domain.Rules;
using LeadRouter.Domain.Sla;

namespace LeadRouter.UseCases.Assignment;

/// <summary>When a rep works: his own hours and zone, on the dates of his calendar. A rep without any works around the clock.</summary>
/// <param name="Shifts">Hours, holidays and closures, without time off.</param>
/// <param name="Present">Shifts less time off.</param>
/// <param name="TimeOff">Open at all times but during time off.</param>
public sealed record RepHours(WorkCalendar Shifts, WorkCalendar Present, WorkCalendar TimeOff)
{
    public DateTimeOffset? OffUntil(DateTimeOffset now) => TimeOff.IsOpen(now) ? null : TimeOff.NextOpen(now);

    public static RepHours Of(RepRow rep, IReadOnlyDictionary<string, CalendarRow> calendars)
    {
        var calendar = rep.Calendar is { } key ? calendars.GetValueOrDefault(key) : null;
        var cells = new CalendarCells(
            rep.TimeZone ?? calendar?.TimeZone ?? "UTC", rep.Hours ?? calendar?.Hours ?? "24x7", calendar?.Holidays, calendar?.Closed, calendar?.Open);
        // Cells were checked when the configuration was read; hours that cannot be read all the same never open.
        var shifts = cells.Read() is CalendarReading.Readable readable ? readable.Calendar : WorkCalendar.AroundTheClock.WithHours(WeeklyHours.None);
        var off = rep.TimeOff is { } cell && DateRanges.TryParse(cell, out var dates, out _) ? dates : DateRanges.None;
        return new RepHours(shifts, shifts.WithTimeOff(off), WorkCalendar.AroundTheClock.InZone(shifts.TimeZone).WithTimeOff(off));
    }
}
