using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>The sweep does not believe the timers, and gives no heartbeat when it could not mend what it found.</summary>
public sealed class WatchdogTests : IAsyncLifetime
{
    private readonly TestWorld world = new();
    private TestProcess process = null!;

    public ValueTask InitializeAsync()
    {
        process = world.Start();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_timer_row_deleted_behind_our_back_is_there_again_after_one_sweep()
    {
        var ids = new List<LeadId>();
        for (var i = 0; i < 20; i++) ids.Add(await process.SubmitAsync(A.Lead($"eva{i}@acme.example")));
        await world.DeleteTimersAsync([.. ids.Take(7)]);
        var sweep = process.Get<SweepLeads>();
        var report = await sweep.RunAsync(CancellationToken.None);
        Assert.Equal(ids.Take(7).ToHashSet(), report.Orphans.ToHashSet());
        Assert.Equal((world.Now, true), (sweep.Heartbeat, report.IsWhole));
        await process.PumpAsync();
        await Invariants.HoldAsync(world, submissions: 20);
    }

    [Fact]
    public async Task A_lead_that_was_woken_and_does_not_move_withholds_the_heartbeat()
    {
        await process.SubmitAsync(A.Lead("eva@acme.example"));
        var sweep = process.Get<SweepLeads>();
        await sweep.RunAsync(CancellationToken.None);
        var beat = sweep.Heartbeat;
        Assert.NotNull(beat);

        process.LosesWakeUps = true;
        world.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Empty((await sweep.RunAsync(CancellationToken.None)).Stuck);
        beat = sweep.Heartbeat;
        world.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Single((await sweep.RunAsync(CancellationToken.None)).Stuck);
        Assert.Equal(beat, sweep.Heartbeat);

        process.LosesWakeUps = false;
        await sweep.RunAsync(CancellationToken.None);
        await process.PumpAsync();
        Assert.True((await sweep.RunAsync(CancellationToken.None)).IsWhole);
        Assert.Equal(world.Now, sweep.Heartbeat);
    }

    [Fact]
    public async Task What_nobody_moves_is_overdue_after_five_seconds_and_an_alarm_after_a_quarter_of_an_hour()
    {
        process.LosesWakeUps = true;
        await process.PostAsync(A.Lead("eva@acme.example"));
        var sweep = process.Get<SweepLeads>();
        world.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, (await sweep.RunAsync(CancellationToken.None)).Overdue);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await sweep.RunAsync(CancellationToken.None)).Overdue);
        world.Clock.SetUtcNow(TestWorld.Monday9.AddMinutes(15));
        await process.PostAsync(A.Lead("ben@acme.example"));
        Assert.Empty((await sweep.RunAsync(CancellationToken.None)).Alarms);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([new AgeAlarm("received", TestWorld.Monday9, TimeSpan.FromMinutes(15))], (await sweep.RunAsync(CancellationToken.None)).Alarms);
    }

    [Fact]
    public async Task An_answer_whose_process_died_before_the_index_knew_is_published_after_one_sweep()
    {
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        var answer = new Signal.Accepted((await process.LeadAsync(id)).Life.Owner);
        var dying = world.Start(operation => operation is { IsCommit: true, Table: TableLeadIndex.Table } ? Fault.CrashBefore : Fault.None);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => dying.SendAsync(id, answer, "answer"));
        Assert.NotNull(await process.Leads.FindAnswerAsync(id, "answer", CancellationToken.None));

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.Start().LoadAsync();
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task A_signal_that_this_version_cannot_read_stops_no_sweep()
    {
        var id = await process.SubmitAsync(A.Lead("eva@acme.example"));
        var row = new Dictionary<string, object> { ["At"] = TestWorld.Monday9, ["Data"] = "{\"type\":\"future\"}", ["Print"] = "" };
        await world.Disk.CommitAsync(TableLeadStore.Table, id.Value, [new RowWrite.Insert("signal-later", row)], CancellationToken.None);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var sweep = process.Get<SweepLeads>();

        await sweep.RunAsync(CancellationToken.None);

        Assert.Equal(world.Now, sweep.Heartbeat);
        var due = await process.Get<ILeadIndex>().DueAsync(CancellationToken.None).ToListAsync(CancellationToken.None);
        Assert.Equal((id, world.Now), (Assert.Single(due).Id, due[0].Due));
    }

    [Fact]
    public async Task A_sweep_that_fails_gives_no_heartbeat()
    {
        await process.SubmitAsync(A.Lead("eva@acme.example"));
        var failing = world.Start(_ => Fault.Before);
        var sweep = failing.Get<SweepLeads>();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => sweep.RunAsync(CancellationToken.None));
        Assert.Null(sweep.Heartbeat);
    }
}
