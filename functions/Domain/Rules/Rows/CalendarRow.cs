namespace LeadRouter.Domain.Rules;

/// <summary>Working hours, holidays and exceptions of a place. All texts; Domain/Sla makes the clock of them.</summary>
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
            row.Text("Closed"),
            row.Text("Open"));
    }
}
