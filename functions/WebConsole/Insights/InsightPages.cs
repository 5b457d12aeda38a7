using System.Text;
using LeadRouter.Adapters.Http;
using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Ports;
using LeadRouter.WebConsole.Frame;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Insights;

/// <summary>What the leads of a period came to: a report as table and chart, and what each source costs and is worth.</summary>
public sealed class InsightPages(ConsoleDoor door, ShowInsights insights, IConfigurations configurations, TimeProvider clock) : IRoutes
{
    public IEnumerable<Route> All =>
    [
        door.Get("ConsoleInsights", "console/insights", "A report as a page", ReportAsync),
        door.Get("ConsoleInsightsCsv", "console/insights/csv", "A report as a file", CsvAsync),
        door.Get("ConsoleSources", "console/sources", "Quality and cost of the sources as a page", SourcesAsync),
    ];

    private async Task<IResult> ReportAsync(HttpRequest request, CancellationToken ct)
    {
        if (Read(request, out var problem) is not { } query) return door.Back(request, "/console/insights", ConsoleDoor.Said(request, problem!), bad: true);
        var report = Reports.All.FirstOrDefault(r => r.Name == request.Query["report"]) ?? Reports.Funnel;
        return door.Page<InsightsPage>(request, ConsoleDoor.Text(request, "Insights", "Análisis"), new()
        {
            [nameof(InsightsPage.Query)] = query,
            [nameof(InsightsPage.Table)] = await insights.TableAsync(report, query, ct).ConfigureAwait(false),
            [nameof(InsightsPage.Live)] = configurations.Current.Live,
            [nameof(InsightsPage.Daily)] = await insights.TableAsync(report, query with { By = GroupBy.Day, Of = null }, ct).ConfigureAwait(false),
        }, charts: true);
    }

    private async Task<IResult> CsvAsync(HttpRequest request, CancellationToken ct)
    {
        if (Read(request, out var problem) is not { } query) return problem!;
        var report = Reports.All.FirstOrDefault(r => r.Name == request.Query["report"]) ?? Reports.Funnel;
        var table = await insights.TableAsync(report, query, ct).ConfigureAwait(false);
        // For a spreadsheet of whoever reads the page: its words, and the commas of its language.
        var viewer = door.Viewer(request);
        var rows = table.Groups.Select(g => Row(g, query.By == GroupBy.Day ? InsightGroup.Cell(query.By, g.Key) : viewer.Group(g.Key, query.By, configurations.Current.Live)))
            .Append(Row(table.Total, viewer.T("Total", "Total")));
        var csv = TableCsv.Write(
            [viewer.By(query.By), .. report.Figures.Select(f => viewer.Title(f.Name))], rows, viewer.Language == "es" ? CsvDialect.Semicolon : CsvDialect.Comma);
        return Results.File(Encoding.UTF8.GetBytes(csv), "text/csv; charset=utf-8", $"{report.Name}.csv");

        IEnumerable<object?> Row(InsightGroup group, object key) => report.Row(group, table.Prices).Select(f => f.Value).Prepend(key);
    }

    private async Task<IResult> SourcesAsync(HttpRequest request, CancellationToken ct)
    {
        if (Read(request, out var problem) is not { } query) return door.Back(request, "/console/sources", ConsoleDoor.Said(request, problem!), bad: true);
        var bySource = query with { By = GroupBy.Source, Of = null };
        return door.Page<SourcesPage>(request, ConsoleDoor.Text(request, "Sources", "Fuentes"), new()
        {
            [nameof(SourcesPage.Query)] = query,
            [nameof(SourcesPage.Live)] = configurations.Current.Live,
            [nameof(SourcesPage.Quality)] = await insights.TableAsync(Reports.Quality, bySource, ct).ConfigureAwait(false),
            [nameof(SourcesPage.Cost)] = await insights.TableAsync(Reports.Cost, bySource, ct).ConfigureAwait(false),
            [nameof(SourcesPage.Anomalies)] = (await insights.AnomaliesAsync(null, ct).ConfigureAwait(false)).Where(a => a.Alarm).ToList(),
        });
    }

    private InsightQuery? Read(HttpRequest request, out HttpProblem? problem) => InsightQueries.Read(request, clock.GetUtcNow(), out problem);
}
