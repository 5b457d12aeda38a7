using System.Text.Json;
using DurableTask.Core.Exceptions;
using LeadRouter.AzureHost.Leads;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Moq;

namespace LeadRouter.AzureHost.Tests.Durable;

/// <summary>
/// A durable engine in memory and in virtual time: keeps histories, replays the orchestrator over each of them at every turn, and fails
/// when a replay asks for anything else than before.
/// </summary>
internal sealed class FakeDurable
{
    private readonly Func<DateTimeOffset> clock;
    private readonly Func<string, Task<AdvanceResult>> activity;
    private readonly Queue<(Instance Instance, int Execution, Deed.CallActivity Call)> calls = [];

    /// <param name="activity">What <c>AdvanceLead</c> does.</param>
    public FakeDurable(Func<DateTimeOffset> clock, Func<string, Task<AdvanceResult>> activity)
    {
        (this.clock, this.activity) = (clock, activity);
        var client = new Mock<DurableTaskClient>(MockBehavior.Strict, "fake");
        client.Setup(c => c.GetInstanceAsync(It.IsAny<string>(), false, It.IsAny<CancellationToken>())).ReturnsAsync((string id, bool _, CancellationToken _) => Find(id));
        client.Setup(c => c.RaiseEventAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<object?>(), It.IsAny<CancellationToken>()))
            .Returns((string id, string name, object? payload, CancellationToken _) => Raise(id, name, payload));
        client.Setup(c => c.ScheduleNewOrchestrationInstanceAsync(It.IsAny<TaskName>(), null, It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((TaskName name, object? _, StartOrchestrationOptions? options, CancellationToken _) => Start(name, options!.InstanceId!));
        Client = client.Object;
    }

    public DurableTaskClient Client { get; }

    public Dictionary<string, Instance> Instances { get; } = [];

    public int ActivitiesRun { get; private set; }

    public DateTime? NextDue => Instances.Values.SelectMany(i => i.Timers.Values).Select(at => (DateTime?)at).Min();

    /// <summary>Runs turns and activities until nothing is left to do but wait.</summary>
    public async Task SettleAsync()
    {
        while (true)
        {
            if (Instances.Values.FirstOrDefault(i => i.WantsTurn) is { } ready) Take(ready);
            else if (calls.TryDequeue(out var call)) await CarryOutAsync(call.Instance, call.Execution, call.Call);
            else return;
        }
    }

    public void FireDue()
    {
        foreach (var instance in Instances.Values)
            foreach (var (id, _) in instance.Timers.Where(t => t.Value <= clock().UtcDateTime).OrderBy(t => t.Value).ToList())
            {
                instance.Timers.Remove(id);
                instance.Inbox.Add(new HistoryEvent.TimerFired(id));
            }
    }

    private OrchestrationMetadata? Find(string id) => Instances.TryGetValue(id, out var known)
        ? new OrchestrationMetadata(nameof(LeadOrchestrator), id) { RuntimeStatus = known.Status }
        : null;

    private string Start(TaskName name, string id)
    {
        Assert.Equal(nameof(LeadOrchestrator), name.Name);
        if (Instances.TryGetValue(id, out var known) && known.Status == OrchestrationRuntimeStatus.Running) throw new OrchestrationAlreadyExistsException(id);
        Instances[id] = new Instance(id) { Starts = (known?.Starts ?? 0) + 1 };
        Instances[id].Past.AddRange(known?.Past ?? []);
        return id;
    }

    // As the real engine: an event for an instance that is not there or has ended is dropped without a word.
    private Task Raise(string id, string name, object? payload)
    {
        if (Instances.TryGetValue(id, out var known) && known.Status == OrchestrationRuntimeStatus.Running)
            known.Inbox.Add(new HistoryEvent.EventRaised(name, JsonSerializer.Serialize(payload)));
        return Task.CompletedTask;
    }

    private void Take(Instance instance)
    {
        instance.History.Add(new Turn(clock().UtcDateTime, [.. instance.Inbox]));
        instance.Inbox.Clear();
        var replayed = FakeOrchestrationContext.Run(instance.Id, LeadOrchestrator.RunAsync, instance.History);
        Assert.Equal(instance.Deeds, replayed.Deeds.Take(instance.Deeds.Count));
        var news = replayed.Deeds.Skip(instance.Deeds.Count).ToList();
        instance.Deeds.AddRange(news);
        foreach (var deed in news) Follow(instance, deed, replayed);
    }

    private void Follow(Instance instance, Deed deed, Replayed replayed)
    {
        switch (deed)
        {
            case Deed.CallActivity call:
                calls.Enqueue((instance, instance.Executions, call));
                break;
            case Deed.CreateTimer timer:
                instance.Timers.Add(timer.Id, timer.At);
                break;
            case Deed.CancelTimer cancel:
                instance.Timers.Remove(cancel.Id);
                break;
            case Deed.SetStatus status:
                instance.CustomStatus = status.Json;
                break;
            case Deed.ContinueAsNew:
                instance.Remember();
                instance.Restart(replayed.Unread);
                break;
            case Deed.Complete:
                instance.Remember();
                Assert.Empty(instance.Timers);
                instance.Status = OrchestrationRuntimeStatus.Completed;
                instance.Inbox.Clear();
                break;
            case Deed.Fail fail:
                Assert.Fail($"The orchestration of {instance.Id} failed: {fail.Error}");
                break;
        }
    }

    private async Task CarryOutAsync(Instance instance, int execution, Deed.CallActivity call)
    {
        Assert.Equal(AdvanceLeadActivity.Name, call.Name);
        ActivitiesRun++;
        HistoryEvent end;
        try
        {
            end = new HistoryEvent.ActivityEnded(call.Id, JsonSerializer.Serialize(await activity(JsonSerializer.Deserialize<string>(call.Input)!)), null);
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            end = new HistoryEvent.ActivityEnded(call.Id, null, fault.GetType().FullName);
        }
        if (instance.Executions == execution) instance.Inbox.Add(end);
    }

    internal sealed class Instance(string id)
    {
        public string Id => id;

        public OrchestrationRuntimeStatus Status { get; set; } = OrchestrationRuntimeStatus.Running;

        public List<Turn> History { get; } = [];

        public List<HistoryEvent> Inbox { get; } = [];

        public List<Deed> Deeds { get; } = [];

        public Dictionary<int, DateTime> Timers { get; } = [];

        public string? CustomStatus { get; set; }

        /// <summary>How often it was started, ended, and started again.</summary>
        public int Starts { get; init; }

        /// <summary>How often it continued as new.</summary>
        public int Executions { get; private set; }

        /// <summary>Histories that came to their end, each with what the orchestrator asked for.</summary>
        public List<(IReadOnlyList<Turn> History, IReadOnlyList<Deed> Deeds)> Past { get; } = [];

        public bool WantsTurn => Status == OrchestrationRuntimeStatus.Running && (History.Count == 0 || Inbox.Count > 0);

        public void Remember() => Past.Add(([.. History], [.. Deeds]));

        public void Restart(IEnumerable<HistoryEvent> unread)
        {
            Assert.Empty(Timers);
            Executions++;
            History.Clear();
            Deeds.Clear();
            Inbox.InsertRange(0, unread);
        }
    }
}
