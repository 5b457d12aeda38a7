using LeadRouter.UseCases.Ports;

namespace LeadRouter.LocalHost.Driver;

/// <summary>Reads the figures of the last two years once the host listens, so that nobody's first question has to wait for them.</summary>
internal sealed partial class WarmFigures(IInsights insights, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<WarmFigures> log) : BackgroundService
{
    private const int Days = 731;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStarted);
        // Ends when the host listens: nothing here may delay that.
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            if (!stoppingToken.IsCancellationRequested) await insights.ReadAsync(today.AddDays(1 - Days), today, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
        catch (IOException fault)
        {
            LogNotRead(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The figures could not be read ahead; the first question reads them")]
    private partial void LogNotRead(Exception exception);
}
