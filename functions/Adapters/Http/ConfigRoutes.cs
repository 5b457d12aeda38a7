using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Rules;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>The configuration tables as sheets: reading, editing, publishing, going back.</summary>
public sealed class ConfigRoutes(IConfigStore store, EditConfiguration edit, PublishDraft publish, ActivateVersion activate) : IRoutes
{
    private const string Csv = "text/csv";

    private static readonly JsonSerializerOptions Web = HttpJson.Options;

    public IEnumerable<Route> All =>
    [
        new("GetConfigTable", ["GET"], "api/config/{table}", Access.Viewer, "The rows of a configuration table, as JSON or CSV") { Handle = TableAsync },
        new("PutConfigTable", ["PUT"], "api/config/{table}", Access.Editor, "Replaces the rows of a configuration table") { Handle = PutTableAsync, Query = ["dryRun"], Also = [415, 422] },
        new("PutConfig", ["PUT"], "api/config", Access.Editor, "Replaces the rows of several tables as one act") { Handle = PutAsync, Query = ["dryRun"], Also = [415, 422] },
        new("PublishConfig", ["POST"], "api/config/publish", Access.Editor, "Makes the draft the next version, and activates it") { Handle = PublishAsync, Also = [409, 422] },
        new("ListConfigVersions", ["GET"], "api/config/versions", Access.Editor, "Every published version, newest first") { Handle = VersionsAsync },
        new("ActivateConfigVersion", ["POST"], "api/config/versions/{version}/activate", Access.Editor, "Goes back, or forward, to a published version") { Handle = ActivateAsync, Also = [409, 422] },
        new("ListConfigProblems", ["GET"], "api/config/problems", Access.Editor, "What is wrong with the tables as they stand, and since when") { Handle = ProblemsAsync },
    ];

    private async Task<IResult> TableAsync(HttpRequest request, CancellationToken ct)
    {
        if (TableShapes.Find(request.Value("table")) is not { } shape) return NoTable(request.Value("table"));
        var rows = (await store.TablesAsync(ct).ConfigureAwait(false)).Tables[shape.Name];
        if (!request.Headers.Accept.ToString().Contains(Csv, StringComparison.OrdinalIgnoreCase)) return HttpJson.Ok(rows.Select(RowView));
        var dialect = request.Query["dialect"] == "comma" ? CsvDialect.Comma : CsvDialect.Semicolon;
        return Results.Text(ConfigCsv.Write(shape.Name, rows, dialect), $"{Csv}; charset=utf-8", Encoding.UTF8);
    }

    private async Task<IResult> PutTableAsync(HttpRequest request, CancellationToken ct)
    {
        if (TableShapes.Find(request.Value("table")) is not { } shape) return NoTable(request.Value("table"));
        if (!ConfigBody.IsCsv(request) && !ConfigBody.IsJson(request))
            return new HttpProblem(StatusCodes.Status415UnsupportedMediaType, "body.unsupported", "Send the rows as text/csv or application/json.");
        if (await RequestBody.ReadAsync(request, ct, ConfigBody.Limit).ConfigureAwait(false) is not { } body) return RequestBody.LargerThan(ConfigBody.Limit);
        try
        {
            var (rows, problems) = ConfigBody.Rows(shape.Name, request, body);
            if (problems.AnyError()) return Invalid(problems);
            var edits = new Dictionary<string, IReadOnlyList<ConfigRow>> { [shape.Name] = rows };
            return await EditAsync(request, new EditRequest(edits, AsOne: false, Publish: false, IsDryRun(request), Author(request, null), ""), problems, ct).ConfigureAwait(false);
        }
        catch (JsonException broken)
        {
            return Unreadable(HttpJson.Reason(broken));
        }
    }

    private async Task<IResult> PutAsync(HttpRequest request, CancellationToken ct)
    {
        if (!ConfigBody.IsJson(request)) return new HttpProblem(StatusCodes.Status415UnsupportedMediaType, "body.unsupported", "Send the tables as application/json.");
        if (await RequestBody.ReadAsync(request, ct, ConfigBody.Limit).ConfigureAwait(false) is not { } bytes) return RequestBody.LargerThan(ConfigBody.Limit);
        try
        {
            if (JsonSerializer.Deserialize<TablesBody>(bytes, Web) is not { Tables: { } tables } body) return Unreadable("tables is missing: an object of table name to rows.");
            if (tables.Keys.FirstOrDefault(t => TableShapes.Find(t) is null) is { } unknown) return NoTable(unknown);
            var problems = new List<Problem>();
            var edits = new Dictionary<string, IReadOnlyList<ConfigRow>>();
            foreach (var (name, json) in tables)
            {
                var table = TableShapes.Of(name).Name;
                (edits[table], var found) = ConfigBody.Rows(table, json);
                problems.AddRange(found);
            }
            if (problems.Count > 0) return Invalid(problems);
            var edited = new EditRequest(edits, AsOne: true, body.Publish ?? false, IsDryRun(request), Author(request, body.Author), body.Note ?? "");
            return await EditAsync(request, edited, [], ct).ConfigureAwait(false);
        }
        catch (JsonException broken)
        {
            return Unreadable(HttpJson.Reason(broken));
        }
    }

