using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Sla;

public sealed class FrozenHoursTests
{
    [Fact]
    public void A_frozen_calendar_computes_what_the_calendar_does()
    {
        var cases = from zone in Gen.OneOf(Any.Zones)
                    from day in Gen.Int[0, 2500]
                    let start = new DateTimeOffset(2024, 1, 1, 12, 0, 0, TimeSpan.Zero).AddDays(day)
                    from sketch in Any.Sketch(zone, DateOnly.FromDateTime(start.UtcDateTime).AddDays(4))
                    from span in Gen.Long[1, TimeSpan.FromDays(20).Ticks]
                    select (start, sketch, span: TimeSpan.FromTicks(span));
        cases.Sample(c =>
        {
            var calendar = c.sketch.ToCalendar();
            var frozen = FrozenHours.Of(calendar, c.start).ToCalendar();
            Assert.Equal(BusinessClock.AddBusiness(calendar, c.start, c.span), BusinessClock.AddBusiness(frozen, c.start, c.span));
        }, iter: 2_000, threads: 1);
    }

    [Fact]
    public void Dates_that_no_clock_will_reach_are_left_out()
    {
        var calendar = A.Calendar("Europe/Madrid", "mon-fri 09:00-18:00", holidays: "2019-05-01; 2026-04-03; 2031-05-01", timeOff: "2026-08-03..2026-08-21");
        Assert.Equal(
            new FrozenHours("Europe/Madrid", "mon-fri 09:00-18:00", Closed: "2026-04-03", Off: "2026-08-03..2026-08-21"),
            FrozenHours.Of(calendar, new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void An_opening_without_times_keeps_the_usual_hours()
    {
        var calendar = A.Calendar("Europe/Madrid", "mon-fri 09:00-18:00", open: "2026-03-07");
        var saturday = new DateTimeOffset(2026, 3, 7, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromHours(9), BusinessClock.Between(FrozenHours.Of(calendar, saturday).ToCalendar(), saturday, saturday.AddDays(1)));
    }

    [Fact]
    public void Hours_that_never_open_do_not_leave_a_lead_without_a_deadline() =>
        Assert.True(new FrozenHours("Europe/Madrid", "").ToCalendar().IsOpen(new DateTimeOffset(2026, 3, 7, 0, 0, 0, TimeSpan.Zero)));
}
