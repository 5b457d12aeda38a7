using System.Globalization;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Rules;

/// <summary>A row of a sheet as a person edits it.</summary>
/// <param name="Original">The key under which it is stored; empty for a new row.</param>
public sealed record SheetRow(string Original, string Partition, string Key, IReadOnlyList<string> Cells, bool Removed = false)
{
    public bool IsBlank => Key.Length == 0 && Cells.All(c => c.Length == 0);
}

/// <summary>
/// A part of a configuration table as a form: the rows from <paramref name="From"/> on. Rows that are not shown stay as they are when it
/// is saved.
/// </summary>
/// <param name="Base">Names the table's content when the sheet was made, so that nobody writes over what he has not seen.</param>
public sealed record Sheet(TableShape Shape, IReadOnlyList<string> Columns, IReadOnlyList<SheetRow> Rows, int From, int Total, string Base)
{
    public const int PageSize = 50;
    private const int Blanks = 2;

    public static Sheet Of(TableShape shape, IReadOnlyList<ConfigRow> stored, int from, string? filter)
    {
        var columns = ConfigCsv.ColumnsOf(shape, stored);
        var found = stored.Where(r => filter is null || Mentions(r, filter)).OrderBy(r => r.RowKey, StringComparer.Ordinal).ToList();
        var shown = found.Skip(from).Take(PageSize).Select(r => new SheetRow(r.RowKey, r.PartitionKey, r.RowKey, [.. columns.Select(c => r[c] ?? "")]));
        return new Sheet(shape, columns, [.. shown], from, found.Count, BaseOf(shape, stored)).WithBlanks();
    }

    public static Sheet Read(TableShape shape, IFormCollection form)
    {
        var columns = Enumerable.Range(0, Count(form, "columns")).Select(j => form[$"h{j}"].ToString()).ToList();
        var rows = Enumerable.Range(0, Count(form, "rows")).Select(i => new SheetRow(
            form[$"o{i}"].ToString(),
            form[$"p{i}"].ToString() is { Length: > 0 } partition ? partition : ConfigRow.DefaultPartition,
            form[$"k{i}"].ToString().Trim(),
            [.. columns.Select((_, j) => form[$"c{i}.{j}"].ToString().Trim())],
            form.ContainsKey($"x{i}")));
        return new Sheet(shape, columns, [.. rows], Count(form, "from"), Count(form, "total"), form["base"].ToString());
    }

    public static string BaseOf(TableShape shape, IReadOnlyList<ConfigRow> stored) => ContentHash.Of(ConfigTables.Empty.With(shape.Name, stored), live: !shape.Frozen);

    /// <summary>The whole table as it becomes: what was not shown, and what stands in the sheet now.</summary>
    public IReadOnlyList<ConfigRow> Onto(IReadOnlyList<ConfigRow> stored)
    {
        var shown = Rows.Select(r => (r.Partition, r.Original)).ToHashSet();
        var kept = stored.Where(r => !shown.Contains((r.PartitionKey, r.RowKey)));
        return [.. kept, .. Rows.Where(r => !r.Removed && !r.IsBlank).Select(Row)];
    }

    public Sheet WithColumn(string name) => name.Length == 0 || Columns.Any(c => AttributeNames.Fold(c) == AttributeNames.Fold(name))
        ? this
        : this with { Columns = [AttributeNames.Canonical(name), .. Columns], Rows = [.. Rows.Select(r => r with { Cells = ["", .. r.Cells] })] };

    public Sheet WithBlanks() => this with
    {
        Rows = [.. Rows.Where(r => r.Original.Length > 0 || !r.IsBlank), .. Enumerable.Repeat(new SheetRow("", ConfigRow.DefaultPartition, "", [.. Columns.Select(_ => "")]), Blanks)],
    };

    private ConfigRow Row(SheetRow row) => ConfigRow.From(row.Key, Columns.Zip(row.Cells, (column, cell) => KeyValuePair.Create(column, (object?)cell)), row.Partition);

    private static bool Mentions(ConfigRow row, string filter) =>
        row.RowKey.Contains(filter, StringComparison.OrdinalIgnoreCase) || row.Cells.Any(c => c.Text.Contains(filter, StringComparison.OrdinalIgnoreCase));

    private static int Count(IFormCollection form, string name) => int.TryParse(form[name], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, 10_000) : 0;
}
