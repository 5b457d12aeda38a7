using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Sla;

public sealed class CellTests
{
    [Theory]
    [InlineData("mon-fri 09:00-14:00,15:00-18:00; sat 10:00-13:00", 43)]
    [InlineData("Mon–Fri 9-17", 40)]
    [InlineData("lunes a viernes 9h30 - 14h; sáb 10:00-13:00", 25.5)]
    [InlineData("Mo-Do 08:00-16:30; Fr 8-12", 38)]
    [InlineData("mon,wed,fri 9am-5pm", 24)]
    [InlineData("09:00-14:00;16:00-19:00", 56)]
    [InlineData("mon-fri 09:00-14:00; 16:00-19:00", 40)]
    [InlineData("fri-mon 22:00-02:00", 16)]
    [InlineData("00:00-24:00", 168)]
    [InlineData("24x7", 168)]
    [InlineData("weekdays 09:00-10:00; sun closed", 5)]
    [InlineData("mon 09:00-12:00,11:00-13:00", 4)]
    [InlineData("sun 12:00-00:00\nmon 00:00-01:00", 13)]
    [InlineData("", 0)]
    public void Hours_are_read_leniently(string cell, double perWeek) => Assert.Equal(perWeek, A.Hours(cell).PerWeek.TotalHours);

    [Theory]
    [InlineData("mon-fry 09:00-18:00", "did you mean 'fri'")]
    [InlineData("mon-fri", "write for example 'mon-fri 09:00-18:00'")]
    [InlineData("mon 9:00-25:00", "00:00 to 24:00")]
    [InlineData("mon 09:00", "'09:00-18:00'")]
    [InlineData("mon 24:00-02:00", "starts at 24:00")]
    [InlineData("mon 09:00-09:00", "write '00:00-24:00'")]
    [InlineData("mon 09:00-14:00, tue 10:00-12:00", "separate days with ';'")]
    [InlineData("xyzzy 09:00-10:00", "use mon, tue")]
    public void Unreadable_hours_say_what_is_wrong(string cell, string expected)
    {
        Assert.False(WeeklyHours.TryParse(cell, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-08-01..2026-08-15; 2026-12-24", 16)]
    [InlineData("2026-12-24, 2026-12-25", 2)]
    [InlineData("2026-1-6", 1)]
    [InlineData("2026-12-24T00:00:00.000Z", 1)]
    [InlineData("2026-12-24T14:00..2026-12-26T02:00", 1.5)]
    [InlineData("2026-12-24T12:00..2026-12-24", 0.5)]
    [InlineData("2026-12-12 10:00-14:00,16:00-18:00; 2026-12-13 22:00-04:00", 0.5)]
    [InlineData("2026-12-01..2026-12-04 12:00-18:00", 1)]
    [InlineData("2028-02-29", 1)]
    [InlineData("", 0)]
    public void Dates_are_read_leniently(string cell, double days) => Assert.Equal(days, A.Dates(cell).Ranges.Sum(r => (r.To - r.From).TotalDays));

    [Theory]
    [InlineData("2026-02-29", "did you mean '2026-02-28'")]
    [InlineData("24/12/2026", "year-month-day: '2026-12-24'")]
    [InlineData("2026-08-15..2026-08-01", "did you mean '2026-08-01..2026-08-15'")]
    [InlineData("2026-13-01", "no month 13")]
    [InlineData("2026-12-24T14:00", "a start and no end")]
    [InlineData("Christmas", "write dates as 2026-12-24")]
    [InlineData("2026-12-24T14:00..2026-12-25T10:00, 10:00-12:00", "separate them with ';'")]
    [InlineData("2026-12-24T25:00..2026-12-25", "no valid time of day")]
    [InlineData("0001-01-01", "out of reach")]
    public void Unreadable_dates_say_what_is_wrong(string cell, string expected)
    {
        Assert.False(DateRanges.TryParse(cell, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PT30M", 30)]
    [InlineData("P2D", 2880)]
    [InlineData("P1DT1H30M", 1530)]
    [InlineData("30m", 30)]
    [InlineData("4h", 240)]
    [InlineData("2d", 2880)]
    [InlineData("1h 30m", 90)]
    [InlineData("1 week", 10080)]
    [InlineData("90s", 1.5)]
    [InlineData("1w", 10080)]
    [InlineData("1h30m", 90)]
    [InlineData("1 h", 60)]
    [InlineData("pt1h30m", 90)]
    [InlineData("P2W", 20160)]
    public void Durations_are_read_in_both_forms(string cell, double minutes)
    {
        Assert.True(Spans.TryParse(cell, out var span, out var problem), problem);
        Assert.Equal(minutes, span.TotalMinutes);
    }

    [Theory]
    [InlineData("30", "did you mean '30m'")]
    [InlineData("P1M", "use days or weeks")]
    [InlineData("P", "write for example")]
    [InlineData("m", "write for example")]
    [InlineData("P1Y", "use days or weeks")]
    [InlineData("P99999999999999D", "write for example")]
    [InlineData("soon", "write for example")]
    [InlineData("", "missing")]
    [InlineData("999999999d", "longer than")]
    public void Unreadable_durations_say_what_is_wrong(string cell, string expected)
    {
        Assert.False(Spans.TryParse(cell, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_of_endless_length_is_a_problem_of_modest_length()
    {
        Assert.False(WeeklyHours.TryParse(new string('9', 100_000), out _, out var problem));
        Assert.InRange(problem.Length, 1, 100);
    }

    [Fact]
    public void No_cell_ever_throws()
    {
        var words = Gen.OneOf("mon", "-", "fri", " ", "09:00", ",", ";", "24:00", "25", "..", "2026-02-30", "2026-12-24", "T", "10:00-12:00",
            "9999-99-99", "P", "24x7", "m", "closed", "\ud800", "\ufffe", "\n", "a", "to");
        var cell = Gen.Frequency((3, words.Array[0, 8].Select(string.Concat)), (1, Gen.String));
        cell.Sample(text =>
        {
            Assert.Equal(WeeklyHours.TryParse(text, out _, out var hoursProblem), hoursProblem is null);
            Assert.Equal(DateRanges.TryParse(text, out _, out var datesProblem), datesProblem is null);
            Assert.Equal(Spans.TryParse(text, out _, out var spanProblem), spanProblem is null);
        }, iter: 20_000, threads: 1);
        cell.Sample(text => { WorkCalendar.TryCreate(text, WeeklyHours.Always, new CalendarDates(), out _, out _); }, iter: 200, threads: 1);
    }
}
