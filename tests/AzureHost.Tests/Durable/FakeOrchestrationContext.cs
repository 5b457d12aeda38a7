using System.Text.Json;
using System.Text.Json.Serialization;
using LeadRouter.AzureHost.Leads;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LeadRouter.AzureHost.Tests.Durable;

/// <summary>What an orchestration is told, as its history keeps it.</summary>
[JsonDerivedType(typeof(ActivityEnded), "activity"), JsonDerivedType(typeof(TimerFired), "timer"), JsonDerivedType(typeof(EventRaised), "event")]
internal abstract record HistoryEvent
{
    public sealed record ActivityEnded(int Id, string? Json, string? Error) : HistoryEvent;

    public sealed record TimerFired(int Id) : HistoryEvent;

    public sealed record EventRaised(string Name, string Json) : HistoryEvent;
}

/// <summary>Events that the engine hands to the orchestration at once.</summary>
internal sealed record Turn(DateTime At, IReadOnlyList<HistoryEvent> Events);

/// <summary>What an orchestration asks of its engine.</summary>
[JsonDerivedType(typeof(CallActivity), "call"), JsonDerivedType(typeof(CreateTimer), "timer"), JsonDerivedType(typeof(CancelTimer), "cancel")]
[JsonDerivedType(typeof(SetStatus), "status"), JsonDerivedType(typeof(ContinueAsNew), "again"), JsonDerivedType(typeof(Complete), "end"), JsonDerivedType(typeof(Fail), "fail")]
internal abstract record Deed
{
    public sealed record CallActivity(int Id, string Name, string Input) : Deed;

    public sealed record CreateTimer(int Id, DateTime At) : Deed;

    public sealed record CancelTimer(int Id) : Deed;

    public sealed record SetStatus(string Json) : Deed;

    public sealed record ContinueAsNew : Deed;

    public sealed record Complete : Deed;

    public sealed record Fail(string Error) : Deed;
}

/// <summary>What came of a history: all deeds since its beginning, and the events that nobody has waited for.</summary>
internal sealed record Replayed(IReadOnlyList<Deed> Deeds, IReadOnlyList<HistoryEvent.EventRaised> Unread);

