using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using NodaTime;
using static LeadRouter.Domain.Tests.Assignment.Given;

namespace LeadRouter.Domain.Tests.Assignment;

public class HoldTests
{
    private static readonly DateTimeZone Madrid = DateTimeZoneProviders.Tzdb["Europe/Madrid"];
    private static readonly DateTimeOffset Tuesday9 = Monday9.AddDays(1);
    private static readonly RepStanding Away = Rep("ana") with { OnShift = false, NextShift = Tuesday9 };

    [Fact]
    public void Lead_waits_for_the_first_shift_that_opens() =>
        Assert.Equal((Tuesday9, true), Hold(Pool(Rep("zoe") with { OnShift = false, NextShift = Tuesday9.AddHours(2) }, Away)));

    [Fact]
    public void Lead_waits_for_the_end_of_a_pause() =>
        Assert.Equal((Monday9.AddMinutes(25), true), Hold(Pool(Away, Rep("ben") with { Paused = true, PausedUntil = Monday9.AddMinutes(25) })));

    [Fact]
    public void Rep_who_can_never_qualify_wakes_nobody() =>
        Assert.Equal((Tuesday9, true), Hold(Pool(Away, Rep("ben") with
        {
            Paused = true,
            PausedUntil = Monday9.AddMinutes(25),
            InTerritory = false,
        })));

    [Fact]
    public void Lead_waits_for_the_first_shift_after_time_off_ends()
    {
        var roster = new PoolRoster(Policy, [Away with { OffUntil = Monday9.AddDays(8).AddHours(-9) }], NineToFiveInMadrid);
        // Leave ends on Tuesday 10 March at midnight UTC; the shift opens at nine in Madrid.
        Assert.Equal((new DateTimeOffset(2026, 3, 10, 8, 0, 0, TimeSpan.Zero), true), Hold(roster));
    }

    [Fact]
    public void Lead_waits_for_the_shift_after_the_daily_cap_turns_even_across_a_clock_change()
    {
        // Saturday 28 March, 16:00 in Madrid; clocks change that night.
        var now = new DateTimeOffset(2026, 3, 28, 15, 0, 0, TimeSpan.Zero);
        var ana = Rep("ana") with { Caps = new Caps(Day: 1), Windows = CapWindows.At(now, Madrid) };
        var roster = new PoolRoster(Policy, [ana], NineToFiveInMadrid);
        var book = AssignmentBook.Empty;
        roster.Decide(Lead("1") with { Now = now }, ref book);

        var held = Assert.IsType<AssignmentOutcome.Held>(roster.Decide(Lead("2") with { Now = now }, ref book));

        Assert.Equal(new DateTimeOffset(2026, 3, 29, 7, 0, 0, TimeSpan.Zero), held.Until);
        Assert.True(held.Exact);
    }

    [Fact]
    public void Lead_waits_for_the_last_of_several_caps()
    {
        var windows = CapWindows.At(Monday9, DateTimeZone.Utc);
        var roster = Pool(Rep("ana") with { Caps = new Caps(Hour: 1, Day: 1), Windows = windows });
        var book = AssignmentBook.Empty;
        roster.Decide(Lead("1"), ref book);
        Assert.Equal(windows.Day.End, Assert.IsType<AssignmentOutcome.Held>(roster.Decide(Lead("2"), ref book)).Until);
    }

    [Fact]
    public void Lead_waits_for_the_longer_of_leave_and_pause() =>
        Assert.Equal((Tuesday9, true), Hold(Pool(Rep("ana") with { OffUntil = Tuesday9, Paused = true, PausedUntil = Monday9.AddHours(1) })));

    [Fact]
    public void Rep_who_needs_a_lead_to_close_wakes_nobody_at_the_end_of_a_pause()
    {
        var full = Rep("ana") with { Caps = new Caps(Open: 0), Paused = true, PausedUntil = Monday9.AddMinutes(1) };
        Assert.Equal((Monday9.AddMinutes(15), false), Hold(Pool(full)));
    }

    [Fact]
    public void Held_lead_goes_out_at_its_wake_up_and_not_a_tick_before()
    {
        var (until, _) = Hold(Pool(Rep("ana") with { Paused = true, PausedUntil = Tuesday9 }));
        var paused = Pool(Rep("ana") with { Paused = true, PausedUntil = Tuesday9 });

        Assert.IsType<AssignmentOutcome.Held>(paused.Decide(Lead() with { Now = until.AddTicks(-1) }));
        Assert.Equal("ana", OwnerOf(paused.Decide(Lead() with { Now = until })));
    }

