using DurableTask.Core.Exceptions;
using LeadRouter.AzureHost.Bus;
using LeadRouter.AzureHost.Leads;
using LeadRouter.AzureHost.Tests.Bus;
using LeadRouter.Domain.Leads;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;

namespace LeadRouter.AzureHost.Tests;

public sealed class DurableWakeTests
{
    private static readonly LeadId Lead = new("lead1");

    private readonly Mock<DurableTaskClient> client = new("mock");
    private readonly FakeBus bus = new();
    private readonly DurableWake wake;

    public DurableWakeTests()
    {
        wake = new DurableWake(TheQueue, NullLogger<DurableWake>.Instance);
        wake.Use(client.Object);
    }

    private LeadQueue TheQueue => new(bus.Client, Options.Create(new BusOptions { LeadQueue = "lead-received" }));

    [Fact]
    public async Task A_new_lead_goes_through_the_queue_and_asks_nothing_of_the_engine()
    {
        await wake.StartAsync(Lead, default);
        Assert.Equal("lead1", Assert.Single(bus.In("lead-received")).MessageId);
        client.VerifyNoOtherCalls();
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running)]
    [InlineData(OrchestrationRuntimeStatus.Pending)]
    [InlineData(OrchestrationRuntimeStatus.Suspended)]
    public async Task A_running_orchestration_is_told(OrchestrationRuntimeStatus status)
    {
        Is(status);
        Assert.True(await wake.WakeForSureAsync(Lead, default));
        client.Verify(c => c.RaiseEventAsync("lead1", DurableWake.Event, null, default), Times.Once);
        Started(Times.Never());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    [InlineData(OrchestrationRuntimeStatus.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    public async Task One_that_does_not_run_is_started_under_the_id_of_the_lead(OrchestrationRuntimeStatus? status)
    {
        Is(status);
        await wake.WakeAsync(Lead, default);
        Started(Times.Once());
    }

    [Fact]
    public async Task Started_by_somebody_else_at_the_same_time_is_as_good()
    {
        Is(null);
        StartFailsWith(new OrchestrationAlreadyExistsException("lead1"));
        await wake.WakeAsync(Lead, default);
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_costs_the_wake_up_and_nothing_else()
    {
        foreach (var fault in new Exception[] { new IOException(), new TimeoutException(), new ObjectDisposedException("channel"), new OperationCanceledException(), new EngineException() })
        {
            StartFailsWith(fault);
            await wake.WakeAsync(Lead, default);
            Assert.False(await wake.WakeForSureAsync(Lead, default));
        }
    }

    [Fact]
    public async Task A_mistake_of_ours_is_loud()
    {
        foreach (var fault in new Exception[] { new ArgumentException("bad id"), new InvalidOperationException(), new NotSupportedException() })
        {
            StartFailsWith(fault);
            Assert.Same(fault, await Record.ExceptionAsync(async () => await wake.WakeAsync(Lead, default)));
        }
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await new DurableWake(TheQueue, NullLogger<DurableWake>.Instance).WakeAsync(Lead, default));
    }

    [Fact]
    public async Task A_caller_who_has_gone_is_not_waited_for()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        StartFailsWith(new OperationCanceledException());
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await wake.WakeAsync(Lead, gone.Token));
    }

    private void Is(OrchestrationRuntimeStatus? status) => client
        .Setup(c => c.GetInstanceAsync("lead1", false, default))
        .ReturnsAsync(status is { } known ? new OrchestrationMetadata(nameof(LeadOrchestrator), "lead1") { RuntimeStatus = known } : null);

    private void Started(Times times) => client.Verify(
        c => c.ScheduleNewOrchestrationInstanceAsync(
            It.Is<TaskName>(n => n.Name == nameof(LeadOrchestrator)), null, It.Is<StartOrchestrationOptions?>(o => o!.InstanceId == "lead1"), default),
        times);

    private void StartFailsWith(Exception fault) => client
        .Setup(c => c.ScheduleNewOrchestrationInstanceAsync(It.IsAny<TaskName>(), null, It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
        .ThrowsAsync(fault);

    // The client of the engine throws types of its transport, which differ between backends.
    private sealed class EngineException : Exception;
}
