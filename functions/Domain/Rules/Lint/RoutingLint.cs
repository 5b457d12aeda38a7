namespace LeadRouter.Domain.Rules;

/// <summary>Every lead must find a row, and every row should find a lead.</summary>
internal static class RoutingLint
{
    // Pairs grow with the square: a sheet with more rows of one priority than this is checked up to here.
    private const int MostOfOnePriority = 2_000;

    public static IEnumerable<Problem> Check(IReadOnlyList<RoutingRow> routing, NumberLocale locale)
    {
        List<RoutingRow> rows = [.. routing.Where(r => r.Enabled).OrderBy(r => r.Priority).ThenBy(r => r.Key, StringComparer.Ordinal)];
        if (!rows.Exists(r => r.Conditions.Count == 0))
            yield return Linter.Error(
                TableShapes.RoutingRules, "", "", "routing.no-fallback", "",
                "There is no fallback: an enabled row without any condition, with the highest priority number.");
        var shadowed = Shadowed(rows, locale);
        foreach (var (row, by) in shadowed)
            yield return Linter.Warning(
                TableShapes.RoutingRules, row.Key, "", "row.shadowed", "",
                $"The row is never reached: {by.Key} (priority {by.Priority}) takes all of its leads first.");
        foreach (var (row, other) in Ties(rows, locale))
            if (!shadowed.Exists(s => s.Row == row))
                yield return Linter.Warning(
                    TableShapes.RoutingRules, row.Key, "Priority", "row.overlap", $"{row.Priority}",
                    $"A lead can meet this row and {other.Key}, of the same priority; {other.Key} wins by its key. Give them different ones.");
    }

    // Whatever covers a row accepts the row's own witness, so the compiled table leaves only a few candidates to compare.
    private static List<(RoutingRow Row, RoutingRow By)> Shadowed(List<RoutingRow> rows, NumberLocale locale)
    {
        var table = DecisionTable.Compile(rows.Select(r => new TableRow(r.Key, r.Conditions)), locale);
        var shadowed = new List<(RoutingRow, RoutingRow)>();
        for (var i = 1; i < rows.Count; i++)
        {
            if (RowAlgebra.Witness(rows[i].Conditions, locale) is not { } witness) continue;
            foreach (var earlier in table.Matches(witness))
            {
                if (earlier >= i) break;
                if (!RowAlgebra.Covers(rows[earlier].Conditions, rows[i].Conditions, locale)) continue;
                shadowed.Add((rows[i], rows[earlier]));
                break;
            }
        }
        return shadowed;
    }

    private static IEnumerable<(RoutingRow Row, RoutingRow Other)> Ties(List<RoutingRow> rows, NumberLocale locale) =>
        from tied in rows.GroupBy(r => r.Priority)
        let some = tied.Take(MostOfOnePriority).ToList()
        from j in Enumerable.Range(0, some.Count)
        let other = some.Take(j).FirstOrDefault(o => !SameOutcome(o, some[j]) && RowAlgebra.Overlap(o.Conditions, some[j].Conditions, locale))
        where other is not null
        select (some[j], other);

    private static bool SameOutcome(RoutingRow a, RoutingRow b) =>
        a.Pool == b.Pool && a.SlaPolicy == b.SlaPolicy && a.Value == b.Value && a.Skills.SequenceEqual(b.Skills);
}
