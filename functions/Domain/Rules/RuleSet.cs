using System.Collections.Frozen;

namespace LeadRouter.Domain.Rules;

/// <summary>
/// The frozen tables of one version, compiled: immutable and shared by all leads that entered under it. Disabled rows are left out.
/// </summary>
public sealed class RuleSet
{
    private RuleSet(FrozenRows rows, NumberLocale locale)
    {
        Locale = locale;
        Hash = ContentHash.Of(rows.Source);
        Groups = rows.Groups.ToFrozenDictionary(g => g.Key, StringComparer.OrdinalIgnoreCase);
        SlaPolicies = rows.SlaPolicies.ToFrozenDictionary(p => p.Key, StringComparer.Ordinal);
        Bands = [.. rows.Bands.OrderBy(b => b.Key, StringComparer.Ordinal)];
        Scoring = [.. rows.Scoring.Where(r => r.Enabled).OrderBy(r => r.Key, StringComparer.Ordinal)];
        Disqualifiers = [.. rows.Disqualifiers.Where(r => r.Enabled).OrderBy(r => r.Key, StringComparer.Ordinal)];
        Routing = [.. rows.Routing.Where(r => r.Enabled).OrderBy(r => r.Priority).ThenBy(r => r.Key, StringComparer.Ordinal)];
        ScoringTable = DecisionTable.Compile(Scoring.Select(r => new TableRow(r.Key, r.Conditions)), locale);
        DisqualifierTable = DecisionTable.Compile(Disqualifiers.Select(r => new TableRow(r.Key, r.Conditions)), locale);
        RoutingTable = DecisionTable.Compile(Routing.Select(r => new TableRow(r.Key, r.Conditions)), locale);
    }

    public NumberLocale Locale { get; }

    /// <summary>The same for the same rows, in whatever order they were stored.</summary>
    public string Hash { get; }

    public IReadOnlyDictionary<string, ScoreGroupRow> Groups { get; }

    public IReadOnlyDictionary<string, SlaPolicyRow> SlaPolicies { get; }

    /// <summary>By key, which is also the order in which they are tried.</summary>
    public IReadOnlyList<BandRow> Bands { get; }

    /// <summary>Enabled rows; a row's number is its number in <see cref="ScoringTable"/>.</summary>
    public IReadOnlyList<ScoringRow> Scoring { get; }

    public IReadOnlyList<DisqualifierRow> Disqualifiers { get; }

    /// <summary>Enabled rows by priority, then key.</summary>
    public IReadOnlyList<RoutingRow> Routing { get; }

    public DecisionTable ScoringTable { get; }

    public DecisionTable DisqualifierTable { get; }

    public DecisionTable RoutingTable { get; }

    /// <summary>The set is null when a problem is an error. References between tables are the linter's concern.</summary>
    public static (RuleSet? Rules, IReadOnlyList<Problem> Problems) Compile(ConfigTables tables, NumberLocale locale = NumberLocale.DecimalComma)
    {
        var problems = new List<Problem>();
        var rows = FrozenRows.Read(tables, locale, problems);
        return (problems.AnyError() ? null : new RuleSet(rows, locale), problems);
    }
}
