using LeadRouter.Domain.Sla;
using NodaTime;

namespace LeadRouter.Domain.Tests.Sla;

public sealed class BusinessClockOracleTests
{
    private const int Days = 21;

    public static TheoryData<string> Zones => [.. Any.Zones];

    [Theory]
    [MemberData(nameof(Zones))]
    public void Agrees_with_the_minute_oracle_around_every_clock_change_and_leap_day(string zone)
    {
        foreach (var moment in MomentsOfInterest(zone))
            Any.Sketch(zone, DateOnly.FromDateTime(moment.UtcDateTime)).Sample(sketch => AgreesAround(sketch, moment), iter: 2, threads: 1);
    }

    [Fact]
    public void Ten_thousand_random_deadlines_equal_the_oracle()
    {
        var cases = from zone in Gen.OneOf(Any.Zones)
                    from day in Gen.Int[0, 2500]
                    let start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day)
                    from sketch in Any.Sketch(zone, DateOnly.FromDateTime(start.UtcDateTime).AddDays(Days / 2))
                    from asked in Gen.Select(Gen.Int[0, Days * 1440], Gen.Int[0, 6000]).Array[50]
                    select (start, sketch, asked);
        cases.Sample(c =>
        {
            var (calendar, oracle) = (c.sketch.ToCalendar(), new MinuteOracle(c.sketch, c.start, Days * 1440));
            foreach (var (offset, span) in c.asked)
                if (oracle.Add(c.start.AddMinutes(offset), span) is { } due)
                    Assert.Equal(due, BusinessClock.AddBusiness(calendar, c.start.AddMinutes(offset), TimeSpan.FromMinutes(span)));
        }, iter: 220, threads: 1);
    }

    [Fact]
    public void Adding_and_measuring_are_exact_inverses_to_the_tick()
    {
        var cases = from zone in Gen.OneOf(Any.Zones)
                    from start in Gen.Long[new DateTime(2024, 1, 1).Ticks, new DateTime(2030, 12, 31).Ticks]
                    from sketch in Any.Sketch(zone, DateOnly.FromDateTime(new DateTime(start)))
                    from span in Gen.Long[0, TimeSpan.FromDays(40).Ticks]
                    from later in Gen.Long[0, TimeSpan.FromDays(40).Ticks]
                    select (start: new DateTimeOffset(start, TimeSpan.Zero), sketch, span: TimeSpan.FromTicks(span),
                        later: TimeSpan.FromTicks(later));
        cases.Sample(c =>
        {
            var calendar = c.sketch.ToCalendar();
            var due = BusinessClock.AddBusiness(calendar, c.start, c.span)!.Value;
            Assert.Equal(c.span, BusinessClock.Between(calendar, c.start, due));
            Assert.Equal(-c.span, BusinessClock.Between(calendar, due, c.start));
            if (c.span > TimeSpan.Zero) Assert.True(BusinessClock.Between(calendar, c.start, due.AddTicks(-1)) < c.span);
            AddsBackToTheSameOpenTime(calendar, c.start, c.start + c.later);
        }, iter: 5_000, threads: 1);
    }

    private static void AddsBackToTheSameOpenTime(WorkCalendar calendar, DateTimeOffset a, DateTimeOffset b)
    {
        var again = BusinessClock.AddBusiness(calendar, a, BusinessClock.Between(calendar, a, b))!.Value;
        Assert.True(again <= b);
        // Only closed time may lie between the two: an instant within opening hours is hit exactly.
        Assert.Equal(TimeSpan.Zero, BusinessClock.Between(calendar, again, b));
        if (b > a && calendar.IsOpen(b.AddTicks(-1))) Assert.Equal(b, again);
    }

    private static void AgreesAround(CalendarSketch sketch, DateTimeOffset moment)
    {
        var from = moment.AddDays(-4);
        var (calendar, oracle) = (sketch.ToCalendar(), new MinuteOracle(sketch, from, 9 * 1440));
        for (var minute = 0; minute < 8 * 1440; minute += 17)
        {
            var at = from.AddMinutes(minute);
            Assert.Equal(oracle.IsOpen(at), calendar.IsOpen(at));
            if (oracle.Next(at, true) is { } open) Assert.Equal(open, calendar.NextOpen(at));
            if (oracle.Next(at, false) is { } close) Assert.Equal(close, calendar.NextClose(at));
            Assert.Equal(oracle.Between(from, at), BusinessClock.Between(calendar, from, at).TotalMinutes);
            if (oracle.Add(at, minute % 400) is { } due)
                Assert.Equal(due, BusinessClock.AddBusiness(calendar, at, TimeSpan.FromMinutes(minute % 400)));
        }
    }

    private static IEnumerable<DateTimeOffset> MomentsOfInterest(string zone) =>
        DateTimeZoneProviders.Tzdb[zone]
            .GetZoneIntervals(Instant.FromUtc(2024, 1, 1, 0, 0), Instant.FromUtc(2031, 1, 1, 0, 0))
            .Where(i => i.HasStart && i.Start >= Instant.FromUtc(2024, 1, 1, 0, 0))
            .Select(i => i.Start.ToDateTimeOffset())
            .Concat([new(2024, 2, 29, 0, 0, 0, TimeSpan.Zero), new(2028, 2, 29, 0, 0, 0, TimeSpan.Zero)]);
}
