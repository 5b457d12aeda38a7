using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using static LeadRouter.Domain.Tests.Assignment.Given;

namespace LeadRouter.Domain.Tests.Assignment;

public class LedgerTests
{
    private static readonly PoolId Apac = new("apac");

    private enum Act { Decide, DecideElsewhere, Refund, Release, Join, Leave, Reweigh, Away, Merge, Manual }

    [Fact]
    public void Sums_to_zero_after_any_sequence_of_decisions_refunds_joins_leaves_weights_and_merges() =>
        Gen.Select(Gen.Enum<Act>(), Gen.Int[0, 11], Gen.Int[1, 5000]).Array[1, 120].Sample(acts =>
        {
            var world = new World();
            foreach (var (act, rep, amount) in acts)
            {
                world.Do(act, $"rep{rep:00}", amount);
                Assert.All(world.Book.Ledgers, ledger => Assert.Equal(0, ledger.Sum.Micro));
            }
            var json = BookJson.Write(world.Book);
            Assert.Equal(json, BookJson.Write(BookJson.Read(json)));
        }, iter: 300);

    [Fact]
    public void Rep_who_leaves_spreads_his_credit_by_weight()
    {
        var book = AssignmentBook.Empty;
        Pool(Rep("ana", 3), Rep("ben"), Rep("chen")).Decide(Lead("1") with { Desired = Id("chen") }, ref book);
        var before = book.Ledger(Emea);
        Assert.Equal(-800_000, before[Id("chen")].Credit.Micro);

        var after = before.Reconcile(Pool(Rep("ana", 3), Rep("ben")), Monday9, out var left);

        Assert.Equal([new Departure(Id("chen"), Credit.Of(-0.8m))], left);
        Assert.Equal([600_000 - 600_000, 200_000 - 200_000], after.Reps.Select(r => after[r].Credit.Micro));
    }

    [Fact]
    public void Change_of_weight_leaves_the_credit_as_it_stands()
    {
        var book = AssignmentBook.Empty;
        Pool(Rep("ana"), Rep("ben")).Decide(Lead("1"), ref book);
        var reweighed = book.Ledger(Emea).Reconcile(Pool(Rep("ana", 5), Rep("ben")), Monday9);
        Assert.Same(book.Ledger(Emea), reweighed);
    }

    [Fact]
    public void Merged_pools_add_their_credits()
    {
        var apac = new PoolRoster(new PoolPolicy(Apac), Reps("ana", "dora"));
        var book = AssignmentBook.Empty;
        Pool(Reps("ana", "ben")).Decide(Lead("1") with { Desired = Id("ana") }, ref book);
        apac.Decide(Lead("2") with { Desired = Id("ana") }, ref book);

        var merged = book.MergePools(Apac, Emea);

        Assert.Equal([Emea], merged.Ledgers.Select(l => l.Pool));
        Assert.Equal([-1.0m, 0.5m, 0.5m], merged.Ledger(Emea).Reps.Select(r => merged.Ledger(Emea)[r].Credit.Leads));
    }

    [Fact]
    public void Book_that_is_split_and_joined_again_is_the_same_book()
    {
        var book = AssignmentBook.Empty;
        Pool(Reps("ana", "ben")).Owners(3, ref book);
        new PoolRoster(new PoolPolicy(Apac), Reps("chen", "dora")).Owners(5, ref book);

        var emea = book.Only(new HashSet<PoolId> { Emea }, new HashSet<RepId> { Id("ana"), Id("ben") });
        var apac = book.Only(new HashSet<PoolId> { Apac }, new HashSet<RepId> { Id("chen"), Id("dora") });

        Assert.Equal([Emea], emea.Ledgers.Select(l => l.Pool));
        Assert.Equal(0, emea.Loads[Id("chen")].Open);
        Assert.Equal(BookJson.Write(book), BookJson.Write(apac.Join(emea)));
    }

