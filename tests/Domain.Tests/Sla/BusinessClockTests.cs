using System.Globalization;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Sla;

public sealed class BusinessClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void A_lead_on_Saturday_1730_with_one_hour_is_due_Monday_11()
    {
        var calendar = A.Calendar("Europe/Madrid", "mon-fri 10:00-18:00");
        Assert.Equal(Utc("2026-03-09T10:00"), BusinessClock.AddBusiness(calendar, Utc("2026-03-07T16:30"), Hour));
    }

    [Fact]
    public void A_span_that_ends_with_the_day_is_due_at_its_close()
    {
        var calendar = A.Calendar("UTC", "mon-fri 09:00-14:00,15:00-18:00");
        Assert.Equal(Utc("2026-03-02T14:00"), BusinessClock.AddBusiness(calendar, Utc("2026-03-02T13:00"), Hour));
        Assert.Equal(Utc("2026-03-02T15:30"), BusinessClock.AddBusiness(calendar, Utc("2026-03-02T13:30"), Hour));
        Assert.Equal(Utc("2026-03-07T12:00"), BusinessClock.AddBusiness(calendar, Utc("2026-03-07T12:00"), TimeSpan.Zero));
    }

    [Fact]
    public void A_skipped_hour_does_not_count_and_a_repeated_one_counts_twice()
    {
        var nights = A.Calendar("Europe/Madrid", "22:00-06:00");
        Assert.Equal(TimeSpan.FromHours(7), BusinessClock.Between(nights, Utc("2026-03-28T12:00"), Utc("2026-03-29T12:00")));
        Assert.Equal(TimeSpan.FromHours(9), BusinessClock.Between(nights, Utc("2026-10-24T12:00"), Utc("2026-10-25T12:00")));
    }

    [Fact]
    public void A_calendar_without_hours_never_comes_due()
    {
        var calendar = A.Calendar("UTC", "");
        Assert.True(calendar.IsEmpty);
        Assert.Null(BusinessClock.AddBusiness(calendar, Utc("2026-03-02T09:00"), Hour));
        Assert.Null(calendar.NextOpen(Utc("2026-03-02T09:00")));
        Assert.Equal(TimeSpan.Zero, BusinessClock.Between(calendar, Utc("2026-03-02T09:00"), Utc("2036-03-02T09:00")));
    }

    [Fact]
    public void A_calendar_closed_for_good_never_comes_due()
    {
        var calendar = A.Calendar("Europe/Madrid", "mon-fri 09:00-18:00", closed: "2026-03-03..9990-12-31", timeOff: "9990-12-31");
        Assert.Equal(Utc("2026-03-02T09:00"), BusinessClock.AddBusiness(calendar, Utc("2026-03-02T08:00"), Hour));
        Assert.Equal(Utc("9991-01-01T09:00"), BusinessClock.AddBusiness(calendar, Utc("2026-03-03T08:00"), Hour));
        Assert.Null(BusinessClock.AddBusiness(A.Calendar("UTC", "", open: "2026-03-02 09:00-10:00"), Utc("2026-03-02T09:30"), Hour));
    }

    [Fact]
    public void Around_the_clock_runs_like_any_clock()
    {
        Assert.Equal(Utc("2026-03-02T10:00"), BusinessClock.AddBusiness(WorkCalendar.AroundTheClock, Utc("2026-03-02T09:00"), Hour));
        Assert.Null(WorkCalendar.AroundTheClock.NextClose(Utc("2026-03-02T09:00")));
        Assert.Null(BusinessClock.AddBusiness(WorkCalendar.AroundTheClock, DateTimeOffset.MaxValue.AddMinutes(-1), Hour));
        Assert.Equal(TimeSpan.FromDays(3651.5),
            BusinessClock.Between(WorkCalendar.AroundTheClock, DateTimeOffset.MinValue, DateTimeOffset.MinValue.AddDays(3651.5)));
    }

    [Fact]
    public void A_holiday_closes_its_date_and_not_the_rest_of_the_night_before()
    {
        var calendar = A.Calendar("UTC", "mon-fri 22:00-02:00", holidays: "2026-03-03");
        Assert.Equal(Utc("2026-03-03T00:00"), calendar.NextClose(Utc("2026-03-02T23:00")));
        Assert.Equal(Utc("2026-03-04T00:00"), calendar.NextOpen(Utc("2026-03-03T00:00")));
    }

    [Fact]
    public void An_opening_wins_over_a_holiday_and_time_off_over_both()
    {
        var calendar = A.Calendar("UTC", "mon-fri 09:00-18:00", holidays: "2026-03-02..2026-03-06", open: "2026-03-04 10:00-12:00");
        Assert.Equal(Utc("2026-03-04T10:00"), calendar.NextOpen(Utc("2026-03-01T00:00")));
        Assert.Equal(Utc("2026-03-09T09:00"), calendar.WithTimeOff(A.Dates("2026-03-04")).NextOpen(Utc("2026-03-01T00:00")));
    }

    [Theory]
    [InlineData("2026-03-04", "2026-03-04T09:00", "2026-03-04T18:00")]
    [InlineData("2026-03-07", "2026-03-07T09:00", "2026-03-07T14:00")]
    [InlineData("2026-03-08", "2026-03-08T09:00", "2026-03-08T14:00")]
    public void An_opening_without_times_has_the_usual_hours(string date, string opens, string closes)
    {
        var calendar = A.Calendar("UTC", "mon-thu 09:00-18:00; fri 09:00-14:00", holidays: "2026-03-02..2026-03-08", open: date);
        Assert.Equal(Utc(opens), calendar.NextOpen(Utc("2026-03-01T00:00")));
        Assert.Equal(Utc(closes), calendar.NextClose(Utc(opens)));
    }

    [Fact]
    public void A_calendar_can_move_to_another_zone_or_other_hours()
    {
        var calendar = A.Calendar("Europe/Madrid", "mon-fri 09:00-18:00", holidays: "2026-03-02");
        Assert.Equal(Utc("2026-03-03T14:00"), calendar.InZone("America/Bogota").NextOpen(Utc("2026-03-02T00:00")));
        Assert.Equal("Europe/Madrid", calendar.InZone("Mars/Olympus").TimeZone);
        Assert.Equal(Utc("2026-03-03T06:00"), calendar.WithHours(A.Hours("07:00-08:00")).NextOpen(Utc("2026-03-02T00:00")));
    }

    [Theory]
    [InlineData("Europe/Madird", "Europe/Madrid")]
    [InlineData("Romance Standard Time", "Europe/Paris")]
    [InlineData("Mexico City", "America/Mexico_City")]
    [InlineData("", "for example 'Europe/Madrid'")]
    public void An_unknown_zone_is_a_problem_with_a_suggestion(string zone, string expected)
    {
        Assert.False(WorkCalendar.TryCreate(zone, WeeklyHours.Always, new CalendarDates(), out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text + "Z", CultureInfo.InvariantCulture);
}
