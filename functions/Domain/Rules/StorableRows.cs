namespace LeadRouter.Domain.Rules;

/// <summary>
/// What a table store could not even keep as a draft: a key that is no key, the same key twice, a column whose name is no name, more
/// than a row can hold. Everything else is stored as it was typed and reported.
/// </summary>
public static class StorableRows
{
    private const int LongestKey = 200;
    private const int LongestColumn = 100;
    private const int LongestCell = 16_000;
    private const int LargestRow = 100_000;
    private const int MostColumns = 120;
    private const int MostRows = 20_000;

    public static IEnumerable<Problem> Check(string table, IReadOnlyList<ConfigRow> rows)
    {
        if (rows.Count > MostRows)
            return [Error(table, "", "", "table.too-long", $"{rows.Count}", $"The table has more than {MostRows} rows.")];
        var twice = rows.GroupBy(r => (r.PartitionKey, r.RowKey)).Where(g => g.Count() > 1).Select(g => g.Key.RowKey);
        return
        [
            .. twice.Select(key => Error(table, key, "RowKey", "key.duplicate", key, "Another row has the same key.")),
            .. rows.SelectMany(r => Check(table, r)),
        ];
    }

    /// <summary>A column's name as a property of the store: other signs become underscores, which names do not differ by.</summary>
    public static string PropertyOf(string column) => string.Concat(column.Select(c => char.IsLetterOrDigit(c) ? c : '_')).TrimStart('_');

    private static IEnumerable<Problem> Check(string table, ConfigRow row)
    {
        if (!IsStoreKey(row.RowKey) || !IsStoreKey(row.PartitionKey))
            yield return Error(table, row.RowKey, "RowKey", "key.invalid", row.RowKey, $"A key has 1 to {LongestKey} characters, and no slash, backslash, # or ?.");
        if (row.Cells.Count > MostColumns)
            yield return Error(table, row.RowKey, "", "row.too-wide", $"{row.Cells.Count}", $"A row has at most {MostColumns} filled columns.");
        if (row.Cells.Sum(c => c.Text.Length) > LargestRow)
            yield return Error(table, row.RowKey, "", "row.too-large", "", $"A row has at most {LargestRow} characters.");
        foreach (var cell in row.Cells)
        {
            if (PropertyOf(cell.Name) is not { Length: > 0 and <= LongestColumn } property || !char.IsLetter(property[0]))
                yield return Error(table, row.RowKey, cell.Name, "column.invalid", cell.Name, $"A column's name begins with a letter and has at most {LongestColumn} characters.");
            if (cell.Text.Length > LongestCell)
                yield return Error(table, row.RowKey, cell.Name, "cell.too-long", cell.Text[..40] + "…", $"A cell has at most {LongestCell} characters.");
        }
    }

    private static bool IsStoreKey(string key) =>
        key.Length is > 0 and <= LongestKey && !key.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c) || char.IsSurrogate(c));

    private static Problem Error(string table, string row, string column, string code, string read, string message) =>
        new(table, row, column, Severity.Error, code, read, message);
}