    [Fact]
    public void Rep_who_resumes_earlier_gets_the_held_lead_at_once()
    {
        var held = AssignmentRule.Decide(Pool(Rep("ana") with { Paused = true, PausedUntil = Tuesday9 }), AssignmentBook.Empty, Lead());
        var resumed = AssignmentRule.Decide(
            Pool(Rep("ana")), held.Book, Lead() with { Now = Monday9.AddMinutes(5) }, held.Outcome.Decision);
        Assert.Equal("ana", OwnerOf(resumed.Outcome));
    }

    [Theory]
    [InlineData(null, 15)]
    [InlineData(0, 15)]
    [InlineData(119, 15)]
    [InlineData(128, 16)]
    [InlineData(24 * 60, 180)]
    [InlineData(8 * 24 * 60, 24 * 60)]
    [InlineData(60 * 24 * 60, 24 * 60)]
    public void Without_an_instant_to_wait_for_the_lead_is_looked_at_again_soon_and_more_seldom_the_longer_it_waits(int? waitedMinutes, int minutes)
    {
        var lead = Lead() with { WaitingSince = waitedMinutes is { } waited ? Monday9.AddMinutes(-waited) : null };
        var held = Assert.IsType<AssignmentOutcome.Held>(Pool(Rep("ana") with { Paused = true }).Decide(lead));
        Assert.Equal((Monday9.AddMinutes(minutes), false), (held.Until, held.Exact));
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("territory")]
    [InlineData("tried")]
    [InlineData("no shift ahead")]
    [InlineData("empty pool")]
    public void Nobody_ever_is_told_apart_from_nobody_now(string why)
    {
        var (rep, lead) = (Rep("ana") with { Enabled = why != "disabled", InTerritory = why != "territory" }, Lead());
        if (why == "tried") lead = lead with { Tried = [rep.Rep] };
        if (why == "no shift ahead") rep = rep with { OnShift = false };
        var pool = why == "empty pool" ? Pool() : Pool(rep);

        Assert.IsType<AssignmentOutcome.NobodyEver>(pool.Decide(lead));
        var overflow = new PoolRoster(Policy with { Overflow = new PoolId("night") }, pool.Members);
        Assert.Equal(new PoolId("night"), Assert.IsType<AssignmentOutcome.Overflowed>(overflow.Decide(lead)).To);
    }

    [Fact]
    public void Overflow_takes_what_nobody_can_take_now_and_two_pools_do_not_play_ball()
    {
        var night = new PoolId("night");
        var day = new PoolRoster(Policy with { Overflow = night }, [Away]);
        var back = new PoolRoster(new PoolPolicy(night) { Overflow = Emea }, [Away with { NextShift = Tuesday9.AddDays(1) }]);

        var first = Assert.IsType<AssignmentOutcome.Overflowed>(day.Decide());
        var second = back.Decide(Lead() with { OverflowedFrom = [Emea], WakeBy = first.WakeBy });

        Assert.Equal((night, Tuesday9), (first.To, first.WakeBy));
        Assert.Equal(Tuesday9, Assert.IsType<AssignmentOutcome.Held>(second).Until);
    }

    [Fact]
    public void Holding_moves_no_credit() =>
        Assert.Same(AssignmentBook.Empty, AssignmentRule.Decide(Pool(), AssignmentBook.Empty, Lead()).Book);

    private static (DateTimeOffset, bool) Hold(PoolRoster roster)
    {
        var held = Assert.IsType<AssignmentOutcome.Held>(roster.Decide());
        return (held.Until, held.Exact);
    }

    private static DateTimeOffset? NineToFiveInMadrid(RepId rep, DateTimeOffset from)
    {
        var local = Instant.FromDateTimeOffset(from).InZone(Madrid);
        if (local.Hour is >= 9 and < 17) return from;
        var day = local.Hour < 9 ? local.Date : local.Date.PlusDays(1);
        return day.At(new LocalTime(9, 0)).InZoneLeniently(Madrid).ToInstant().ToDateTimeOffset();
    }
}
