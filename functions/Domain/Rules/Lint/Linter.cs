namespace LeadRouter.Domain.Rules;

/// <summary>
/// Everything that can be wrong with a configuration, in one pass over all tables: what cannot be read, what points nowhere, and what
/// reads well but probably is not meant. A set with an error is not published.
/// </summary>
public static class Linter
{
    /// <param name="tables">The frozen tables to publish together with the live ones as they stand (or as they would).</param>
    /// <param name="seen">Every attribute name seen on a lead, in any spelling; null when that is not known.</param>
    public static IReadOnlyList<Problem> Check(ConfigTables tables, NumberLocale locale = NumberLocale.DecimalComma, IEnumerable<string>? seen = null)
    {
        var problems = new List<Problem>();
        var frozen = FrozenRows.Read(tables, locale, problems);
        var live = LiveConfig.Read(tables, locale, problems);
        problems.AddRange(ReferenceLint.Check(tables, frozen, live));
        problems.AddRange(RosterLint.Check(live));
        problems.AddRange(RoutingLint.Check(frozen.Routing, locale));
        problems.AddRange(BandLint.Check(frozen.Bands));
        problems.AddRange(SlaLint.Check(frozen.SlaPolicies, live));
        problems.AddRange(AttributeLint.Check(tables, seen));
        return [.. problems.OrderBy(p => p.Severity).ThenBy(p => p.Table, StringComparer.Ordinal).ThenBy(p => p.Row, StringComparer.Ordinal)];
    }

    internal static Problem Error(string table, string row, string column, string code, string read, string message, string? suggestion = null) =>
        new(table, row, column, Severity.Error, code, read, message, suggestion);

    internal static Problem Warning(string table, string row, string column, string code, string read, string message, string? suggestion = null) =>
        new(table, row, column, Severity.Warning, code, read, message, suggestion);
}
