using System.Globalization;
using System.Text;
using System.Text.Json;
using LeadRouter.Adapters.Http;
using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Insights;
using LeadRouter.WebConsole.Frame;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Insights;

/// <summary>What the leads of a period came to: a report as table and chart, and what each source costs and is worth.</summary>
public sealed class InsightPages(ConsoleDoor door, ShowInsights insights, TimeProvider clock) : IRoutes
{
    public IEnumerable<Route> All =>
    [
        door.Get("ConsoleInsights", "console/insights", "A report as a page", ReportAsync),
        door.Get("ConsoleInsightsCsv", "console/insights/csv", "A report as a file", CsvAsync),
        door.Get("ConsoleSources", "console/sources", "Quality and cost of the sources as a page", SourcesAsync),
    ];

    private async Task<IResult> ReportAsync(HttpRequest request, CancellationToken ct)
    {
        if (Read(request, out var problem) is not { } query) return door.Back(request, "/console/insights", problem!.Detail, bad: true);
        var report = Reports.All.FirstOrDefault(r => r.Name == request.Query["report"]) ?? Reports.Funnel;
        var daily = await insights.TableAsync(report, query with { By = GroupBy.Day, Of = null }, ct).ConfigureAwait(false);
        return door.Page<InsightsPage>(request, "Insights", new()
        {
            [nameof(InsightsPage.Query)] = query,
            [nameof(InsightsPage.Table)] = await insights.TableAsync(report, query, ct).ConfigureAwait(false),
            [nameof(InsightsPage.Chart)] = Chart(query, daily),
        }, charts: true);
    }

    private async Task<IResult> CsvAsync(HttpRequest request, CancellationToken ct)
    {
        if (Read(request, out var problem) is not { } query) return problem!;
        var report = Reports.All.FirstOrDefault(r => r.Name == request.Query["report"]) ?? Reports.Funnel;
        var table = await insights.TableAsync(report, query, ct).ConfigureAwait(false);
        var rows = table.Groups.Append(table.Total).Select(g => report.Row(g, table.Prices).Select(f => f.Value).Prepend(InsightGroup.Cell(query.By, g.Key)));
        var csv = TableCsv.Write(["key", .. report.Figures.Select(f => f.Name)], rows, CsvDialect.Semicolon);
        return Results.File(Encoding.UTF8.GetBytes(csv), "text/csv; charset=utf-8", $"{report.Name}.csv");
    }

    private async Task<IResult> SourcesAsync(HttpRequest request, CancellationToken ct)
    {
        if (Read(request, out var problem) is not { } query) return door.Back(request, "/console/sources", problem!.Detail, bad: true);
        var bySource = query with { By = GroupBy.Source, Of = null };
        return door.Page<SourcesPage>(request, ConsoleDoor.Text(request, "Sources", "Fuentes"), new()
        {
            [nameof(SourcesPage.Query)] = query,
            [nameof(SourcesPage.Quality)] = await insights.TableAsync(Reports.Quality, bySource, ct).ConfigureAwait(false),
            [nameof(SourcesPage.Cost)] = await insights.TableAsync(Reports.Cost, bySource, ct).ConfigureAwait(false),
            [nameof(SourcesPage.Anomalies)] = (await insights.AnomaliesAsync(null, ct).ConfigureAwait(false)).Where(a => a.Alarm).ToList(),
        });
    }

    private InsightQuery? Read(HttpRequest request, out HttpProblem? problem) => InsightQueries.Read(request, clock.GetUtcNow(), out problem);

    /// <summary>The plain counts of a report for every day of the period, as the chart reads it; null when there is nothing to draw.</summary>
    internal static string? Chart(InsightQuery period, InsightTable daily)
    {
        var counts = daily.Report.Figures.Where(f => daily.Groups.Any(g => f.Value(g, daily.Prices) is long and not 0)).Take(6).ToList();
        if (counts.Count == 0) return null;
        var groups = daily.Groups.ToDictionary(g => g.Key);
        var days = Enumerable.Range(0, period.To.DayNumber - period.From.DayNumber + 1).Select(period.From.AddDays).ToList();
        return JsonSerializer.Serialize(new
        {
            series = counts.Select(f => f.Name),
            x = days.Select(day => new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds()),
            // A day without a lead is a day with none.
            y = counts.Select(f => days.Select(day => groups.TryGetValue(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), out var group) ? f.Value(group, daily.Prices) : 0L)),
        });
    }
}
