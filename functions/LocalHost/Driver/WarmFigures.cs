using LeadRouter.Domain.Insights;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.LocalHost.Driver;

/// <summary>
/// Reads the figures of the last two years once the host listens, and asks what people ask, so that nobody's first question has to wait
/// for the store and the compiler.
/// </summary>
internal sealed partial class WarmFigures(IInsights insights, ShowInsights show, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<WarmFigures> log) : BackgroundService
{
    private const int Days = 731;

    // A smaller store answers at once anyway.
    private const int FewestDays = 28;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Nothing here may delay that the host listens.
            await lifetime.StartedAsync(stoppingToken).ConfigureAwait(false);
            var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            await WarmAsync(today.AddDays(1 - Days), today, stoppingToken).ConfigureAwait(false);
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

    private async Task WarmAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        if ((await insights.ReadAsync(from, to, ct).ConfigureAwait(false)).Count < FewestDays) return;
        foreach (var report in Reports.All) await show.TableAsync(report, new InsightQuery(from, to, GroupBy.All, null), ct).ConfigureAwait(false);
        foreach (var by in Enum.GetValues<GroupBy>()) await show.TableAsync(Reports.Funnel, new InsightQuery(from, to, by, null), ct).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The figures could not be read ahead; the first question reads them")]
    private partial void LogNotRead(Exception exception);
}
