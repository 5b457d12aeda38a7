using System.Globalization;
using LeadRouter.Adapters.Http;
using LeadRouter.Domain.Insights;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.LocalHost.Driver;

/// <summary>
/// Has the days that changed summed up once the host listens, and asks what people ask, so that nobody's first question has to wait for
/// the compiler and the store: first about few days, which is soon done, then about two years, which reads all figures there are.
/// </summary>
internal sealed partial class WarmFigures(
    IInsights insights, IEnumerable<IRoutes> routes, IServiceProvider services, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<WarmFigures> log) : BackgroundService
{
    // A smaller store answers at once anyway.
    private const int FewDays = 28;
    private static readonly int[] Periods = [FewDays, InsightQuery.LongestDays];
    private static readonly string[] Groupings = ["all", "day", "source", "campaign", "pool", "rep", "band"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Nothing here may delay that the host listens.
            await lifetime.StartedAsync(stoppingToken).ConfigureAwait(false);
            await WarmAsync(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), stoppingToken).ConfigureAwait(false);
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

    private async Task WarmAsync(DateOnly today, CancellationToken ct)
    {
        if ((await insights.ReadAsync(today.AddDays(1 - InsightQuery.LongestDays), today, [], ct).ConfigureAwait(false)).Count < FewDays) return;
        await insights.SumUpAsync(ct).ConfigureAwait(false);
        var route = routes.OfType<InsightRoutes>().Single().All.Single(r => r.Template.EndsWith("{report}", StringComparison.Ordinal));
        foreach (var days in Periods)
        {
            foreach (var report in Reports.All.Select(r => r.Name).Append(InsightRoutes.FairnessName).Append(InsightRoutes.AnomaliesName).Append(ThrottleReport.Name))
            {
                foreach (var by in Groupings)
                {
                    var context = new DefaultHttpContext { RequestServices = services };
                    context.Request.RouteValues["report"] = report;
                    context.Request.QueryString = new QueryString(string.Create(CultureInfo.InvariantCulture, $"?by={by}&from={today.AddDays(1 - days):yyyy-MM-dd}&to={today:yyyy-MM-dd}"));
                    await (await route.Handle(context.Request, ct).ConfigureAwait(false)).ExecuteAsync(context).ConfigureAwait(false);
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The figures could not be read ahead; the first question reads them")]
    private partial void LogNotRead(Exception exception);
}
