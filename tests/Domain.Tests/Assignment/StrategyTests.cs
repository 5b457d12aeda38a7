using LeadRouter.Domain.Assignment;
using static LeadRouter.Domain.Tests.Assignment.Given;

namespace LeadRouter.Domain.Tests.Assignment;

public class StrategyTests
{
    private static readonly PoolPolicy Ordered = Policy with { Strategy = Strategy.Ordered };
    private static readonly PoolPolicy LeastLoaded = Policy with { Strategy = Strategy.LeastLoaded };

    [Fact]
    public void Ordered_pool_shares_fairly_within_the_first_tier_that_can_take_it()
    {
        var members = new[] { Rep("ana") with { Order = 1 }, Rep("ben") with { Order = 1 }, Rep("chen") with { Order = 2 } };
        var book = AssignmentBook.Empty;
        var owners = new PoolRoster(Ordered, members).Owners(10, ref book);
        Assert.Equal(5, owners.Count(o => o == "ana"));
        Assert.Equal(5, owners.Count(o => o == "ben"));
        Assert.Equal(Credit.Zero, book.Ledger(Emea)[Id("chen")].Credit);

        var second = new PoolRoster(Ordered, [.. members[..2].Select(m => m with { Enabled = false }), members[2]]);
        Assert.Equal("chen", OwnerOf(second.Decide(Lead(), ref book)));
    }

    [Fact]
    public void Least_loaded_pool_looks_at_open_leads_by_capacity_first()
    {
        var (big, small) = (Rep("big") with { Caps = new Caps(Open: 100) }, Rep("small") with { Caps = new Caps(Open: 10) });
        var book = AssignmentBook.Empty;
        var owners = new PoolRoster(LeastLoaded, [big, small]).Owners(99, ref book);

        Assert.InRange(owners.Count(o => o == "big"), 85, 92);
        Assert.InRange(owners.Count(o => o == "small"), 7, 10);
    }

    [Fact]
    public void Rep_with_no_open_lead_is_the_least_loaded_of_all()
    {
        var book = AssignmentBook.Empty;
        new PoolRoster(LeastLoaded, Reps("ana")).Owners(4, ref book);
        var owners = new PoolRoster(LeastLoaded, Reps("ana", "zero")).Owners(3, ref book, "then");
        Assert.Equal(["zero", "zero"], owners[..2]);
    }

    [Fact]
    public void Lead_of_greater_value_costs_its_owner_more()
    {
        var roster = Pool(Reps("ana", "ben"));
        var book = AssignmentBook.Empty;
        var rich = OwnerOf(roster.Decide(Lead("rich") with { Value = Credit.Of(3) }, ref book));
        var owners = roster.Owners(3, ref book);
        Assert.DoesNotContain(rich, owners);
    }

    [Theory]
    [InlineData(Stickiness.None, "", "")]
    [InlineData(Stickiness.Person, "person-owner", "")]
    [InlineData(Stickiness.Account, "person-owner", "account-owner")]
    public void Former_owner_is_asked_first_as_the_pool_says(Stickiness stickiness, string ofPerson, string ofAccount)
    {
        var roster = new PoolRoster(Policy with { Stickiness = stickiness }, Reps("ana", "ben", "chen", "dora"));
        var book = AssignmentBook.Empty;
        // Whoever is furthest behind would not be picked for credit.
        roster.Decide(Lead("x") with { Desired = Id("ben"), Value = Credit.Of(9) }, ref book);

        Assert.Equal(ofPerson, Sticky(roster, book, Lead() with { PersonOwner = Id("ben"), AccountOwner = Id("chen") }, "ben"));
        Assert.Equal(ofAccount, Sticky(roster, book, Lead() with { AccountOwner = Id("ben") }, "ben"));
    }

    [Fact]
    public void Former_owner_who_is_away_does_not_hold_the_lead_up()
    {
        var roster = new PoolRoster(
            Policy with { Stickiness = Stickiness.Person }, [Rep("ana") with { Paused = true }, Rep("ben")]);
        Assert.Equal("ben", OwnerOf(roster.Decide(Lead() with { PersonOwner = Id("ana") })));
    }

    [Theory]
    [InlineData(false, -0.5)]
    [InlineData(true, 0)]
    public void Former_owner_pays_unless_the_pool_says_off_the_ledger(bool offLedger, double credit)
    {
        var roster = new PoolRoster(Policy with { Stickiness = Stickiness.Person, StickyOffLedger = offLedger }, Reps("ana", "ben"));
        var book = AssignmentBook.Empty;
        roster.Decide(Lead() with { PersonOwner = Id("ana") }, ref book);
        Assert.Equal((decimal)credit, book.Ledger(Emea)[Id("ana")].Credit.Leads);
        Assert.Equal(1, book.Loads[Id("ana")].Open);
    }

    [Fact]
    public void Human_choice_wins_over_every_filter_and_pays()
    {
        var book = AssignmentBook.Empty;
        var roster = Pool(Rep("ana") with { Paused = true, InTerritory = false }, Rep("ben"));
        Assert.Equal("ana", OwnerOf(roster.Decide(Lead() with { Desired = Id("ana") }, ref book)));
        Assert.Equal([-0.5m, 0.5m], book.Ledger(Emea).Reps.Select(r => book.Ledger(Emea)[r].Credit.Leads));
    }

    [Fact]
    public void Human_choice_from_outside_the_pool_moves_no_credit_but_counts_as_open()
    {
        var book = AssignmentBook.Empty;
        Assert.Equal("boss", OwnerOf(Pool(Reps("ana", "ben")).Decide(Lead() with { Desired = Id("boss") }, ref book)));
        Assert.Equal(Credit.Zero, book.Ledger(Emea).Largest);
        Assert.Equal(1, book.Loads[Id("boss")].Open);
    }

    [Fact]
    public void Newcomer_on_a_ramp_counts_for_a_part_that_grows_by_the_day()
    {
        var roster = Pool(Rep("ana", 1) with { RampDays = 4, JoinedAt = Monday9 }, Rep("ben", 1));
        long WeightOn(double day) =>
            roster.Decide(Lead() with { Now = Monday9.AddDays(day) }).Decision.Record!.Candidates[0].Weight;
        Assert.Equal([200, 200, 400, 800, 1000, 1000], new[] { 0, 0.9, 1, 3.5, 4, 90 }.Select(WeightOn));
    }

    [Fact]
    public void Ramp_starts_when_the_ledger_first_sees_the_rep()
    {
        var book = AssignmentBook.Empty;
        Pool(Reps("ana", "ben")).Decide(Lead("1"), ref book);
        var joined = Pool(Rep("ana") with { RampDays = 4 }, Rep("ben"), Rep("new") with { RampDays = 4 });
        var outcome = joined.Decide(Lead("2") with { Now = Monday9.AddDays(30) }, ref book);
        Assert.Equal([1000, 1000, 200], outcome.Decision.Record!.Candidates.Select(c => c.Weight));
    }

    private static string Sticky(PoolRoster roster, AssignmentBook book, AssignmentRequest lead, string owner)
    {
        var outcome = AssignmentRule.Decide(roster, book, lead).Outcome;
        return OwnerOf(outcome) == owner ? Code.Of(outcome.Decision.Record!.Verdict.By!.Value) : "";
    }
}
