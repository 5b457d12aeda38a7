using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>Reads a whole table: keys, unknown columns, then each row.</summary>
internal static class TableReader
{
    private const int MostRows = 20_000;

    public static IReadOnlyList<T> Read<T>(string table, ConfigTables tables, NumberLocale locale, ICollection<Problem> problems,
        Func<RowReader, T> read)
    {
        var shape = TableShapes.Of(table);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var rows = new List<T>();
        if (tables[table].Count > MostRows)
        {
            problems.Add(new Problem(table, "", "", Severity.Error, "table.too-long", $"{tables[table].Count}",
                $"The table has more than {MostRows} rows."));
            return rows;
        }
        foreach (var row in tables[table])
        {
            CheckKey(table, row, keys, problems);
            rows.Add(read(new RowReader(table, row, locale, problems)));
        }
        CheckColumns(shape, tables[table], problems);
        return rows;
    }

    private static void CheckKey(string table, ConfigRow row, HashSet<string> keys, ICollection<Problem> problems)
    {
        if (!ConfigRow.IsKey(row.RowKey))
            problems.Add(new Problem(
                table, row.RowKey, "RowKey", Severity.Error, "key.invalid", row.RowKey,
                "A key is lower-case letters, digits, points, hyphens and underscores, begins with a letter or digit and has at most 63.",
                Slug(row.RowKey)));
        else if (!keys.Add(row.RowKey))
            problems.Add(new Problem(table, row.RowKey, "RowKey", Severity.Error, "key.duplicate", row.RowKey, "Another row has the same key."));
    }

    private static string? Slug(string key)
    {
        var spaced = string.Concat(Folding.Fold(key).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : ' '));
        var slug = string.Join('-', spaced.Split(' ', StringSplitOptions.RemoveEmptyEntries)).TrimStart('.', '_', '-');
        return slug.Length is 0 or > 63 ? null : slug;
    }

    // In a table of conditions every other column is one, so only a likely slip in one of its own names is reported.
    private static void CheckColumns(TableShape shape, IReadOnlyList<ConfigRow> rows, ICollection<Problem> problems)
    {
        foreach (var cell in rows.SelectMany(r => r.Cells).DistinctBy(c => c.Folded))
        {
            if (shape.IsOwn(cell.Folded)) continue;
            var near = Suggest.Nearest(cell.Folded, shape.Columns.Select(AttributeNames.Fold));
            var meant = shape.Columns.FirstOrDefault(c => AttributeNames.Fold(c) == near);
            if (shape.TakesConditions && (meant is null || AttributeNames.Fixed.Contains(AttributeNames.Canonical(cell.Name)))) continue;
            problems.Add(new Problem(
                shape.Name, "", cell.Name, Severity.Warning, "column.unknown", cell.Name,
                shape.TakesConditions ? "Read as a condition on the lead." : $"The table {shape.Name} has no such column; it is ignored.", meant));
        }
    }
}
