using System.Globalization;
using LeadRouter.Adapters.Http;
using LeadRouter.Domain.Insights;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.LocalHost.Driver;

/// <summary>
/// Has the days of the last two years summed up and read once the host listens, and asks what people ask, so that nobody's first question
/// has to wait for the store and the compiler.
/// </summary>
internal sealed partial class WarmFigures(
    IInsights insights, IEnumerable<IRoutes> routes, IServiceProvider services, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<WarmFigures> log) : BackgroundService
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
        await insights.SumUpAsync(ct).ConfigureAwait(false);
        if ((await insights.ReadAsync(from, to, [], ct).ConfigureAwait(false)).Count < FewestDays) return;
        foreach (var slice in Slice.All) await insights.ReadAsync(from, to, [slice], ct).ConfigureAwait(false);
        var route = routes.OfType<InsightRoutes>().Single().All.Single(r => r.Template.EndsWith("{report}", StringComparison.Ordinal));
        foreach (var report in Reports.All.Select(r => r.Name).Append(InsightRoutes.FairnessName).Append(InsightRoutes.AnomaliesName))
        {
            foreach (var by in (string[])["all", "day", "rep"])
            {
                var context = new DefaultHttpContext { RequestServices = services };
                context.Request.RouteValues["report"] = report;
                context.Request.QueryString = new QueryString(string.Create(CultureInfo.InvariantCulture, $"?by={by}&from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}"));
                await (await route.Handle(context.Request, ct).ConfigureAwait(false)).ExecuteAsync(context).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The figures could not be read ahead; the first question reads them")]
    private partial void LogNotRead(Exception exception);
}
