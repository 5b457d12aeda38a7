using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;

namespace LeadRouter.UseCases.Tests;

/// <summary>Which signals are taken in the request that brings them, and which are left for the driver.</summary>
public sealed class TakeSignalTests : IAsyncLifetime
{
    private readonly TestWorld world = new();
    private TestProcess process = null!;
    private LeadId lead;

    private RepId Owner { get; set; }

    public async ValueTask InitializeAsync()
    {
        process = world.Start();
        lead = await process.SubmitAsync(A.Lead("eva@acme.example"));
        Owner = (await process.LeadAsync(lead)).Life.Owner!.Value;
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task An_answer_with_nothing_behind_it_is_taken_at_once()
    {
        var taken = Assert.IsType<SignalTaken.AtOnce>(await process.SendAsync(lead, new Signal.Accepted(Owner, 1), "accept"));
        Assert.Equal((null, LeadStatus.Accepted), (taken.Answer.Refusal, taken.Answer.State));
        Assert.Equal(taken.Answer, await process.Leads.FindAnswerAsync(lead, "accept", CancellationToken.None));
        Assert.Contains("accepted", await process.StoryAsync(lead));
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task One_that_calls_for_work_is_left_for_the_driver()
    {
        Assert.IsType<SignalTaken.Stored>(await process.SendAsync(lead, A.Rejection(Owner, attempt: 1)));
        Assert.Equal(LeadStatus.Offered, (await process.LeadAsync(lead)).Life.Status);
        await process.PumpAsync();
        Assert.NotEqual(Owner, (await process.LeadAsync(lead)).Life.Owner);
    }

    [Fact]
    public async Task One_after_another_that_waits_keeps_its_turn()
    {
        await process.SendAsync(lead, A.Rejection(Owner, attempt: 1));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<SignalTaken.Stored>(await process.SendAsync(lead, new Signal.Accepted(Owner, 1), "late"));
        await process.PumpAsync();
        Assert.NotNull((await process.Leads.FindAnswerAsync(lead, "late", CancellationToken.None))!.Refusal);
    }

    [Fact]
    public async Task One_after_the_lead_was_due_comes_after_its_timer()
    {
        world.Clock.Advance(TimeSpan.FromDays(2));
        Assert.IsType<SignalTaken.Stored>(await process.SendAsync(lead, new Signal.Accepted(Owner, 1), "late"));
    }

    [Fact]
    public async Task One_that_moves_no_clock_is_left_for_the_driver_because_no_sweep_would_miss_it()
    {
        Assert.IsType<SignalTaken.Stored>(await process.SendAsync(lead, new Signal.Rated("crm", true, null)));
        await process.PumpAsync();
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task A_lead_at_rest_is_left_for_the_driver()
    {
        await process.TellAsync(lead, new Signal.Won("crm"));
        Assert.IsType<SignalTaken.Stored>(await process.SendAsync(lead, new Signal.Rated("crm", true, null)));
        await process.PumpAsync();
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task Known_is_known_whether_it_was_taken_at_once_or_waits()
    {
        await process.SendAsync(lead, new Signal.Accepted(Owner, 1), "accept");
        Assert.IsType<SignalTaken.Known>(await process.SendAsync(lead, new Signal.Accepted(Owner, 1), "accept"));
        var next = A.Rejection(Owner, attempt: 1);
        Assert.IsType<SignalTaken.Stored>(await process.SendAsync(lead, next, "reject"));
        Assert.IsType<SignalTaken.Known>(await process.SendAsync(lead, next, "reject"));
        await process.PumpAsync();
        await Invariants.HoldAsync(world, submissions: 1);
    }

    [Fact]
    public async Task Somebody_faster_loses_nothing_and_the_driver_decides()
    {
        var seen = (await process.Leads.OpenAsync(lead, CancellationToken.None))!;
        await process.TellAsync(lead, new Signal.Accepted(Owner, 1));
        var late = new SignalRow("late", world.Now, new Signal.Accepted(Owner, 1));
        Assert.IsType<SignalTaken.Stored>(await process.Get<TakeSignal>().RunAsync(seen, late, CancellationToken.None));
        await process.PumpAsync();
        Assert.NotNull((await process.Leads.FindAnswerAsync(lead, "late", CancellationToken.None))!.Refusal);
        Assert.Single(await process.StoryAsync(lead), "accepted");
    }
}
