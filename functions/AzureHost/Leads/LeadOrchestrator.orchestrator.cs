using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace LeadRouter.AzureHost.Leads;

/// <summary>
/// Drives one lead, whose id is the id of the instance: moves it, waits for its time or a wake-up, moves it again, until it is at rest.
/// It decides nothing, so it hardly ever changes and running instances survive a deployment.
/// </summary>
public static partial class LeadOrchestrator
{
    /// <summary>Then it continues as new, so that the history to be replayed stays short.</summary>
    public const int MaxRounds = 20;

    /// <summary>The wait before a lead that could not be moved is tried again.</summary>
    public static readonly TimeSpan FaultPause = TimeSpan.FromMinutes(5);

    // By the clock of the storage that the engine runs on, the time may have come a moment before it has by ours.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    private static readonly TaskOptions Patiently = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 5, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 4, maxRetryInterval: TimeSpan.FromMinutes(1))
    {
        HandleFailure = MayPass,
    });

    // A mistake of ours fails the same way however often it is tried: it is tried again after the pause, when a deployment may have mended it.
    private static readonly string?[] Defects =
    [
        .. new[]
        {
            typeof(ArgumentException), typeof(ArgumentNullException), typeof(ArgumentOutOfRangeException), typeof(FormatException),
            typeof(IndexOutOfRangeException), typeof(InvalidCastException), typeof(InvalidOperationException), typeof(KeyNotFoundException),
            typeof(NotSupportedException), typeof(NullReferenceException), typeof(System.Text.Json.JsonException),
        }.Select(type => type.FullName),
    ];

    /// <summary>Whether trying again soon can help.</summary>
    public static bool MayPass(TaskFailureDetails failure) => !Defects.Contains(failure.ErrorType);

    [Function(nameof(LeadOrchestrator))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var wakes = new WakeUps(context);
        AdvanceResult? told = null;
        for (var round = 0; round < MaxRounds; round++)
        {
            if (told is null) wakes.TakeAll();
            var lead = told ?? await MoveAsync(context);
            context.SetCustomStatus(new LeadInstanceStatus(lead.State, lead.Owner, lead.WaitUntil, lead.Effects));
            if (lead.WaitUntil is { } until) await WaitAsync(context, wakes, until);
            else if (!wakes.HasCome) return;
            told = wakes.NewsAfter(lead.Step);
        }
        context.ContinueAsNew();
    }

    private static async Task<AdvanceResult> MoveAsync(TaskOrchestrationContext context)
    {
        try
        {
            return await context.CallActivityAsync<AdvanceResult>(AdvanceLeadActivity.Name, context.InstanceId, Patiently);
        }
        catch (TaskFailedException fault)
        {
            LogFailed(context.CreateReplaySafeLogger(nameof(LeadOrchestrator)), context.InstanceId, fault.FailureDetails.ErrorType);
            return new AdvanceResult("failing", null, context.CurrentUtcDateTime + FaultPause, 0);
        }
    }

    private static async Task WaitAsync(TaskOrchestrationContext context, WakeUps wakes, DateTimeOffset until)
    {
        if (wakes.HasCome) return;
        var earliest = context.CurrentUtcDateTime + ShortestWait;
        using var stop = new CancellationTokenSource();
        var timer = context.CreateTimer(until.UtcDateTime > earliest ? until.UtcDateTime : earliest, stop.Token);
        if (await Task.WhenAny(timer, wakes.Next) == timer) return;
        // Here and now: CancelAsync would leave the orchestrator's thread.
        stop.Cancel();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Lead {Lead} could not be moved ({ErrorType}); trying again soon")]
    private static partial void LogFailed(ILogger logger, string lead, string errorType);

    /// <summary>
    /// One standing wait for wake-ups, kept from round to round. Cancelling it when the timer wins would lose the next wake-up: the
    /// engine leaves a cancelled wait on its stack and gives it the next event.
    /// </summary>
    private sealed class WakeUps(TaskOrchestrationContext context)
    {
        public Task<AdvanceResult?> Next { get; private set; } = Listen(context);

        public bool HasCome => Next.IsCompleted;

        /// <summary>What came so far announces rows that the next move will read: one move answers all of it.</summary>
        public void TakeAll()
        {
            while (HasCome) Next = Listen(context);
        }

        /// <summary>Where the lead was left since that step, by those who moved it elsewhere; null when it is to be moved.</summary>
        public AdvanceResult? NewsAfter(int step)
        {
            AdvanceResult? latest = null;
            for (; HasCome && Next.Result is { } news; Next = Listen(context))
                if (news.Step > (latest?.Step ?? step)) latest = news;
            return HasCome ? null : latest;
        }

        private static Task<AdvanceResult?> Listen(TaskOrchestrationContext context) => context.WaitForExternalEvent<AdvanceResult?>(DurableWake.Event);
    }
}

/// <summary>What the durable dashboard shows of a lead.</summary>
public sealed record LeadInstanceStatus(string State, string? Owner, DateTimeOffset? NextDue, string? LastEffects);
