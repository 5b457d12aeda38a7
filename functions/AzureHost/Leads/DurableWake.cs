using DurableTask.Core.Exceptions;
using LeadRouter.AzureHost.Bus;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace LeadRouter.AzureHost.Leads;

/// <summary>
/// A new lead is started through the queue, which evens out a burst. Wakes the orchestration of any other; one that does not run, because
/// the lead is new or was at rest, is started. A wake-up that fails on its way is logged and no more: what it announces is a stored row, and
/// the sweep wakes the lead again.
/// </summary>
public sealed partial class DurableWake(LeadQueue queue, ILogger<DurableWake> log) : IWakeLead
{
    /// <summary>The name of the durable event. It carries an <see cref="AdvanceResult"/> if the lead need not be moved.</summary>
    public const string Event = "wake";

    private volatile DurableTaskClient? client;

    /// <summary>The engine's client comes only with a call of a function: each function that may wake a lead hands it on first.</summary>
    public void Use(DurableTaskClient latest) => client = latest;

    /// <summary>The engine's queues are asked for work no sooner.</summary>
    public TimeSpan Soonest => TimeSpan.FromMilliseconds(100);

    public async ValueTask WakeAsync(LeadId id, CancellationToken ct) => await WakeForSureAsync(id, ct);

    /// <summary>The engine keeps what it has taken.</summary>
    public ValueTask<bool> WakeForSureAsync(LeadId id, CancellationToken ct) => TryAsync(id, () => DriveAsync(id, ct), ct);

    public async ValueTask MovedAsync(LeadId id, Advanced to, CancellationToken ct) => await TryAsync(id, () => DriveAsync(id, AdvanceResult.Of(to), ct), ct);

    public async ValueTask StartAsync(LeadId id, CancellationToken ct) => await TryAsync(id, () => queue.SendAsync(id, ct), ct);

    /// <summary>As <see cref="WakeAsync"/>, but loud when the engine does not answer: for callers who are asked again.</summary>
    public Task DriveAsync(LeadId id, CancellationToken ct) => DriveAsync(id, told: null, ct);

    private async Task DriveAsync(LeadId id, AdvanceResult? told, CancellationToken ct)
    {
        var engine = client ?? throw new InvalidOperationException("No function has handed on its durable client yet");
        if (await engine.GetInstanceAsync(id.Value, getInputsAndOutputs: false, ct) is { IsCompleted: false })
            await engine.RaiseEventAsync(id.Value, Event, told, ct);
        else if (told is not { WaitUntil: null })
            await StartAsync(engine, id.Value, ct);
    }

    private static async Task StartAsync(DurableTaskClient engine, string id, CancellationToken ct)
    {
        try
        {
            await engine.ScheduleNewOrchestrationInstanceAsync(nameof(LeadOrchestrator), input: null, new StartOrchestrationOptions(id), ct);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Somebody else started it after we looked, so after our row was stored: it will be read.
        }
    }

    private async ValueTask<bool> TryAsync(LeadId id, Func<Task> tell, CancellationToken ct)
    {
        try
        {
            await tell();
            return true;
        }
        catch (Exception fault) when (WillPass(fault, ct))
        {
            LogLost(fault, id);
            return false;
        }
    }

    // A mistake of ours must be loud. All else goes wrong between this process and the engine, in types that differ between backends.
    private static bool WillPass(Exception fault, CancellationToken ct) => fault switch
    {
        OperationCanceledException => !ct.IsCancellationRequested,
        ObjectDisposedException => true,
        ArgumentException or InvalidOperationException or NotSupportedException or NullReferenceException => false,
        _ => true,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lead {Lead} could not be woken; the sweep will do it")]
    private partial void LogLost(Exception exception, LeadId lead);
}
