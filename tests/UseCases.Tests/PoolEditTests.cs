using System.Text;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>What editing rows changes from the next decision on; companies that stay with their rep; and every stored decision run again.</summary>
public sealed class PoolEditTests : IAsyncLifetime
{
    private static readonly PoolId Spain = new("spain");
    private static readonly RepId Ana = new("ana");
    private static readonly RepId Ben = new("ben");

    private readonly TestWorld world = new();
    private TestProcess process = null!;
    private int people;

    public ValueTask InitializeAsync()
    {
        process = world.Start();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_company_stays_with_the_rep_who_had_its_newest_lead_and_free_mail_is_no_company()
    {
        world.Configuration = With(("Pools", ConfigRow.From("spain", ("Stickiness", "account"))));
        var first = await OwnerAsync("eva@acme.example");
        for (var i = 0; i < 4; i++) Assert.Equal(first, await OwnerAsync($"eva{i}@acme.example"));
        Assert.NotEqual(first, await OwnerAsync("ivo@other.example"));
        var free = new HashSet<RepId>();
        for (var i = 0; i < 6; i++) free.Add(await OwnerAsync($"someone{i}@gmail.com"));
        Assert.True(free.Count > 1, "free mail is taken for a company");

        // A manager moves the company by moving a lead of it.
        var other = first == Ana ? Ben : Ana;
        var id = await SubmitAsync("boss@acme.example");
        await process.TellAsync(id, new Signal.Reassigned(other, "mia", null));
        Assert.Equal(other, await OwnerAsync("eva9@acme.example"));
        await Invariants.HoldAsync(world);
    }

    [Fact]
    public async Task A_company_whose_rep_is_away_goes_to_somebody_else()
    {
        world.Configuration = With(("Pools", ConfigRow.From("spain", ("Stickiness", "account"))));
        var first = await OwnerAsync("eva@acme.example");
        world.Configuration = With(("Pools", ConfigRow.From("spain", ("Stickiness", "account"))), ("Reps", A.Rep(first.Value, ("Paused", true))));
        Assert.NotEqual(first, await OwnerAsync("eva2@acme.example"));
    }

    [Fact]
    public async Task Off_the_ledger_a_sticky_lead_moves_no_credit()
    {
        world.Configuration = With(("Pools", ConfigRow.From("spain", ("Stickiness", "account"), ("StickyOffLedger", true))));
        var first = await OwnerAsync("eva@acme.example");
        var before = (await LedgerAsync(Spain))[first].Credit;
        Assert.Equal(first, await OwnerAsync("eva2@acme.example"));
        Assert.Equal(before, (await LedgerAsync(Spain))[first].Credit);
        await Invariants.HoldAsync(world);
    }

    [Fact]
    public async Task Weights_departures_and_returns_take_effect_in_the_next_decision_and_the_ledger_stays_at_zero()
    {
        await OwnerAsync("a@a.example");
        world.Configuration = With(("Memberships", ConfigRow.From("spain-ana", ("Pool", "spain"), ("Rep", "ana"), ("Weight", 8))));
        var owners = new List<RepId>();
        for (var i = 0; i < 20; i++) owners.Add(await OwnerAsync($"b{i}@b{i}.example"));
        Assert.InRange(owners.Count(o => o == Ana), 15, 17);

        world.Configuration = With(("Memberships", ConfigRow.From("spain-ana", ("Pool", "elsewhere"), ("Rep", "ana"))));
        for (var i = 0; i < 4; i++) Assert.NotEqual(Ana, await OwnerAsync($"c{i}@c{i}.example"));
        var without = await LedgerAsync(Spain);
        Assert.Equal((false, Credit.Zero), (without.Has(Ana), without.Sum));

        world.Configuration = With();
        owners.Clear();
        for (var i = 0; i < 12; i++) owners.Add(await OwnerAsync($"d{i}@d{i}.example"));
        Assert.InRange(owners.Count(o => o == Ana), 3, 5);
        await Invariants.HoldAsync(world);
    }

    [Fact]
    public async Task A_pool_whose_members_all_move_to_another_brings_its_credits_along()
    {
        (string, ConfigRow) elsewhere = ("Pools", ConfigRow.From("iberia"));
        var configuration = With(elsewhere, ("Memberships", ConfigRow.From("iberia-mia", ("Pool", "iberia"), ("Rep", "mia"))));
        world.Configuration = configuration;
        await OwnerAsync("a@a.example");
        await OwnerAsync("b@b.example");
        var before = await LedgerAsync(Spain);
        Assert.NotEqual(Credit.Zero, before.Largest);

        world.Configuration = MergedInto("iberia");
        Assert.NotEqual(LeadStatus.House, (await process.LeadAsync(await SubmitAsync("c@c.example"))).Life.Status);
        var (spain, iberia) = (await LedgerAsync(Spain), await LedgerAsync(new PoolId("iberia")));
        Assert.Empty(spain.Reps);
        Assert.Equal((4, Credit.Zero), (iberia.Reps.Count, iberia.Sum));
        var moved = before.Reps.Where(rep => (iberia[rep].Credit - before[rep].Credit).Magnitude <= Credit.One);
        Assert.Equal(3, moved.Count());
        await Invariants.HoldAsync(world);
    }

    [Fact]
    public async Task Every_stored_decision_runs_again_to_the_same_owner()
    {
        var decided = 0;
        foreach (var strategy in new[] { "weighted", "least-loaded", "ordered", "broadcast" })
        {
            world.Configuration = With(
                ("Pools", ConfigRow.From("spain", ("Strategy", strategy), ("Stickiness", "account"), ("Absence", "accrue"), ("Overflow", "world"))),
                ("Pools", ConfigRow.From("world")), ("Memberships", ConfigRow.From("world-mia", ("Pool", "world"), ("Rep", "mia"))),
                ("Reps", A.Rep("ben", ("Hours", "mon-fri 09:00-13:00"), ("CapDay", 3))), ("Reps", A.Rep("cleo", ("TimeOff", "2026-03-02..2026-03-03"), ("Languages", "es"))));
            for (var i = 0; i < 8; i++)
            {
                var id = await SubmitAsync($"p{++people}@company{people % 3}.example");
                var life = (await process.LeadAsync(id)).Life;
                if (i % 3 == 0 && life.Status == LeadStatus.Broadcast) await process.TellAsync(id, new Signal.Accepted(life.OfferedTo[0], 1));
                else if (i % 3 == 1) await process.TellAsync(id, new Signal.Reassigned(Ben, "mia", null));
                else if (life.Owner is { } owner) await process.TellAsync(id, A.Rejection(owner, attempt: 1));
                await process.PassAsync(TimeSpan.FromHours(2));
            }
        }
        foreach (var lead in await Invariants.AllLeadsAsync(process))
            foreach (var stored in (await process.Leads.ReadAsync(lead.Id, CancellationToken.None))!.Decisions)
            {
                var record = DecisionJson.Read(Encoding.UTF8.GetBytes(stored.Json)).Record!;
                Assert.True(Replay.Agrees(record), $"{lead.Id} {stored.Attempt}: {Sentence.Of(record)}");
                Assert.Equal(record.Verdict.Owner, Replay.Of(record).Verdict.Owner);
                decided++;
            }
        Assert.InRange(decided, 32, 200);
        await Invariants.HoldAsync(world);
    }

    private static Configuration With(params (string Table, ConfigRow Row)[] edits) => A.Configuration(edits);

    /// <summary>No row for spain any more; its members are in another pool.</summary>
    private static Configuration MergedInto(string pool)
    {
        var memberships = new[] { "ana", "ben", "cleo", "mia" }.Select(rep => ("Memberships", ConfigRow.From($"spain-{rep}", ("Pool", pool), ("Rep", rep))));
        return A.Configuration([
            ("Pools", ConfigRow.From(pool)), ("RoutingRules", ConfigRow.From("fallback", ("Priority", 100), ("Pool", pool), ("SlaPolicy", "standard"))), .. memberships,
        ]) is var merged ? merged with { Live = merged.Live with { Pools = merged.Live.Pools.Where(p => p.Key != Spain).ToDictionary() } } : null!;
    }

    private Task<LeadId> SubmitAsync(string email) => process.SubmitAsync(A.Lead(email));

    private async Task<RepId> OwnerAsync(string email) => (await process.LeadAsync(await SubmitAsync(email))).Life.Owner!.Value;

    private async Task<PoolLedger> LedgerAsync(PoolId pool) => (await process.Get<IPoolBooks>().ReadAsync(CancellationToken.None)).Ledger(pool);
}
