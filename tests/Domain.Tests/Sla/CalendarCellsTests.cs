using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Sla;

public sealed class CalendarCellsTests
{
    [Fact]
    public void A_good_row_is_a_calendar()
    {
        var row = new CalendarCells("Europe/Madrid", "mon-fri 09:00-14:00,16:00-19:00", "2026-12-25; 2027-01-06", "2026-08-01..2026-08-15",
            "2026-12-12 10:00-14:00");
        var calendar = Assert.IsType<CalendarReading.Readable>(row.Read()).Calendar;
        Assert.Equal(new DateTimeOffset(2026, 8, 17, 7, 0, 0, TimeSpan.Zero),
            calendar.NextOpen(new DateTimeOffset(2026, 7, 31, 20, 0, 0, TimeSpan.Zero)));
        Assert.Equal(new DateTimeOffset(2026, 12, 12, 9, 0, 0, TimeSpan.Zero),
            calendar.NextOpen(new DateTimeOffset(2026, 12, 11, 20, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Every_problem_of_a_row_is_told_at_once()
    {
        var reading = new CalendarCells("Europe/Madird", "mon-fry 9-18", "24/12/2026", "2026-02-30", "soon").Read();
        Assert.Equal(["Hours", "Holidays", "Closed", "Open", "TimeZone"],
            Assert.IsType<CalendarReading.Unreadable>(reading).Problems.Select(p => p.Column));
    }

    [Fact]
    public void A_row_without_hours_is_a_problem_unless_it_opens_some_date()
    {
        var problem = Assert.Single(Assert.IsType<CalendarReading.Unreadable>(new CalendarCells("UTC", "").Read()).Problems);
        Assert.Equal("Hours", problem.Column);
        Assert.IsType<CalendarReading.Readable>(new CalendarCells("UTC", "", Open: "2026-12-12 10:00-14:00").Read());
    }
}
