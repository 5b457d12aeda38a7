using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.LocalHost.Driver;

/// <summary>Wakes leads when several hosts share a store: the driver in its own memory, any other host by a row that the driver finds.</summary>
internal sealed partial class SharedWakes(WakeRows rows, IDriverLease lease, LocalDriver driver, ILogger<SharedWakes> log) : IWakeLead
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async ValueTask WakeAsync(LeadId id, CancellationToken ct)
    {
        if (lease.IsHeld) await driver.WakeAsync(id, ct);
        else await LeaveAsync(id);
    }

    public async ValueTask MovedAsync(LeadId id, Advanced to, CancellationToken ct)
    {
        if (lease.IsHeld) await driver.MovedAsync(id, to, ct);
        else await LeaveAsync(id);
    }

    // What was stored is stored: whoever sent it is not told that it failed because the driver comes to it later.
    private async Task LeaveAsync(LeadId id)
    {
        try
        {
            await rows.AddAsync(id);
        }
        catch (IOException fault)
        {
            LogNotLeft(fault, id);
        }
    }

    /// <summary>Takes what other hosts left, until it is stopped.</summary>
    public async Task PollAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            do
            {
                await TakeAsync(stop);
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // The next driver takes the rest.
        }
    }

    private async Task TakeAsync(CancellationToken stop)
    {
        try
        {
            await rows.TakeAsync(id => driver.WakeAsync(id, CancellationToken.None), stop);
        }
        catch (IOException fault)
        {
            LogNotTaken(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lead {Lead}: no wake-up could be left for the driver; its sweep comes to it")]
    private partial void LogNotLeft(Exception exception, LeadId lead);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Wake-ups of other hosts could not be taken; trying again soon")]
    private partial void LogNotTaken(Exception exception);
}
