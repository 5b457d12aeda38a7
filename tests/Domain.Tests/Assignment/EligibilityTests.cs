using LeadRouter.Domain.Assignment;
using static LeadRouter.Domain.Tests.Assignment.Given;

namespace LeadRouter.Domain.Tests.Assignment;

public class EligibilityTests
{
    private static readonly DateTimeOffset Tomorrow = Monday9.AddDays(1);
    private static readonly CapWindows Utc = CapWindows.At(Monday9, NodaTime.DateTimeZone.Utc);

    public static readonly TheoryData<string, RepStanding, string?> Table = new()
    {
        { "nothing against", Rep("ana"), null },
        { "disabled", Rep("ana") with { Enabled = false }, "inactive" },
        { "weight zero", Rep("ana", 0), "inactive" },
        { "off shift", Rep("ana") with { OnShift = false, NextShift = Tomorrow }, "off-hours" },
        { "on leave", Rep("ana") with { OffUntil = Tomorrow }, "time-off" },
        { "leave that is over", Rep("ana") with { OffUntil = Monday9 }, null },
        { "paused", Rep("ana") with { Paused = true }, "paused" },
        { "paused until later", Rep("ana") with { Paused = true, PausedUntil = Tomorrow }, "paused" },
        { "a pause that is over", Rep("ana") with { Paused = true, PausedUntil = Monday9 }, null },
        { "outside the territory", Rep("ana") with { InTerritory = false }, "territory" },
        { "hour full", Rep("ana") with { Caps = new Caps(Hour: 2), Windows = Utc }, "cap-hour" },
        { "day full", Rep("ana") with { Caps = new Caps(Day: 2), Windows = Utc }, "cap-day" },
        { "week full", Rep("ana") with { Caps = new Caps(Week: 2), Windows = Utc }, "cap-week" },
        { "too many open", Rep("ana") with { Caps = new Caps(Open: 2), Windows = Utc }, "cap-open" },
        { "room under the caps", Rep("ana") with { Caps = new Caps(3, 3, 3, 3), Windows = Utc }, null },
        { "two reasons", Rep("ana") with { Paused = true, InTerritory = false }, "paused,territory" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Each_filter_gives_its_reason(string because, RepStanding rep, string? reasons)
    {
        var book = AssignmentBook.Empty;
        // Two leads already went to ana, so that caps have something to count.
        Pool(Rep("ana") with { Windows = Utc }).Owners(2, ref book);

        var outcome = Pool(rep, Rep("ben")).Decide(Lead(), ref book);

        Assert.True(reasons == ReasonsOf(outcome), because);
        if (reasons is not null) Assert.Equal("ben", OwnerOf(outcome));
    }

    [Theory]
    [InlineData("tried", "ana", "", "")]
    [InlineData("rejected", "", "ana", "")]
    [InlineData("conflict", "", "", "ana")]
    public void Lead_rules_a_rep_out(string reason, string tried, string rejected, string conflict)
    {
        var lead = Lead() with { Tried = [Id(tried)], Rejected = [Id(rejected)], Conflicts = [Id(conflict)] };
        Assert.Equal(reason, ReasonsOf(Pool(Reps("ana", "ben")).Decide(lead)));
    }

    [Theory]
    [InlineData("saas", "saas", null)]
    [InlineData("SaaS;erp", "erp;saas", null)]
    [InlineData("saas", "", "skill")]
    [InlineData("saas;erp", "saas", "skill")]
    [InlineData("", "saas", null)]
    public void Rep_must_have_every_skill(string wanted, string has, string? reason) =>
        Assert.Equal(reason, ReasonsOf(Pool(Rep("ana") with { Skills = List(has) }).Decide(Lead() with { Skills = List(wanted) })));

    [Theory]
    [InlineData("es", "es;en", null)]
    [InlineData("es-MX", "ES", null)]
    [InlineData("es", "es-ES", null)]
    [InlineData("de", "es;en", "language")]
    [InlineData("de", "", null)]
    [InlineData("", "es", null)]
    [InlineData("ca;es", "es", null)]
    public void Language_filters_only_if_both_state_one(string wanted, string speaks, string? reason) =>
        Assert.Equal(reason, ReasonsOf(Pool(Rep("ana") with { Languages = List(speaks) }).Decide(Lead() with { Languages = List(wanted) })));

    [Fact]
    public void Cap_counts_across_the_pools_that_a_rep_is_in()
    {
        var capped = Rep("ana") with { Caps = new Caps(Day: 2), Windows = Utc };
        var other = new PoolRoster(new PoolPolicy(new Domain.Leads.PoolId("apac")), [capped]);
        var book = AssignmentBook.Empty;
        Pool(capped).Decide(Lead("1"), ref book);
        other.Decide(Lead("2"), ref book);

        var held = Assert.IsType<AssignmentOutcome.Held>(Pool(capped).Decide(Lead("3"), ref book));

        Assert.Equal(new Exclusion(ExclusionReason.CapDay, Utc.Day.End, 2, 2), held.Decision.Record!.Candidates[0].Exclusions[0]);
    }

    [Fact]
    public void Cap_starts_again_with_its_window()
    {
        var capped = Rep("ana") with { Caps = new Caps(Hour: 1), Windows = Utc };
        var book = AssignmentBook.Empty;
        Pool(capped).Decide(Lead("1"), ref book);
        var nextHour = capped with { Windows = CapWindows.At(Monday9.AddHours(1), NodaTime.DateTimeZone.Utc) };

        Assert.Equal("ana", OwnerOf(Pool(nextHour).Decide(Lead("2") with { Now = Monday9.AddHours(1) }, ref book)));
    }

    [Fact]
    public void Clock_that_runs_behind_cannot_empty_a_cap()
    {
        var ahead = CapWindows.At(Monday9.AddHours(1), NodaTime.DateTimeZone.Utc);
        var book = AssignmentBook.Empty;
        Pool(Rep("ana") with { Windows = ahead }).Decide(Lead("1"), ref book);
        var outcome = Pool(Rep("ana") with { Caps = new Caps(Hour: 1), Windows = Utc }).Decide(Lead("2"), ref book);
        Assert.Equal("cap-hour", ReasonsOf(outcome));
    }

    [Fact]
    public void Refund_gives_no_place_back_in_a_later_window()
    {
        var book = AssignmentBook.Empty;
        var decision = Pool(Rep("ana") with { Windows = Utc }).Decide(Lead("1"), ref book).Decision;
        var later = CapWindows.At(Monday9.AddHours(1), NodaTime.DateTimeZone.Utc);
        Pool(Rep("ana") with { Windows = later }).Decide(Lead("2"), ref book);

        var loads = Settlement.Settle(book, Emea, decision.Id, decision, OwnerLeft.Spam, Monday9.AddHours(1)).Book.Loads;

        Assert.Equal(new RepUse(Open: 1, Hour: 1, Day: 1, Week: 1), loads[Id("ana")].In(later));
    }

    [Fact]
    public void Windows_turn_at_midnight_and_on_monday_in_the_reps_zone_across_a_clock_change()
    {
        var madrid = NodaTime.DateTimeZoneProviders.Tzdb["Europe/Madrid"];
        // Sunday 29 March 2026 has 23 hours in Madrid.
        var windows = CapWindows.At(new DateTimeOffset(2026, 3, 29, 10, 30, 0, TimeSpan.Zero), madrid);

        Assert.Equal(new DateTimeOffset(2026, 3, 29, 10, 0, 0, TimeSpan.Zero), windows.Hour.Start);
        Assert.Equal(TimeSpan.FromHours(23), windows.Day.End - windows.Day.Start);
        Assert.Equal(TimeSpan.FromHours(7 * 24 - 1), windows.Week.End - windows.Week.Start);
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 22, 0, 0, TimeSpan.Zero), windows.Week.End);
    }

    private static string? ReasonsOf(AssignmentOutcome outcome)
    {
        var ana = outcome.Decision.Record!.Candidates.Single(c => c.Rep.Value == "ana");
        return ana.Eligible ? null : string.Join(',', ana.Exclusions.Select(x => Code.Of(x.Reason)));
    }

    private static string[] List(string cell) => cell.Split(';', StringSplitOptions.RemoveEmptyEntries);
}
