using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Sla;

internal static class A
{
    public static WorkCalendar Calendar(string zone, string hours, string holidays = "", string closed = "", string open = "", string timeOff = "")
    {
        var dates = new CalendarDates { Holidays = Dates(holidays), Closed = Dates(closed), Open = Dates(open), TimeOff = Dates(timeOff) };
        Assert.True(WorkCalendar.TryCreate(zone, Hours(hours), dates, out var calendar, out var problem), problem);
        return calendar;
    }

    public static WeeklyHours Hours(string cell)
    {
        Assert.True(WeeklyHours.TryParse(cell, out var hours, out var problem), problem);
        return hours;
    }

    public static DateRanges Dates(string cell)
    {
        Assert.True(DateRanges.TryParse(cell, out var ranges, out var problem), problem);
        return ranges;
    }
}
