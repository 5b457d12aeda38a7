using LeadRouter.AzureHost.Bus;
using LeadRouter.AzureHost.Leads;
using LeadRouter.AzureHost.Tests.Bus;
using LeadRouter.AzureHost.Tests.Durable;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LeadRouter.AzureHost.Tests;

public sealed class OrchestratorTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly LeadId Lead = new("lead1");

    private readonly FakeTimeProvider time = new(Start);
    private readonly DurableWake wake = new(new LeadQueue(new FakeBus().Client, Options.Create(new BusOptions { LeadQueue = "lead-received" })), NullLogger<DurableWake>.Instance);
    private readonly FakeDurable engine;
    private Func<AdvanceResult> move = () => Waiting(TimeSpan.FromMinutes(30));
    private Func<Task> duringMove = () => Task.CompletedTask;

    public OrchestratorTests()
    {
        engine = new FakeDurable(time.GetUtcNow, async _ =>
        {
            var moved = move();
            await duringMove();
            return moved;
        });
        wake.Use(engine.Client);
    }

    private FakeDurable.Instance Instance => engine.Instances[Lead.Value];

    [Fact]
    public async Task A_new_lead_is_moved_and_waits_for_its_time()
    {
        await WakeAsync();
        Assert.Equal(1, engine.ActivitiesRun);
        Assert.Equal(Start.AddMinutes(30).UtcDateTime, Assert.Single(Instance.Timers).Value);
        Assert.Equal("""{"State":"offered","Owner":"ana","NextDue":"2026-03-02T09:30:00+00:00","LastEffects":"assign, notifyRep"}""", Instance.CustomStatus);
    }

    [Fact]
    public async Task The_timer_moves_the_lead_again()
    {
        await WakeAsync();
        move = () => Waiting(TimeSpan.FromMinutes(60));
        await PassAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(2, engine.ActivitiesRun);
        Assert.Equal(Start.AddMinutes(60).UtcDateTime, Assert.Single(Instance.Timers).Value);
    }

    [Fact]
    public async Task A_wake_up_moves_the_lead_at_once_and_the_losing_timer_is_cancelled()
    {
        await WakeAsync();
        move = AtRest;
        await WakeAsync();
        Assert.Equal(2, engine.ActivitiesRun);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, Instance.Status);
        Assert.Single(Instance.Deeds.OfType<Deed.CancelTimer>());
        Assert.Empty(Instance.Timers);
    }

    [Fact]
    public async Task A_lead_at_rest_ends_its_orchestration_and_the_next_wake_up_starts_another()
    {
        move = AtRest;
        await WakeAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Completed, Instance.Status);
        await WakeAsync();
        Assert.Equal(2, Instance.Starts);
        Assert.Equal(2, engine.ActivitiesRun);
    }

    [Fact]
    public async Task A_wake_up_during_the_last_move_is_answered_before_the_end()
    {
        move = AtRest;
        WakeOnceDuringMove();
        await WakeAsync();
        Assert.Equal(2, engine.ActivitiesRun);
        Assert.Equal(1, Instance.Starts);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, Instance.Status);
    }

    [Fact]
    public async Task Wake_ups_during_a_move_are_answered_by_one_move_more_however_many_they_are()
    {
        WakeOnceDuringMove(times: 7);
        await WakeAsync();
        Assert.Equal(2, engine.ActivitiesRun);
        Assert.Empty(Instance.Deeds.OfType<Deed.CancelTimer>());
        Assert.Single(Instance.Timers);
    }

    [Fact]
    public async Task A_wake_up_after_a_timer_has_won_is_not_swallowed_by_the_wait_that_lost()
    {
        await WakeAsync();
        move = () => Waiting(TimeSpan.FromHours(2));
        WakeOnceDuringMove();
        await PassAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(3, engine.ActivitiesRun);
    }

    [Fact]
    public async Task Early_and_repeated_wake_ups_cost_two_moves_at_most_and_change_nothing()
    {
        await WakeAsync();
        for (var again = 0; again < 7; again++) await wake.WakeAsync(Lead, default);
        await engine.SettleAsync();
        // The first ends the wait, and the move that it calls for is under way when the orchestrator sees the others.
        Assert.Equal(1 + 2, engine.ActivitiesRun);
        Assert.Equal(Start.AddMinutes(30).UtcDateTime, Assert.Single(Instance.Timers).Value);
    }

    [Fact]
    public async Task After_some_rounds_it_continues_as_new_and_goes_on_waiting()
    {
        for (var round = 0; round < LeadOrchestrator.MaxRounds; round++) await WakeAsync();
        Assert.Equal(0, Instance.Executions);
        await WakeAsync();
        Assert.Equal(1, Instance.Executions);
        Assert.Equal(LeadOrchestrator.MaxRounds + 1, engine.ActivitiesRun);
        Assert.Single(Instance.Timers);
        Assert.True(Instance.History.Count <= 3);
    }

    [Fact]
    public async Task Continuing_as_new_keeps_the_wake_ups_that_nobody_has_read()
    {
        for (var round = 0; round < LeadOrchestrator.MaxRounds; round++) await WakeAsync();
        // Two in one turn: the first is what the wait wakes up by, the second is not read before it continues as new.
        await wake.WakeAsync(Lead, default);
        await wake.WakeAsync(Lead, default);
        var movesBefore = engine.ActivitiesRun;
        await engine.SettleAsync();
        Assert.Equal(1, Instance.Executions);
        var kept = Assert.Single(Instance.History.SelectMany(t => t.Events).OfType<HistoryEvent.EventRaised>());
        Assert.Equal(DurableWake.Event, kept.Name);
        Assert.Equal(2, engine.ActivitiesRun - movesBefore);
    }

    [Fact]
    public async Task A_move_that_fails_is_retried_with_growing_pauses()
    {
        var tries = 0;
        move = () => ++tries < 4 ? throw new IOException("storage is down") : Waiting(TimeSpan.FromMinutes(30));
        await WakeAsync();
        await PassAsync(TimeSpan.FromSeconds(2 + 8 + 32));
        Assert.Equal(4, tries);
        Assert.Contains("offered", Instance.CustomStatus, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_defect_of_ours_is_not_tried_again_at_once()
    {
        var tries = 0;
        move = () => ++tries < 2 ? throw new InvalidOperationException("a defect") : Waiting(TimeSpan.FromMinutes(30));
        await WakeAsync();
        await PassAsync(TimeSpan.FromMinutes(4));
        Assert.Equal(1, tries);
        Assert.Contains("failing", Instance.CustomStatus, StringComparison.Ordinal);
        await PassAsync(LeadOrchestrator.FaultPause);
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task A_lead_that_cannot_be_moved_is_tried_again_for_ever_and_says_so()
    {
        move = () => throw new IOException("storage is down");
        await WakeAsync();
        await PassAsync(TimeSpan.FromMinutes(3));
        Assert.Contains("failing", Instance.CustomStatus, StringComparison.Ordinal);
        move = () => Waiting(TimeSpan.FromDays(1));
        await PassAsync(LeadOrchestrator.FaultPause);
        Assert.Equal(OrchestrationRuntimeStatus.Running, Instance.Status);
        Assert.Contains("offered", Instance.CustomStatus, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_that_has_passed_already_is_not_waited_for_in_a_busy_loop()
    {
        move = () => Waiting(TimeSpan.FromMinutes(-1));
        await WakeAsync();
        Assert.Equal(1, engine.ActivitiesRun);
        await PassAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(4, engine.ActivitiesRun);
    }

    [Fact]
    public async Task Every_prefix_of_a_history_asks_for_the_same_again()
    {
        WakeOnceDuringMove(times: 2);
        move = () => Waiting(TimeSpan.FromDays(8));
        await WakeAsync();
        move = () => Waiting(TimeSpan.FromDays(9));
        await PassAsync(TimeSpan.FromDays(8));
        move = () => throw new IOException("storage is down");
        await WakeAsync();
        await PassAsync(TimeSpan.FromMinutes(4));
        move = () => Waiting(TimeSpan.FromDays(20));
        await PassAsync(TimeSpan.FromDays(4));
        await ToldAsync(Offered(TimeSpan.FromDays(21), step: 8));
        Assert.True(Instance.History.Count > 8);
        IReadOnlyList<Deed> before = [];
        for (var turns = 1; turns <= Instance.History.Count; turns++)
        {
            var deeds = FakeOrchestrationContext.Run(Lead.Value, LeadOrchestrator.RunAsync, [.. Instance.History.Take(turns)]).Deeds;
            Assert.Equal(before, deeds.Take(before.Count));
            Assert.Equal(deeds, FakeOrchestrationContext.Run(Lead.Value, LeadOrchestrator.RunAsync, [.. Instance.History.Take(turns)]).Deeds);
            before = deeds;
        }
        Assert.Equal(Instance.Deeds, before);
    }

    [Fact]
    public async Task News_of_a_move_made_elsewhere_is_taken_over_without_another()
    {
        await WakeAsync();
        await ToldAsync(Offered(TimeSpan.FromHours(2), step: 8));
        Assert.Equal(1, engine.ActivitiesRun);
        Assert.Equal(Start.AddHours(2).UtcDateTime, Assert.Single(Instance.Timers).Value);
        Assert.Contains("11:00", Instance.CustomStatus, StringComparison.Ordinal);
        await ToldAsync(new Advanced.AtRest(LeadStatus.Won, 9));
        Assert.Equal(1, engine.ActivitiesRun);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, Instance.Status);
    }

    [Fact]
    public async Task News_that_are_older_than_what_is_known_only_wake()
    {
        move = () => Waiting(TimeSpan.FromMinutes(30)) with { Step = 8 };
        await WakeAsync();
        await ToldAsync(Offered(TimeSpan.FromHours(2), step: 7));
        Assert.Equal(2, engine.ActivitiesRun);
        Assert.Equal(Start.AddMinutes(30).UtcDateTime, Assert.Single(Instance.Timers).Value);
    }

    [Fact]
    public async Task News_during_a_move_win_by_their_step_and_a_wake_up_beside_them_moves_the_lead()
    {
        duringMove = async () =>
        {
            await wake.MovedAsync(Lead, Offered(TimeSpan.FromHours(3), step: 9), default);
            await wake.MovedAsync(Lead, Offered(TimeSpan.FromHours(2), step: 8), default);
        };
        await WakeAsync();
        Assert.Equal(1, engine.ActivitiesRun);
        Assert.Equal(Start.AddHours(3).UtcDateTime, Assert.Single(Instance.Timers).Value);
        duringMove = () => Task.CompletedTask;
        await wake.MovedAsync(Lead, Offered(TimeSpan.FromHours(4), step: 10), default);
        await WakeAsync();
        Assert.Equal(2, engine.ActivitiesRun);
    }

    [Fact]
    public async Task News_of_a_lead_that_nobody_drives_start_its_orchestration()
    {
        await ToldAsync(new Advanced.AtRest(LeadStatus.Won, 9));
        Assert.Empty(engine.Instances);
        await ToldAsync(Offered(TimeSpan.FromHours(2), step: 8));
        Assert.Equal((1, 1), (Instance.Starts, engine.ActivitiesRun));
    }

    private static Advanced.Waiting Offered(TimeSpan until, int step) => new(Start + until, 1, LeadStatus.Offered, new RepId("ana"), step);

    private async Task ToldAsync(Advanced to)
    {
        await wake.MovedAsync(Lead, to, default);
        await engine.SettleAsync();
    }

    private static AdvanceResult Waiting(TimeSpan until) => new("offered", "ana", Start + until, 1, "assign, notifyRep");

    private static AdvanceResult AtRest() => new("won", null, null, 0);

    private void WakeOnceDuringMove(int times = 1) => duringMove = async () =>
    {
        for (; times > 0; times--) await wake.WakeAsync(Lead, default);
    };

    private async Task WakeAsync()
    {
        await wake.WakeAsync(Lead, default);
        await engine.SettleAsync();
    }

    private async Task PassAsync(TimeSpan span)
    {
        var to = time.GetUtcNow() + span;
        while (engine.NextDue is { } next && next <= to.UtcDateTime)
        {
            if (next > time.GetUtcNow().UtcDateTime) time.SetUtcNow(next);
            engine.FireDue();
            await engine.SettleAsync();
        }
        time.SetUtcNow(to);
    }
}
