using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Ports;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>What the leads of a period came to, as JSON or CSV.</summary>
public sealed class InsightRoutes(ShowInsights insights, TimeProvider clock) : IRoutes
{
    public const string FairnessName = "fairness";
    public const string AnomaliesName = "anomalies";

    public IEnumerable<Route> All =>
    [
        new("ListInsights", ["GET"], "api/insights", Access.Viewer, "The reports and their figures") { Handle = ListAsync },
        new("GetInsights", ["GET"], "api/insights/{report}", Access.Viewer, "A report over the leads received in a period, by day, week, source, campaign, pool, rep or band")
        {
            Handle = GetAsync,
        },
    ];

    private static Task<IResult> ListAsync(HttpRequest request, CancellationToken ct) => Task.FromResult(HttpJson.Ok(new
    {
        items = Reports.All.Select(r => new { report = r.Name, figures = r.Figures.Select(f => f.Name).ToArray() })
            .Append(new { report = FairnessName, figures = Names<SeatFigure>(SeatRow) })
            .Append(new { report = AnomaliesName, figures = Names<SourceFigure>(SourceRow) })
            .Append(new { report = ThrottleReport.Name, figures = ThrottleReport.Figures.Select(NameOf).ToArray() }),
    }));

    private async Task<IResult> GetAsync(HttpRequest request, CancellationToken ct)
    {
        var name = request.Value("report");
        if (InsightQueries.Read(request, clock.GetUtcNow(), out var problem) is not { } query) return problem!;
        if (!TryFormat(request, out var dialect, out problem)) return problem!;
        return name switch
        {
            FairnessName => Answer(name, query, dialect, [.. (await insights.FairnessAsync(query, ct).ConfigureAwait(false)).Select(SeatRow)], Names<SeatFigure>(SeatRow)),
            ThrottleReport.Name => await ThrottleAsync(request, query, dialect, ct).ConfigureAwait(false),
            AnomaliesName => await AnomaliesAsync(request, query, dialect, ct).ConfigureAwait(false),
            _ when Reports.All.FirstOrDefault(r => r.Name == name) is { } report => await ReportAsync(report, query, dialect, ct).ConfigureAwait(false),
            _ => new HttpProblem(StatusCodes.Status404NotFound, "insight.unknown", $"There is no report {name}; GET /api/insights lists them."),
        };
    }

    private async Task<IResult> ReportAsync(Report report, InsightQuery query, CsvDialect? dialect, CancellationToken ct)
    {
        var table = await insights.TableAsync(report, query, ct).ConfigureAwait(false);
        var rows = table.Groups.Select(g => report.Row(g, table.Prices).Prepend(new("key", InsightGroup.Cell(query.By, g.Key))).ToList()).ToList();
        var total = report.Row(table.Total, table.Prices).ToDictionary();
        List<string> names = ["key", .. report.Figures.Select(f => f.Name)];
        // A period without groups is one row in a spreadsheet.
        if (dialect is not null && query.By == GroupBy.All) rows = [[new("key", ""), .. total]];
        var more = new Dictionary<string, object?> { ["total"] = total };
        if (report == Reports.Leakage) more["accounting"] = View(await insights.AccountingAsync(ct).ConfigureAwait(false));
        return Answer(report.Name, query, dialect, rows, names, more);
    }

    private async Task<IResult> AnomaliesAsync(HttpRequest request, InsightQuery query, CsvDialect? dialect, CancellationToken ct)
    {
        if (!InsightQueries.TryDay(request, "day", out var day)) return InsightQueries.Bad("period.invalid", "day is a day such as 2026-03-02.");
        var figures = await insights.AnomaliesAsync(day, ct).ConfigureAwait(false);
        var more = new Dictionary<string, object?> { ["alarms"] = figures.Count(f => f.Alarm) };
        return Answer(AnomaliesName, query, dialect, [.. figures.Select(SourceRow)], Names<SourceFigure>(SourceRow), more);
    }

