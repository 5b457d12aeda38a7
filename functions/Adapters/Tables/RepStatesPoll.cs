using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeadRouter.Adapters.Tables;

/// <summary>Where hosts share a store: notices what another one learned of reps, one read every two seconds.</summary>
public sealed partial class RepStatesPoll(IRepStates states, ILogger<RepStatesPoll> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await RefreshAsync(stoppingToken).ConfigureAwait(false);
    }

    private async Task RefreshAsync(CancellationToken stop)
    {
        try
        {
            await states.RefreshAsync(stop).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            LogNotRead(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The states of reps could not be read; trying again soon")]
    private partial void LogNotRead(Exception exception);
}
