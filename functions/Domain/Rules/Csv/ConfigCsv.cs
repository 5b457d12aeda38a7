using System.Text;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>
/// A configuration table as CSV that Excel opens and saves in Spanish or English without damage. What <see cref="Write"/> wrote,
/// <see cref="Read"/> reads back to the same rows, and those write the same bytes again.
/// </summary>
public static class ConfigCsv
{
    private const char Bom = '\uFEFF';

    /// <summary>Keys, then the conditions by name, then the table's own columns; rows by key.</summary>
    public static string Write(string table, IEnumerable<ConfigRow> rows, CsvDialect? dialect = null)
    {
        dialect ??= CsvDialect.Semicolon;
        var shape = TableShapes.Of(table);
        List<ConfigRow> ordered = [.. rows.OrderBy(r => r.PartitionKey, StringComparer.Ordinal).ThenBy(r => r.RowKey, StringComparer.Ordinal)];
        var columns = ColumnsOf(shape, ordered);
        var csv = new StringBuilder().Append(Bom);
        CsvText.Append(csv, [.. columns.Select(c => SheetGuard.Write(c, dialect)).Prepend("RowKey").Prepend("PartitionKey")], dialect.Separator);
        foreach (var row in ordered)
        {
            var cells = columns.Select(c => row[c] ?? "").Prepend(row.RowKey).Prepend(row.PartitionKey);
            CsvText.Append(csv, [.. cells.Select(c => SheetGuard.Write(c, dialect))], dialect.Separator);
        }
        return csv.ToString();
    }

    /// <summary>Separator, quotes and byte order mark are recognised. With an error no row is to be used: an import is all or nothing.</summary>
    public static (IReadOnlyList<ConfigRow> Rows, IReadOnlyList<Problem> Problems) Read(string table, string text)
    {
        var problems = new List<Problem>();
        text = text.TrimStart(Bom);
        var separator = CsvText.Separator(ref text);
        var (records, faults) = Records(text, separator);
        foreach (var line in faults)
            problems.Add(At(table, line, "", "csv.quotes", "", "A quote is opened and not closed, or something follows the closing one."));
        if (records.Count == 0) problems.Add(At(table, 1, "", "csv.header", "", "The first line names the columns; RowKey is one of them."));
        if (problems.Count > 0) return ([], problems);
        List<string> header = [.. records[0].Fields.Select(f => SheetGuard.Read(f.Trim()))];
        CheckHeader(table, header, problems);
        var rows = problems.AnyError() ? [] : ReadRows(table, header, records, problems);
        return (rows, problems);
    }

    private static (List<CsvRecord> Records, List<int> Faults) Records(string text, char separator)
    {
        var faults = new List<int>();
        var records = CsvText.Read(text, separator, faults);
        var isWhole = faults.Count == 0 && records.TrueForAll(r => r.Fields.Count > 1 || !r.Fields[0].Contains(';', StringComparison.Ordinal));
        if (separator != ';' || isWhole) return (records, faults);
        // An English Excel takes each line of a semicolon file for one cell (or several, at its commas) and quotes them on saving.
        var wrapped = new List<int>();
        var lines = CsvText.Read(text, ',', wrapped).Select(r => string.Join(',', r.Fields).TrimEnd(','));
        var again = CsvText.Read(string.Join('\n', lines), ';', wrapped);
        return wrapped.Count == 0 ? (again, wrapped) : (records, faults);
    }

    private static List<ConfigRow> ReadRows(string table, List<string> header, List<CsvRecord> records, List<Problem> problems)
    {
        var rows = new List<ConfigRow>();
        var key = header.FindIndex(h => AttributeNames.Fold(h) == "rowkey");
        var partition = header.FindIndex(h => AttributeNames.Fold(h) == "partitionkey");
        foreach (var record in records.Skip(1))
        {
            List<string> fields = [.. record.Fields.Select(f => SheetGuard.Read(f.Trim()))];
            if (fields.TrueForAll(f => f.Length == 0)) continue;
            Check(table, header, record, fields, key, problems);
            var cells = header.Zip(fields).Where(c => c.First.Length > 0).Select(c => KeyValuePair.Create(c.First, (object?)c.Second));
            rows.Add(ConfigRow.From(At(fields, key), cells, At(fields, partition) is { Length: > 0 } said ? said : ConfigRow.DefaultPartition));
        }
        return rows;
    }

    private static void Check(string table, List<string> header, CsvRecord record, List<string> fields, int key, List<Problem> problems)
    {
        var line = record.Line;
        if (At(fields, key).Length == 0) problems.Add(At(table, line, "RowKey", "csv.key", "", "The row has no key."));
        if (fields.Skip(header.Count).FirstOrDefault(f => f.Length > 0) is { } surplus)
            problems.Add(At(table, line, "", "csv.surplus", surplus,
                "The row has more cells than there are columns; a text with the separator in it goes in quotes."));
        for (var i = 0; i < Math.Min(header.Count, fields.Count); i++)
            if (SheetGuard.IsWreck(record.Fields[i].Trim()))
                problems.Add(At(table, line, header[i], "csv.wreck", fields[i],
                    "A spreadsheet took this cell for a formula and lost its text; type it again with an apostrophe before it."));
    }

    private static void CheckHeader(string table, List<string> header, List<Problem> problems)
    {
        if (!header.Exists(h => AttributeNames.Fold(h) == "rowkey"))
            problems.Add(At(table, 1, "RowKey", "csv.header", string.Join(' ', header), "The first line names the columns; RowKey is one of them.",
                Suggest.Nearest("RowKey", header)));
        foreach (var twice in header.Where(h => h.Length > 0).GroupBy(AttributeNames.Fold).Where(g => g.Count() > 1))
            problems.Add(At(table, 1, twice.First(), "csv.header", string.Join(' ', twice), "Two columns have the same name."));
    }

    private static string At(List<string> fields, int index) => index >= 0 && index < fields.Count ? fields[index] : "";

    private static Problem At(string table, int line, string column, string code, string read, string message, string? suggestion = null) =>
        new(table, $"line {line}", column, Severity.Error, code, read, message, suggestion);

    /// <summary>The columns of a sheet: conditions in use by name, then the table's own.</summary>
    public static IReadOnlyList<string> ColumnsOf(TableShape shape, IReadOnlyList<ConfigRow> rows)
    {
        var used = rows.SelectMany(r => r.Cells).GroupBy(c => c.Folded).ToDictionary(g => g.Key, g => g.Min(c => c.Name, StringComparer.Ordinal)!);
        var own = shape.Columns.Append(TableShape.Note).ToList();
        var conditions = used.Where(c => !own.Exists(o => AttributeNames.Fold(o) == c.Key)).Select(c => AttributeNames.Canonical(c.Value))
            .Order(StringComparer.Ordinal);
        return [.. conditions, .. own];
    }

    private static string? Min<T>(this IEnumerable<T> items, Func<T, string> text, StringComparer comparer) => items.Select(text).Min(comparer);
}
