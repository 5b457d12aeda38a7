using LeadRouter.UseCases.Assignment;

namespace LeadRouter.LocalHost.Driver;

/// <summary>Looks every second whether rows or reps changed so that held leads need not wait. Real time: edits come when they come.</summary>
internal sealed partial class RosterWatch(WakeHeld held, ILogger<RosterWatch> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            do
            {
                await LookAsync(stop).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The host stops, or another one drives.
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        try
        {
            await held.RunAsync(stop).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            LogNotLooked(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Held leads could not be looked through; trying again soon")]
    private partial void LogNotLooked(Exception exception);
}