    private async Task<IResult> ThrottleAsync(HttpRequest request, InsightQuery query, CsvDialect? dialect, CancellationToken ct)
    {
        if (query.Groups is not null || query.Of is not null) return InsightQueries.Bad("filter.unsupported", "The throttle's figures are kept by day and class of mail: by is all, day or week, and class the only filter.");
        var mailClass = request.Query["class"].ToString() is { Length: > 0 } named ? MailClass.Of(named).Name : null;
        var (groups, sum) = ThrottleReport.Of(await insights.ThrottleAsync(query, ct).ConfigureAwait(false), query);
        var total = Row("", sum);
        return Answer(
            ThrottleReport.Name, query, dialect, [.. dialect is not null && query.By == GroupBy.All ? [total] : groups.Select(g => Row(g.Key, g.Sum))], [.. total.Select(c => c.Key)],
            new Dictionary<string, object?> { ["total"] = total.Skip(1).ToDictionary() });

        List<KeyValuePair<string, object?>> Row(string key, MailDay day) => [new("key", InsightGroup.Cell(query.By, key)), .. ThrottleReport.Figures.Select(f => KeyValuePair.Create(NameOf(f), (object?)day[mailClass, f]))];
    }

    private static string NameOf(MailFigure figure) => figure.ToString().ToLowerInvariant();

    private static IResult Answer(
        string report, InsightQuery query, CsvDialect? dialect, List<List<KeyValuePair<string, object?>>> rows, IReadOnlyList<string> names,
        Dictionary<string, object?>? more = null)
    {
        if (dialect is not null) return Results.Text(TableCsv.Write(names, rows.Select(r => r.Select(c => c.Value)), dialect), "text/csv; charset=utf-8");
        var answer = new Dictionary<string, object?>
        {
            ["report"] = report,
            ["from"] = query.From,
            ["to"] = query.To,
            ["by"] = query.By,
            ["items"] = rows.Select(r => r.ToDictionary()),
        };
        foreach (var (name, value) in more ?? []) answer[name] = value;
        return HttpJson.Ok(answer);
    }

    /// <summary>The dialect is null for JSON.</summary>
    private static bool TryFormat(HttpRequest request, out CsvDialect? dialect, out HttpProblem? problem)
    {
        (dialect, problem) = (null, null);
        var format = request.Query["format"].ToString();
        if (format.Length == 0) format = request.Headers.Accept.ToString().Contains("text/csv", StringComparison.OrdinalIgnoreCase) ? "csv" : "json";
        (var known, dialect) = format switch
        {
            "json" => (true, null),
            "csv" => (true, CsvDialect.Semicolon),
            "csv-comma" => (true, CsvDialect.Comma),
            _ => (false, null),
        };
        if (!known) problem = InsightQueries.Bad("format.unknown", "format is json, csv (semicolons, decimal comma) or csv-comma (commas, decimal point).");
        return known;
    }

    private static List<KeyValuePair<string, object?>> SeatRow(SeatFigure? seat) =>
    [
        new("pool", seat?.Pool), new("rep", seat?.Rep), new("offers", seat?.Offers), new("share", seat?.Share), new("entitled", seat?.Entitled),
        new("credit", seat?.Credit), new("open", seat?.Open), new("eligible", seat?.Eligible),
    ];

    private static List<KeyValuePair<string, object?>> SourceRow(SourceFigure? figure) =>
    [
        new("source", figure?.Source), new("figure", figure?.Figure), new("day", figure?.Day), new("value", figure?.Value), new("usual", figure?.Usual),
        new("low", figure?.Low), new("high", figure?.High), new("alarm", figure?.Alarm),
    ];

    private static string[] Names<T>(Func<T?, List<KeyValuePair<string, object?>>> row) where T : class => [.. row(null).Select(c => c.Key)];

    private static object View(LeadCounts counts) => new
    {
        received = counts.Received,
        buckets = Enum.GetValues<Bucket>().ToDictionary(b => $"{char.ToLowerInvariant(b.ToString()[0])}{b.ToString()[1..]}", b => counts.Buckets.GetValueOrDefault(b)),
        balanced = counts.Balanced,
    };
}