/// <summary>
/// Runs an orchestrator over a history, in virtual time and on one thread, with the manners of the real engine: values travel as JSON,
/// retries wait on timers, long timers are cut in pieces, events find the newest wait, and a cancelled wait stays on the stack and
/// swallows the next event.
/// </summary>
internal sealed class FakeOrchestrationContext : TaskOrchestrationContext
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(3);

    private readonly List<Deed> deeds = [];
    private readonly Dictionary<int, TaskCompletionSource<string>> activities = [];
    private readonly Dictionary<int, TaskCompletionSource> timers = [];
    private readonly Dictionary<string, Stack<Action<string>>> waits = [];
    private readonly List<HistoryEvent.EventRaised> unread = [];
    private readonly int thread = Environment.CurrentManagedThreadId;
    private int lastId;
    private DateTime now;
    private bool replaying;

    private FakeOrchestrationContext(string instanceId) => InstanceId = instanceId;

    public override TaskName Name => "orchestrator";

    public override string InstanceId { get; }

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => OnThread(now);

    public override bool IsReplaying => replaying;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public static Replayed Run(string instanceId, Func<TaskOrchestrationContext, Task> orchestrator, IReadOnlyList<Turn> history)
    {
        var before = SynchronizationContext.Current;
        // Continuations run where their task is completed: on this thread, in the order of the history.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var context = new FakeOrchestrationContext(instanceId);
            context.Play(orchestrator, history);
            return new Replayed(context.deeds, context.unread);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    public override T? GetInput<T>() where T : default => throw new NotSupportedException();

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        // A policy does not say whom it asks whether to try again: here it is always the orchestrator's own rule.
        var policy = options?.Retry?.Policy;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return JsonSerializer.Deserialize<TResult>(await CallAsync(name, input))!;
            }
            catch (TaskFailedException fault) when (attempt < policy?.MaxNumberOfAttempts && LeadOrchestrator.MayPass(fault.FailureDetails))
            {
                var pause = policy.FirstRetryInterval * Math.Pow(policy.BackoffCoefficient, attempt - 1);
                await CreateTimer(now + (pause < policy.MaxRetryInterval ? pause : policy.MaxRetryInterval), CancellationToken.None);
            }
        }
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        for (; fireAt - now > LongestTimer; cancellationToken.ThrowIfCancellationRequested())
            await CreatePieceAsync(now + LongestTimer, cancellationToken);
        await CreatePieceAsync(fireAt, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        var source = new TaskCompletionSource<T>();
        if (!waits.TryGetValue(eventName, out var stack)) waits[eventName] = stack = new();
        stack.Push(json => source.TrySetResult(JsonSerializer.Deserialize<T>(json)!));
        if (unread.FindIndex(e => e.Name == eventName) is >= 0 and var first)
        {
            var kept = unread[first];
            unread.RemoveAt(first);
            Raise(kept);
        }
        cancellationToken.Register(() => source.TrySetCanceled(cancellationToken));
        return OnThread(source.Task);
    }

    public override void SetCustomStatus(object? customStatus) => Do(new Deed.SetStatus(JsonSerializer.Serialize(customStatus)));

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        if (!preserveUnprocessedEvents) unread.Clear();
        Do(new Deed.ContinueAsNew());
    }

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        throw new NotSupportedException();

    public override Guid NewGuid() => throw new NotSupportedException();

    private void Play(Func<TaskOrchestrationContext, Task> orchestrator, IReadOnlyList<Turn> history)
    {
        Task? run = null;
        foreach (var (turn, index) in history.Select((t, i) => (t, i)))
        {
            (now, replaying) = (turn.At, index < history.Count - 1);
            run ??= orchestrator(this);
            foreach (var happened in turn.Events) Tell(happened);
        }
        if (run is { IsCompleted: true } && !deeds.OfType<Deed.ContinueAsNew>().Any())
            Do(run.Exception is { } fault ? new Deed.Fail(fault.InnerException!.ToString()) : new Deed.Complete());
    }

    private void Tell(HistoryEvent happened)
    {
        switch (happened)
        {
            case HistoryEvent.ActivityEnded { Error: { } error } failed:
                activities[failed.Id].SetException(new TaskFailedException("activity", failed.Id, new TaskFailureDetails(error, error, null, null, null)));
                break;
            case HistoryEvent.ActivityEnded ended:
                activities[ended.Id].SetResult(ended.Json!);
                break;
            case HistoryEvent.TimerFired fired:
                timers[fired.Id].TrySetResult();
                break;
            case HistoryEvent.EventRaised raised:
                Raise(raised);
                break;
        }
    }

    private void Raise(HistoryEvent.EventRaised raised)
    {
        if (waits.TryGetValue(raised.Name, out var stack) && stack.TryPop(out var newest)) newest(raised.Json);
        else unread.Add(raised);
    }

    private Task<string> CallAsync(TaskName name, object? input)
    {
        var source = activities[++lastId] = new();
        Do(new Deed.CallActivity(lastId, name, JsonSerializer.Serialize(input)));
        return source.Task;
    }

    private Task CreatePieceAsync(DateTime fireAt, CancellationToken cancellationToken)
    {
        var id = ++lastId;
        var source = timers[id] = new();
        Do(new Deed.CreateTimer(id, fireAt));
        cancellationToken.Register(() =>
        {
            if (source.TrySetCanceled(cancellationToken)) Do(new Deed.CancelTimer(id));
        });
        return source.Task;
    }

    private void Do(Deed deed) => deeds.Add(OnThread(deed));

    private T OnThread<T>(T value) => Environment.CurrentManagedThreadId == thread
        ? value
        : throw new InvalidOperationException("The orchestrator left its thread");
}
