using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>A lead offered to a whole pool: the first to accept has it, the others see who was faster.</summary>
public sealed class BroadcastTests : IAsyncLifetime
{
    private static readonly RepId[] Reps = [new("ana"), new("ben"), new("cleo")];

    private readonly TestWorld world = new(ToAll());
    private TestProcess process = null!;
    private int people;

    public ValueTask InitializeAsync()
    {
        process = world.Start();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Everybody_is_told_nobody_pays_and_the_first_to_accept_pays_and_has_it()
    {
        var id = await SubmitAsync();
        var offered = (await process.LeadAsync(id)).Life;
        Assert.Equal((LeadStatus.Broadcast, null), (offered.Status, offered.Owner));
        Assert.Equal(Reps, offered.OfferedTo);
        Assert.Equal(["assignment to ana", "assignment to ben", "assignment to cleo"], world.Mails.Told.Order(StringComparer.Ordinal));
        Assert.All(world.Mails.Sent.Where(m => m.Template == "assignment"), m => Assert.True(m.Data["shared"] is true && m.Data.ContainsKey("acceptUrl")));
        Assert.Equal(Credit.Zero, (await LedgerAsync()).Largest);

        Assert.Null(await process.TellAsync(id, new Signal.Accepted(Reps[1], 1)));
        Assert.Equal((LeadStatus.Accepted, Reps[1]), await OwnedAsync(id));
        Assert.True((await LedgerAsync())[Reps[1]].Credit < Credit.Zero);
        Assert.Equal("The lead belongs to ben", await process.TellAsync(id, new Signal.Accepted(Reps[0], 1)));
        Assert.Null(await process.TellAsync(id, new Signal.Contacted(Reps[1])));
        Assert.Null(await process.TellAsync(id, new Signal.Won("crm")));
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task Of_all_who_press_at_once_on_two_hosts_exactly_one_has_it_and_is_charged_once()
    {
        var other = world.Start();
        var leads = new List<LeadId>();
        for (var i = 0; i < Prove.Size(60, 3_000); i++) leads.Add(await SubmitAsync());
        await Parallel.ForEachAsync(leads, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (id, _) => await Task.WhenAll(
            Reps.Select((rep, i) => Task.Run(async () =>
            {
                var host = i % 2 == 0 ? process : other;
                await host.SendAsync(id, new Signal.Accepted(rep, 1), $"accept-{rep}");
                await host.AdvanceAsync(id);
            }))));
        await process.PumpAsync();
        await other.PumpAsync();
        foreach (var id in leads)
        {
            var life = (await process.LeadAsync(id)).Life;
            Assert.Equal(LeadStatus.Accepted, life.Status);
            var answers = await Task.WhenAll(Reps.Select(rep => process.Leads.FindAnswerAsync(id, $"accept-{rep}", CancellationToken.None)));
            Assert.Equal(life.Owner, Assert.Single(Reps.Where((_, i) => answers[i]!.Refusal is null)));
        }
        Assert.Equal(leads.Count, (await process.Get<IPoolBooks>().ReadAsync(CancellationToken.None)) is var book ? Reps.Sum(r => book.Loads[r].Open) : 0);
        Assert.Equal(leads.Count, (await LedgerAsync()).Sequence);
        await Invariants.HoldAsync(world, submissions: leads.Count);
    }

    [Fact]
    public async Task A_rep_at_his_cap_cannot_take_more_and_the_offer_stays_open_for_the_others()
    {
        world.Configuration = ToAll(("Reps", A.Rep("ana", ("CapOpen", 1))));
        LeadId[] leads = [await SubmitAsync(), await SubmitAsync()];
        await process.TellAsync(leads[0], new Signal.Accepted(Reps[0], 1));
        await process.TellAsync(leads[1], new Signal.Accepted(Reps[0], 1));
        var open = (await process.LeadAsync(leads[1])).Life;
        Assert.Equal((LeadStatus.Broadcast, null), (open.Status, open.Claimant));
        Assert.Contains("claimRefused", await process.StoryAsync(leads[1]));
        await process.TellAsync(leads[1], new Signal.Accepted(Reps[2], 1));
        Assert.Equal((LeadStatus.Accepted, Reps[2]), await OwnedAsync(leads[1]));
        await Invariants.HoldAsync(world, submissions: 2);
    }

    [Fact]
    public async Task Who_declines_is_out_and_after_the_last_one_the_lead_goes_on()
    {
        var id = await SubmitAsync();
        foreach (var rep in Reps[..2]) Assert.Null(await process.TellAsync(id, A.Rejection(rep, attempt: 1)));
        Assert.Equal([Reps[2]], (await process.LeadAsync(id)).Life.OfferedTo);
        Assert.NotNull(await process.TellAsync(id, new Signal.Accepted(Reps[0], 1)));
        Assert.Null(await process.TellAsync(id, A.Rejection(Reps[2], attempt: 1)));
        Assert.Equal(LeadStatus.House, (await process.LeadAsync(id)).Life.Status);
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task An_offer_that_nobody_takes_climbs_the_ladder_and_cannot_be_claimed_late()
    {
        var id = await SubmitAsync();
        await process.PassAsync(TimeSpan.FromMinutes(15));
        Assert.Equal(3, world.Mails.Told.Count(m => m.StartsWith("reminder", StringComparison.Ordinal)));
        await process.PassAsync(TimeSpan.FromMinutes(15));
        Assert.Equal(LeadStatus.House, (await process.LeadAsync(id)).Life.Status);
        Assert.NotNull(await process.TellAsync(id, new Signal.Accepted(Reps[0], 1)));
        Assert.Equal(Credit.Zero, (await LedgerAsync()).Largest);
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task A_manager_takes_a_lead_out_of_an_offer()
    {
        var id = await SubmitAsync();
        Assert.Null(await process.TellAsync(id, new Signal.Reassigned(Reps[1], "mia", null)));
        Assert.Equal((LeadStatus.Offered, Reps[1]), await OwnedAsync(id));
        Assert.NotNull(await process.TellAsync(id, new Signal.Accepted(Reps[0], 1)));
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Theory]
    [InlineData(nameof(Fault.CrashBefore))]
    [InlineData(nameof(Fault.CrashAfter))]
    public async Task Whichever_write_of_a_claim_is_the_last_of_a_host_one_rep_has_the_lead_and_one_charge(string kind)
    {
        var fault = (Fault)typeof(Fault).GetField(kind)!.GetValue(null)!;
        for (var n = 1; ; n++)
        {
            var id = await SubmitAsync();
            var dying = world.Start(Faults.At(n, fault));
            var died = await Record.ExceptionAsync(() => dying.TellAsync(id, new Signal.Accepted(Reps[0], 1), "accept")) is not null || dying.IsDead();
            process = world.Start();
            world.Clock.Advance(TimeSpan.FromSeconds(10));
            await process.LoadAsync();
            await process.PassAsync(TimeSpan.FromSeconds(30));
            // Whoever was not answered presses again.
            await process.TellAsync(id, new Signal.Accepted(Reps[0], 1), "accept");
            Assert.Equal((LeadStatus.Accepted, Reps[0]), await OwnedAsync(id));
            if (!died) break;
        }
        Assert.Equal(people, (await LedgerAsync()).Sequence);
        await Invariants.HoldAsync(world, submissions: people);
    }

    private static Configuration ToAll(params (string Table, ConfigRow Row)[] edits) =>
        A.Configuration([("Pools", ConfigRow.From("spain", ("Strategy", "broadcast"))), .. edits]);

    private Task<LeadId> SubmitAsync() => process.SubmitAsync(A.Lead($"eva{++people}@acme.example"));

    private async Task<PoolLedger> LedgerAsync() => (await process.Get<IPoolBooks>().ReadAsync(CancellationToken.None)).Ledger(new PoolId("spain"));

    private async Task<(LeadStatus, RepId)> OwnedAsync(LeadId id) => (await process.LeadAsync(id)).Life is var life ? (life.Status, life.Owner!.Value) : default;
}