    private async Task<IResult> EditAsync(HttpRequest request, EditRequest edited, IReadOnlyList<Problem> more, CancellationToken ct)
    {
        var single = edited.AsOne ? null : edited.Rows.Keys.Single();
        return await edit.RunAsync(edited, ct).ConfigureAwait(false) switch
        {
            EditOutcome.Stored(var plan, var version) => Answer(plan, version),
            EditOutcome.Planned(var plan) => Answer(plan, null),
            EditOutcome.Refused(var plan) => Invalid(plan.Problems, DiffView(plan)),
            _ => Contended(),
        };

        IResult Answer(ConfigPlan plan, int? version) => HttpJson.Ok(new { version, diff = DiffView(plan), problems = ConfigEdit.Joined(more, plan.Problems) });

        object DiffView(ConfigPlan plan) => single is null ? plan.Diffs.ToDictionary(d => d.Key, d => View(d.Value)) : View(plan.Diffs[single]);
    }

    private async Task<IResult> PublishAsync(HttpRequest request, CancellationToken ct)
    {
        if (await RequestBody.ReadAsync(request, ct).ConfigureAwait(false) is not { } bytes) return RequestBody.TooLarge;
        try
        {
            var body = bytes.Length == 0 ? null : JsonSerializer.Deserialize<PublishBody>(bytes, Web);
            return Answer(await publish.RunAsync(Author(request, body?.Author), body?.Note ?? "", ct).ConfigureAwait(false), 0);
        }
        catch (JsonException broken)
        {
            return Unreadable(HttpJson.Reason(broken));
        }
    }

    private async Task<IResult> ActivateAsync(HttpRequest request, CancellationToken ct)
    {
        var text = request.Value("version");
        if (!int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)) return NoVersion(text);
        return Answer(await activate.RunAsync(number, ct).ConfigureAwait(false), number);
    }

    private async Task<IResult> VersionsAsync(HttpRequest request, CancellationToken ct)
    {
        var head = await store.HeadAsync(ct).ConfigureAwait(false);
        var versions = await store.VersionsAsync(ct).ConfigureAwait(false);
        return HttpJson.Ok(new { active = head!.Version, versions = versions.Select(v => View(v, v.Number == head.Version)) });
    }

    private async Task<IResult> ProblemsAsync(HttpRequest request, CancellationToken ct) => HttpJson.Ok(new
    {
        problems = (await store.ProblemsAsync(ct).ConfigureAwait(false)).Select(p => new
        {
            p.Problem.Table,
            p.Problem.Row,
            p.Problem.Column,
            p.Problem.Severity,
            p.Problem.Code,
            p.Problem.Read,
            p.Problem.Message,
            p.Problem.Suggestion,
            p.Since,
        }),
    });

    private static IResult Answer(PublishOutcome outcome, int asked) => outcome switch
    {
        PublishOutcome.Active(var version, var problems) => HttpJson.Ok(new { version = version.Number, version.Hash, version.Author, version.At, version.Note, problems }),
        PublishOutcome.Refused(var problems) => Invalid(problems),
        PublishOutcome.Overtaken(var head) => new HttpProblem(StatusCodes.Status409Conflict, "config.overtaken",
            $"Somebody else published or activated a version meanwhile: {head.Version} is active. Look at it, and publish again if you still mean to.")
        {
            More = { ["version"] = head.Version },
        },
        _ => NoVersion($"{asked}"),
    };

    /// <summary>Keys, then cells under the names that the sheet has.</summary>
    public static Dictionary<string, string> RowView(ConfigRow row)
    {
        var view = new Dictionary<string, string> { ["PartitionKey"] = row.PartitionKey, ["RowKey"] = row.RowKey };
        foreach (var cell in row.Cells) view[cell.Name] = cell.Text;
        return view;
    }

    private static object View(RowsDiff diff) => new { added = diff.Added.Select(r => r.RowKey), removed = diff.Removed.Select(r => r.RowKey), changed = diff.Changed };

    private static object View(PublishedVersion version, bool active) => new { version = version.Number, version.Hash, version.Author, version.At, version.Note, active };

    internal static HttpProblem Invalid(IReadOnlyList<Problem> problems, object? diff = null)
    {
        var errors = problems.Where(p => p.Severity == Severity.Error).ToList();
        var answer = new HttpProblem(StatusCodes.Status422UnprocessableEntity, "config.invalid", $"{errors.Count} errors keep this from taking effect; nothing has changed. The first: {errors[0]}")
        {
            More = { ["problems"] = problems },
        };
        if (diff is not null) answer.More["diff"] = diff;
        return answer;
    }

    private static HttpProblem Contended() =>
        new(StatusCodes.Status409Conflict, "config.contended", "Others change the configuration at this moment; nothing was stored, try again.");

    private static HttpProblem Unreadable(string why) => new(StatusCodes.Status400BadRequest, "body.unreadable", $"The body cannot be read: {why}");

    private static HttpProblem NoTable(string name)
    {
        var meant = Domain.Leads.Suggest.Nearest(name, TableShapes.All.Select(t => t.Name));
        return new HttpProblem(StatusCodes.Status404NotFound, "table.unknown", $"There is no configuration table {name}." + (meant is null ? "" : $" Did you mean {meant}?"));
    }

    internal static HttpProblem NoVersion(string number) => new(StatusCodes.Status404NotFound, "version.unknown", $"There is no version {number}.");

    private static bool IsDryRun(HttpRequest request) => string.Equals(request.Query["dryRun"], "true", StringComparison.OrdinalIgnoreCase);

    // Keys have no names: who gives none is told from others by a fingerprint of the key.
    private static string Author(HttpRequest request, string? given) => !string.IsNullOrWhiteSpace(given)
        ? given.Trim()
        : $"key {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Headers[ApiKeys.Header].ToString())))[..8]}";

    private sealed record PublishBody(string? Note, string? Author);

    private sealed record TablesBody(Dictionary<string, JsonElement>? Tables, bool? Publish, string? Note, string? Author);
}
