using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <param name="Before">Null when the cell was empty; likewise <paramref name="After"/>.</param>
public sealed record ChangedCell(string Row, string Column, string? Before, string? After);

/// <summary>What differs between two states of a table, by key.</summary>
public sealed record RowsDiff(IReadOnlyList<ConfigRow> Added, IReadOnlyList<ConfigRow> Removed, IReadOnlyList<ChangedCell> Changed)
{
    public bool IsEmpty => Added.Count + Removed.Count + Changed.Count == 0;

    /// <summary>Two spellings of one yes or no are no difference: a spreadsheet rewrites <c>true</c> as TRUE.</summary>
    public static RowsDiff Between(IEnumerable<ConfigRow> before, IEnumerable<ConfigRow> after)
    {
        var old = ByKey(before);
        var now = ByKey(after);
        return new RowsDiff(
            [.. now.Where(r => !old.ContainsKey(r.Key)).Select(r => r.Value)],
            [.. old.Where(r => !now.ContainsKey(r.Key)).Select(r => r.Value)],
            [.. now.Where(r => old.ContainsKey(r.Key)).SelectMany(r => Cells(old[r.Key], r.Value))]);
    }

    private static SortedDictionary<(string, string), ConfigRow> ByKey(IEnumerable<ConfigRow> rows)
    {
        var byKey = new SortedDictionary<(string, string), ConfigRow>(Comparer<(string, string)>.Create((a, b) =>
            string.CompareOrdinal(a.Item1, b.Item1) is var order && order != 0 ? order : string.CompareOrdinal(a.Item2, b.Item2)));
        foreach (var row in rows) byKey[(row.PartitionKey, row.RowKey)] = row;
        return byKey;
    }

    private static IEnumerable<ChangedCell> Cells(ConfigRow before, ConfigRow after) =>
        from column in before.Cells.Concat(after.Cells).DistinctBy(c => c.Folded).OrderBy(c => c.Folded, StringComparer.Ordinal)
        let was = before[column.Folded]
        let becomes = after[column.Folded]
        where was != becomes && !SameTruth(was, becomes)
        select new ChangedCell(after.RowKey, column.Name, was, becomes);

    private static bool SameTruth(string? a, string? b) =>
        a is not null && b is not null && Words.TruthLiteral(Folding.Fold(a)) is { } truth && Words.TruthLiteral(Folding.Fold(b)) == truth;
}
