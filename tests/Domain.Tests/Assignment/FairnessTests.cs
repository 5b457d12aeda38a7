using System.Globalization;
using LeadRouter.Domain.Assignment;
using static LeadRouter.Domain.Tests.Assignment.Given;

namespace LeadRouter.Domain.Tests.Assignment;

public class FairnessTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Published_workload_keeps_every_rep_within_two_leads_of_its_due(int seed)
    {
        var random = new Random(seed);
        string[] classes = ["saas", "retail", "public", "health"];
        var reps = Enumerable.Range(0, 8).Select(i => (
            Facts: Rep($"rep{i}", 1 + i % 3) with { Skills = [classes[i % 4], classes[(i + 1 + i / 4) % 4]] },
            Availability: 0.3 + 0.1 * i)).ToArray();
        var (book, largest, given) = (AssignmentBook.Empty, Credit.Zero, 0);
        for (var lead = 0; lead < 20_000; lead++)
        {
            var roster = Pool([.. reps.Select(r => r.Facts with
            {
                OnShift = random.NextDouble() < r.Availability, NextShift = Monday9.AddHours(1),
            })]);
            var outcome = roster.Decide(Lead($"{lead}") with { Skills = [classes[random.Next(4)]] }, ref book);
            if (outcome is AssignmentOutcome.Assigned) given++;
            if (book.Ledger(Emea).Largest > largest) largest = book.Ledger(Emea).Largest;
        }
        Assert.InRange(given, 15_000, 20_000);
        Assert.True(largest <= Credit.Of(2), $"largest {largest}");
    }

    [Fact]
    public void Constant_pool_with_weights_3_2_1_is_never_more_than_half_a_lead_off()
    {
        var pool = Pool(Rep("ana", 3), Rep("ben", 2), Rep("chen", 1));
        var book = AssignmentBook.Empty;
        var given = new Dictionary<string, int> { ["ana"] = 0, ["ben"] = 0, ["chen"] = 0 };
        for (var lead = 1; lead <= 20_000; lead++)
        {
            given[OwnerOf(pool.Decide(Lead($"{lead}"), ref book))]++;
            foreach (var (rep, share) in new[] { ("ana", 3m), ("ben", 2m), ("chen", 1m) })
                Assert.InRange(given[rep] - lead * share / 6, -0.501m, 0.501m);
        }
    }

    [Theory]
    [InlineData(0.10, 2.9)]
    [InlineData(0.25, 6.7)]
    [InlineData(0.50, 12)]
    [InlineData(1.00, 20)]
    [InlineData(2.00, 30)]
    [InlineData(4.00, 40)]
    public void Newcomer_gets_its_fair_share_of_the_next_sixty_leads_without_a_burst(double weight, double fairShare)
    {
        var book = AssignmentBook.Empty;
        Pool(Rep("ana"), Rep("ben")).Owners(101, ref book, "before");

        var owners = Pool(Rep("ana"), Rep("ben"), Rep("new", (decimal)weight)).Owners(60, ref book);

        Assert.InRange(owners.Count(o => o == "new"), fairShare - 1, fairShare + 1);
        Assert.InRange(LongestRun(owners, "new"), 1, 3);
    }

    [Fact]
    public void Rep_back_from_ten_days_leave_gets_no_burst()
    {
        var all = Reps("ana", "ben", "chen", "dora");
        var book = AssignmentBook.Empty;
        Pool(all).Owners(42, ref book, "before");
        Pool([all[0] with { OffUntil = Monday9.AddDays(10) }, .. all[1..]]).Owners(400, ref book, "away");

        var owners = Pool(all).Owners(40, ref book);

        Assert.InRange(owners.Count(o => o == "ana"), 9, 11);
        Assert.InRange(LongestRun(owners, "ana"), 1, 2);
    }

    [Fact]
    public void Adversary_who_chooses_who_is_eligible_drives_64_reps_to_16_leads_and_the_alarm_fires()
    {
        var all = Enumerable.Range(0, 64).Select(i => Rep($"rep{i:00}") with { NextShift = Monday9.AddHours(1) }).ToArray();
        var book = AssignmentBook.Empty;
        var lead = 0;
        Pool(all).Decide(Lead("first"), ref book);
        // Two reps of equal credit alone on shift: one goes up by half a lead, the other down, until no two are equal.
        while (EqualPair(book.Ledger(Emea)) is var (a, b))
            Pool([.. all.Select(r => r with { OnShift = r.Rep == a || r.Rep == b })]).Decide(Lead($"{lead++}"), ref book);

        var largest = book.Ledger(Emea).Largest;
        Assert.InRange(largest.Leads, 14, 17);
        Assert.True(book.Ledger(Emea).Alarms(Policy));
        Assert.Equal(Credit.Zero, book.Ledger(Emea).Sum);
    }

    [Fact]
    public void Seven_equal_reps_share_ten_thousand_leads_to_within_one()
    {
        var book = AssignmentBook.Empty;
        var owners = Pool(Reps("a", "b", "c", "d", "e", "f", "g")).Owners(10_000, ref book);

        var given = owners.CountBy(o => o).Select(o => o.Value).ToArray();
        Assert.Equal(7, given.Length);
        Assert.InRange(given.Max() - given.Min(), 0, 1);
    }

    [Fact]
    public void Equal_reps_take_turns_whatever_a_seventh_rounds_to()
    {
        var book = AssignmentBook.Empty;
        var owners = Pool(Reps("a", "b", "c", "d", "e", "f", "g")).Owners(7_000, ref book);
        Assert.Equal(Enumerable.Repeat(owners[..7], 1_000).SelectMany(o => o), owners);
    }

    [Fact]
    public void Constant_pools_of_any_weights_stay_about_one_lead_from_each_share() =>
        Gen.Int[1, 400].Array[2, 12].Sample(weights =>
        {
            var pool = Pool([.. weights.Select((w, i) => Rep($"rep{i:00}", w / 100m))]);
            var book = AssignmentBook.Empty;
            var given = new int[weights.Length];
            for (var lead = 1; lead <= 300; lead++)
            {
                given[int.Parse(OwnerOf(pool.Decide(Lead($"{lead}"), ref book))[3..], CultureInfo.InvariantCulture)]++;
                for (var i = 0; i < weights.Length; i++)
                    Assert.InRange(Math.Abs(given[i] - (double)lead * weights[i] / weights.Sum()), 0, 1.25);
            }
        }, iter: 100);

    private static (Domain.Leads.RepId, Domain.Leads.RepId)? EqualPair(PoolLedger ledger)
    {
        var seen = new Dictionary<long, Domain.Leads.RepId>();
        foreach (var rep in ledger.Reps)
            if (!seen.TryAdd(ledger[rep].Credit.Micro / 1000, rep)) return (seen[ledger[rep].Credit.Micro / 1000], rep);
        return null;
    }
}