    [Fact]
    public void Book_of_64_reps_stays_under_8_KiB_and_of_500_under_64_KiB()
    {
        Assert.InRange(BookJson.Write(Worked(64)).Length, 1, 8 * 1024);
        Assert.InRange(BookJson.Write(Worked(500)).Length, 1, 64 * 1024);
    }

    [Fact]
    public void Ledger_that_does_not_sum_to_zero_is_refused() =>
        Assert.Throws<InvalidOperationException>(() =>
            BookJson.Read("""{"pools":[{"id":"emea","seq":1,"reps":[["ana",1,0,0]]}],"loads":[]}"""u8.ToArray()));

    [Fact]
    public void Shares_add_up_to_the_amount_and_favour_nobody_in_the_long_run() =>
        Gen.Select(Gen.Long[-5_000_000, 5_000_000], Gen.Long[1, 100_000].Array[1, 40]).Sample((amount, weights) =>
        {
            var (parts, sums) = (new long[weights.Length], new long[weights.Length]);
            for (var sequence = 0L; sequence < 500; sequence++)
            {
                Shares.Split(amount, weights, sequence, parts);
                Assert.Equal(amount, parts.Sum());
                for (var i = 0; i < parts.Length; i++) sums[i] += parts[i];
            }
            for (var i = 0; i < parts.Length; i++)
                Assert.InRange(sums[i] - 500.0 * amount * weights[i] / weights.Sum(), -12, 12);
        }, iter: 200);

    private static AssignmentBook Worked(int reps)
    {
        var book = AssignmentBook.Empty;
        Pool([.. Enumerable.Range(0, reps).Select(i => Rep($"maria-garcia-{i:000}", 1 + i % 3))]).Owners(2 * reps, ref book);
        return book;
    }

    /// <summary>Two pools that share reps, and everything that can happen to them.</summary>
    private sealed class World
    {
        private readonly Dictionary<string, RepStanding> members = Reps("rep00", "rep01", "rep02").ToDictionary(r => r.Rep.Value);
        private readonly List<Decision> decisions = [];

        public AssignmentBook Book { get; private set; } = AssignmentBook.Empty;

        public void Do(Act act, string rep, int amount)
        {
            var known = members.GetValueOrDefault(rep);
            if (act == Act.Decide) Decide(Emea, Value(amount));
            if (act == Act.DecideElsewhere) Decide(Apac, Value(amount));
            if (act == Act.Manual) Decide(Emea, Value(amount) with { Desired = Id(rep) });
            if (act is Act.Refund or Act.Release && decisions.Count > 0) Settle(amount % decisions.Count, act == Act.Refund);
            if (act == Act.Join) members.TryAdd(rep, Rep(rep, amount / 1000m));
            if (act == Act.Leave) members.Remove(rep);
            if (act == Act.Reweigh && known is not null) members[rep] = known with { Weight = amount / 700m };
            if (act == Act.Away && known is not null) members[rep] = known with { OffUntil = known.OffUntil is null ? Monday9.AddDays(1) : null };
            if (act == Act.Merge && amount % 10 == 0) Book = Book.MergePools(Apac, Emea);
        }

        private AssignmentRequest Value(int amount) => Lead($"{decisions.Count}") with { Value = Credit.Of(amount / 1000m) };

        private void Decide(PoolId pool, AssignmentRequest lead)
        {
            var policy = new PoolPolicy(pool) { Absence = pool == Apac ? Absence.Accrue : Absence.Forgive, AccrueMax = Credit.One };
            var ruling = AssignmentRule.Decide(new PoolRoster(policy, members.Values), Book, lead);
            Book = ruling.Book;
            decisions.Add(ruling.Outcome.Decision);
            if (ruling.Outcome.Decision.Record is { } record) Assert.True(Replay.Agrees(record));
        }

        private void Settle(int at, bool refund)
        {
            var decision = decisions[at];
            var settled = Settlement.Settle(Book, decision.Pool, decision.Id, decision, OwnerLeft.Spam, Monday9, refund);
            (Book, decisions[at]) = (settled.Book, settled.Decision);
        }
    }
}
