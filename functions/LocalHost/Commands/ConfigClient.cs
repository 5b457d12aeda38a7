using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeadRouter.Adapters.Http;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.LocalHost.Commands;

internal sealed record ImportOptions(bool DryRun, bool Publish, string? Note, string? Author);

/// <summary>Speaks to a host as its editors do, and tells what came of it. Answers exit codes: 0, or 1 when there was an error.</summary>
internal sealed class ConfigClient : IDisposable
{
    private readonly HttpClient http;
    private readonly TextWriter output;

    public ConfigClient(string url, string key, TextWriter output)
    {
        http = new HttpClient { BaseAddress = new Uri(url.TrimEnd('/') + "/") };
        if (key.Length > 0) http.DefaultRequestHeaders.TryAddWithoutValidation(ApiKeys.Header, key);
        this.output = output;
    }

    public void Dispose() => http.Dispose();

    public async Task<int> ExportAsync(string folder, string[] names, CsvDialect dialect, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        foreach (var table in names.Length == 0 ? TableShapes.All.Select(t => t.Name) : names.Select(NameOf))
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"api/config/{table}?dialect={(dialect == CsvDialect.Comma ? "comma" : "semicolon")}");
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
            using var answer = await http.SendAsync(request, ct);
            if (!answer.IsSuccessStatusCode) throw await FailureAsync(answer, ct);
            var path = Path.Combine(folder, $"{table}.csv");
            await File.WriteAllBytesAsync(path, await answer.Content.ReadAsByteArrayAsync(ct), ct);
            await output.WriteLineAsync(path);
        }
        return 0;
    }

    public async Task<int> ImportAsync(string[] sheets, ImportOptions options, CancellationToken ct)
    {
        if (await ReadAsync(sheets, ct) is not { } tables) return 1;
        var (accepted, answer) = await PutAsync(tables, options, ct);
        await TellDiffAsync(answer);
        await TellProblemsAsync(answer);
        var end = !accepted ? "Nothing was stored."
            : options.DryRun ? "It would be stored. This was a dry run."
            : answer["version"] is { } version ? $"Stored and published as version {version}."
            : "Stored. Live tables are in force; publish to put the draft in force.";
        await output.WriteLineAsync(end);
        return accepted ? 0 : 1;
    }

    public async Task<int> ValidateAsync(string[] sheets, CancellationToken ct)
    {
        if (await ReadAsync(sheets, ct) is not { } tables) return 1;
        var (accepted, answer) = await PutAsync(tables, new ImportOptions(true, false, null, null), ct);
        await TellProblemsAsync(answer);
        await output.WriteLineAsync(accepted ? $"{tables.Count} tables are without an error." : "There are errors: this cannot take effect.");
        return accepted ? 0 : 1;
    }

    public async Task<int> DiffAsync(string[] sheets, CancellationToken ct)
    {
        if (await ReadAsync(sheets, ct) is not { } tables) return 1;
        var (_, answer) = await PutAsync(tables, new ImportOptions(true, false, null, null), ct);
        await TellDiffAsync(answer);
        return 0;
    }

    public async Task<int> PublishAsync(string? note, string? author, CancellationToken ct)
    {
        var (accepted, answer) = await SendAsync(HttpMethod.Post, "api/config/publish", new { note, author }, ct);
        await TellProblemsAsync(answer);
        await output.WriteLineAsync(accepted ? $"Version {answer["version"]} is active." : "There are errors: the active version stays.");
        return accepted ? 0 : 1;
    }

    public async Task<int> RollbackAsync(int? version, CancellationToken ct)
    {
        var to = version ?? await PreviousAsync(ct);
        var (accepted, answer) = await SendAsync(HttpMethod.Post, $"api/config/versions/{to}/activate", null, ct);
        await TellProblemsAsync(answer);
        await output.WriteLineAsync(accepted ? $"Version {answer["version"]} is active." : "There are errors: the active version stays.");
        return accepted ? 0 : 1;
    }

    private async Task<int> PreviousAsync(CancellationToken ct)
    {
        var (_, answer) = await SendAsync(HttpMethod.Get, "api/config/versions", null, ct);
        var active = answer["active"]!.GetValue<int>();
        return active > 1 ? active - 1 : throw new ConfigCommandException("Version 1 is active: there is none before it.");
    }

    /// <summary>Null when a sheet cannot be read; that has been told.</summary>
    private async Task<Dictionary<string, IReadOnlyList<ConfigRow>>?> ReadAsync(string[] sheets, CancellationToken ct)
    {
        var tables = new Dictionary<string, IReadOnlyList<ConfigRow>>();
        var problems = new List<Problem>();
        foreach (var file in sheets.SelectMany(Files))
        {
            var table = NameOf(Path.GetFileNameWithoutExtension(file));
            var (rows, found) = ConfigCsv.Read(table, CsvBytes.Decode(await File.ReadAllBytesAsync(file, ct)));
            if (!tables.TryAdd(table, rows)) throw new ConfigCommandException($"The table {table} is there twice.");
            problems.AddRange(found);
        }
        foreach (var problem in problems) await TellAsync(problem);
        return problems.AnyError() ? null : tables;
    }

    private static IEnumerable<string> Files(string sheet)
    {
        if (File.Exists(sheet)) return [sheet];
        if (!Directory.Exists(sheet)) throw new ConfigCommandException($"There is no file or folder {sheet}.");
        var files = Directory.EnumerateFiles(sheet, "*.csv").Where(f => TableShapes.Find(Path.GetFileNameWithoutExtension(f)) is not null).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new ConfigCommandException($"The folder {sheet} has no sheet: files such as {TableShapes.ScoringRules}.csv are looked for.");
    }

    private static string NameOf(string name) => TableShapes.Find(name)?.Name ?? throw new ConfigCommandException(
        $"There is no configuration table {name}." + (Suggest.Nearest(name, TableShapes.All.Select(t => t.Name)) is { } meant ? $" Did you mean {meant}?" : ""));

    private Task<(bool Accepted, JsonNode Answer)> PutAsync(Dictionary<string, IReadOnlyList<ConfigRow>> tables, ImportOptions options, CancellationToken ct)
    {
        var body = new { tables = tables.ToDictionary(t => t.Key, t => t.Value.Select(ConfigRoutes.RowView)), publish = options.Publish, options.Note, options.Author };
        return SendAsync(HttpMethod.Put, $"api/config?dryRun={(options.DryRun ? "true" : "false")}", body, ct);
    }

    /// <summary>Not accepted is what has problems to tell; any other failure is an exception.</summary>
    private async Task<(bool Accepted, JsonNode Answer)> SendAsync(HttpMethod method, string path, object? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(JsonSerializer.Serialize(body, HttpJson.Options), Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, ct);
        if (!answer.IsSuccessStatusCode && answer.StatusCode != System.Net.HttpStatusCode.UnprocessableEntity) throw await FailureAsync(answer, ct);
        return (answer.IsSuccessStatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct))!);
    }

    private static async Task<ConfigCommandException> FailureAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var text = await answer.Content.ReadAsStringAsync(ct);
        var detail = text.StartsWith('{') ? JsonNode.Parse(text)?["detail"]?.ToString() : null;
        return new ConfigCommandException($"The host answers {(int)answer.StatusCode}: {detail ?? answer.ReasonPhrase}");
    }

    private async Task TellDiffAsync(JsonNode answer)
    {
        foreach (var (table, diff) in answer["diff"]?.AsObject() ?? [])
        {
            var (added, removed, changed) = (diff!["added"]!.AsArray(), diff["removed"]!.AsArray(), diff["changed"]!.AsArray());
            if (added.Count + removed.Count + changed.Count == 0) continue;
            await output.WriteLineAsync($"{table}: {added.Count} added, {removed.Count} removed, {changed.Count} cells changed");
            foreach (var row in added) await output.WriteLineAsync($"  + {row}");
            foreach (var row in removed) await output.WriteLineAsync($"  - {row}");
            foreach (var cell in changed) await output.WriteLineAsync($"  ~ {cell!["row"]} / {cell["column"]}: {cell["before"] ?? "(empty)"} -> {cell["after"] ?? "(empty)"}");
        }
    }

    private async Task TellProblemsAsync(JsonNode answer)
    {
        foreach (var problem in answer["problems"].Deserialize<List<Problem>>(HttpJson.Options) ?? []) await TellAsync(problem);
    }

    private Task TellAsync(Problem problem) => output.WriteLineAsync($"{(problem.Severity == Severity.Error ? "error" : "warning")}: {problem}");
}
