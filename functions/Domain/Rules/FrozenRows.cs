namespace LeadRouter.Domain.Rules;

/// <summary>The rows of the frozen tables as read, the unreadable cells left empty.</summary>
internal sealed record FrozenRows(
    ConfigTables Source,
    IReadOnlyList<ScoringRow> Scoring,
    IReadOnlyList<ScoreGroupRow> Groups,
    IReadOnlyList<DisqualifierRow> Disqualifiers,
    IReadOnlyList<BandRow> Bands,
    IReadOnlyList<RoutingRow> Routing,
    IReadOnlyList<SlaPolicyRow> SlaPolicies)
{
    public static FrozenRows Read(ConfigTables tables, NumberLocale locale, ICollection<Problem> problems)
    {
        var tests = new UnaryTestCache(locale);
        return new FrozenRows(
            tables,
            TableReader.Read(TableShapes.ScoringRules, tables, locale, problems, row => ScoringRow.Read(row, tests)),
            TableReader.Read(TableShapes.ScoreGroups, tables, locale, problems, ScoreGroupRow.Read),
            TableReader.Read(TableShapes.Disqualifiers, tables, locale, problems, row => DisqualifierRow.Read(row, tests)),
            TableReader.Read(TableShapes.Bands, tables, locale, problems, BandRow.Read),
            TableReader.Read(TableShapes.RoutingRules, tables, locale, problems, row => RoutingRow.Read(row, tests)),
            TableReader.Read(TableShapes.SlaPolicies, tables, locale, problems, SlaPolicyRow.Read));
    }
}
