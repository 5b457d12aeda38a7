using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LeadRouter.AzureHost.Tests.Upgrades;

/// <summary>Between the orchestrator and its engine: asks for something in another order, or for something else, once from the n-th time on.</summary>
internal sealed class MutantContext(TaskOrchestrationContext inner, int seed) : TaskOrchestrationContext
{
    private static readonly string[] Kinds =
    [
        "a timer before a move", "a move twice", "a move under another name", "a move with another input", "a timer later than asked",
        "two timers for one", "a timer that is never cancelled", "another event", "a status set late", "continuing as new a round early",
    ];

    private readonly int kind = seed % Kinds.Length;
    private readonly int from = seed / Kinds.Length;
    private int moves;
    private int timers;
    private object? late;

    public static string Describe(int seed) => $"{Kinds[seed % Kinds.Length]} (after {seed / Kinds.Length})";

    public override TaskName Name => inner.Name;

    public override string InstanceId => inner.InstanceId;

    public override ParentOrchestrationInstance? Parent => inner.Parent;

    public override DateTime CurrentUtcDateTime => inner.CurrentUtcDateTime;

    public override bool IsReplaying => inner.IsReplaying;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public override T? GetInput<T>() where T : default => inner.GetInput<T>();

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        var mutated = moves++ >= from;
        if (!mutated) return await inner.CallActivityAsync<TResult>(name, input, options);
        switch (kind)
        {
            case 0:
                await inner.CreateTimer(CurrentUtcDateTime.AddSeconds(1), CancellationToken.None);
                break;
            case 1:
                _ = inner.CallActivityAsync<TResult>(name, input, options);
                break;
            case 2:
                name = "Another";
                break;
            case 3:
                input = $"{input}!";
                break;
            case 9:
                inner.ContinueAsNew();
                break;
        }
        return await inner.CallActivityAsync<TResult>(name, input, options);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        if (late is not null) inner.SetCustomStatus(late);
        late = null;
        if (timers++ < from) return inner.CreateTimer(fireAt, cancellationToken);
        if (kind == 5) _ = inner.CreateTimer(fireAt, cancellationToken);
        return inner.CreateTimer(kind == 4 ? fireAt.AddMinutes(1) : fireAt, kind == 6 ? CancellationToken.None : cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        inner.WaitForExternalEvent<T>(kind == 7 ? "another" : eventName, cancellationToken);

    public override void SetCustomStatus(object? customStatus)
    {
        if (kind == 8 && timers >= from) late = customStatus;
        else inner.SetCustomStatus(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => inner.ContinueAsNew(newInput, preserveUnprocessedEvents);

    public override void SendEvent(string instanceId, string eventName, object payload) => inner.SendEvent(instanceId, eventName, payload);

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        inner.CallSubOrchestratorAsync<TResult>(orchestratorName, input, options);

    public override Guid NewGuid() => inner.NewGuid();
}
