using DurableTask.Core.Exceptions;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace LeadRouter.AzureHost.Leads;

/// <summary>
/// Wakes the orchestration of a lead; one that does not run, because the lead is new or was at rest, is started. A wake-up that fails on
/// its way is logged and no more: what it announces is a stored row, and the sweep wakes the lead again.
/// </summary>
public sealed partial class DurableWake(ILogger<DurableWake> log) : IWakeLead
{
    /// <summary>The name of the durable event.</summary>
    public const string Event = "wake";

    private volatile DurableTaskClient? client;

    /// <summary>The engine's client comes only with a call of a function: each function that may wake a lead hands it on first.</summary>
    public void Use(DurableTaskClient latest) => client = latest;

    public async ValueTask WakeAsync(LeadId id, CancellationToken ct)
    {
        var engine = client ?? throw new InvalidOperationException("No function has handed on its durable client yet");
        try
        {
            await WakeAsync(engine, id.Value, ct);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Somebody else started it after we looked, so after our row was stored: it will be read.
        }
        catch (Exception fault) when (WillPass(fault, ct))
        {
            LogLost(fault, id);
        }
    }

    private static async Task WakeAsync(DurableTaskClient engine, string id, CancellationToken ct)
    {
        if (await engine.GetInstanceAsync(id, getInputsAndOutputs: false, ct) is { IsCompleted: false })
            await engine.RaiseEventAsync(id, Event, eventPayload: null, ct);
        else
            await engine.ScheduleNewOrchestrationInstanceAsync(nameof(LeadOrchestrator), input: null, new StartOrchestrationOptions(id), ct);
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
