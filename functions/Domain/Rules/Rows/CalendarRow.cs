using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Rules;

/// <summary>Working hours, holidays and exceptions of a place: texts that <see cref="CalendarCells"/> can read.</summary>
public sealed record CalendarRow(string Key, string? TimeZone, string? Hours, string? Holidays, string? Closed, string? Open)
{
    internal static CalendarRow Read(RowReader row)
    {
        row.Required("TimeZone");
        return new CalendarRow(
            row.Key,
            row.Checked("TimeZone", Cells.TimeZoneIssue),
            row.Checked("Hours", Cells.HoursIssue),
            row.Checked("Holidays", Cells.DatesIssue),
            row.Checked("Closed", Cells.DatesIssue),
            row.Checked("Open", Cells.DatesIssue));
    }
}
