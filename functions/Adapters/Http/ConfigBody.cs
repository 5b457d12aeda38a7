using System.Text.Json;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>Configuration rows as a request brings them: a sheet as CSV, or JSON objects of column to cell.</summary>
internal static class ConfigBody
{
    /// <summary>A sheet of ten thousand rows and ten conditions has about a quarter of this.</summary>
    public const int Limit = 8 * 1024 * 1024;

    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 8, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static bool IsCsv(HttpRequest request) => MediaType(request) is "text/csv" or "application/csv" or "text/plain" or "application/vnd.ms-excel";

    public static bool IsJson(HttpRequest request) => MediaType(request) is "application/json" or "text/json" or "";

    /// <summary>The rows of one table: an array, or an object with <c>rows</c>.</summary>
    public static (IReadOnlyList<ConfigRow> Rows, IReadOnlyList<Problem> Problems) Rows(string table, HttpRequest request, byte[] body)
    {
        if (IsCsv(request)) return ConfigCsv.Read(table, CsvBytes.Decode(body));
        using var document = JsonDocument.Parse(body, Lenient);
        var rows = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("rows", out var inner) ? inner : document.RootElement;
        return Rows(table, rows);
    }

    public static (IReadOnlyList<ConfigRow> Rows, IReadOnlyList<Problem> Problems) Rows(string table, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array) return ([], [Unreadable(table, "", "", json, "An array of rows is expected, each an object of column to cell.")]);
        var problems = new List<Problem>();
        List<ConfigRow> rows = [.. json.EnumerateArray().Select(row => Row(table, row, problems)).OfType<ConfigRow>()];
        return (problems.Count > 0 ? [] : rows, problems);
    }

    private static ConfigRow? Row(string table, JsonElement json, List<Problem> problems)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            problems.Add(Unreadable(table, "", "", json, "A row is an object of column to cell."));
            return null;
        }
        var cells = new List<KeyValuePair<string, object?>>();
        var (partition, key) = (ConfigRow.DefaultPartition, "");
        foreach (var property in json.EnumerateObject())
        {
            var folded = AttributeNames.Fold(property.Name);
            if (folded == "rowkey") key = $"{Cell(property.Value)}";
            else if (folded == "partitionkey") partition = $"{Cell(property.Value)}" is { Length: > 0 } said ? said : partition;
            else if (property.Value.ValueKind is JsonValueKind.Object) problems.Add(Unreadable(table, key, property.Name, property.Value, "A cell is a text, a number, a boolean or a list."));
            else cells.Add(KeyValuePair.Create(property.Name, Cell(property.Value)));
        }
        return ConfigRow.From(key, cells, partition);
    }

    private static object? Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetDecimal(out var number) ? number : value.GetRawText(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => string.Join("; ", value.EnumerateArray().Select(item => $"{Cell(item)}")),
        _ => null,
    };

    private static Problem Unreadable(string table, string row, string column, JsonElement read, string message)
    {
        var text = read.GetRawText();
        return CellIssue.Unreadable(message).At(table, row, column, text.Length > 80 ? text[..80] + "…" : text);
    }

    private static string MediaType(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
}
