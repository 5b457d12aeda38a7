namespace LeadRouter.Domain.Rules;

/// <summary>New rows for some tables, and what would come of them.</summary>
/// <param name="After">Every table as it would be.</param>
/// <param name="Diffs">By table that the edit names.</param>
/// <param name="Problems">Of the whole as it would be; of the edit alone when it cannot even be stored.</param>
public sealed record ConfigPlan(ConfigTables After, IReadOnlyDictionary<string, RowsDiff> Diffs, IReadOnlyList<Problem> Problems)
{
    /// <summary>Whether the rows may be stored; a draft with errors may.</summary>
    public required bool CanStore { get; init; }

    /// <summary>Whether the live tables, as they would be, can take effect beside the frozen ones in force.</summary>
    public required bool LiveWorks { get; init; }

    /// <summary>Whether the draft can be published.</summary>
    public required bool CanPublish { get; init; }

    public bool TouchesLive => Diffs.Any(d => !d.Value.IsEmpty && !TableShapes.Of(d.Key).Frozen);
}

/// <summary>Decides on edits of the configuration tables.</summary>
public static class ConfigEdit
{
    /// <param name="stored">The draft of the frozen tables and the live ones, as they stand.</param>
    /// <param name="active">The frozen tables of the version in force.</param>
    /// <param name="edits">New rows by table; they replace the table's rows of the partitions that they name.</param>
    /// <param name="asOne">The whole must be without an error, draft included: what belongs together changes together.</param>
    /// <param name="publish">The draft takes effect with it, so that live rows need not fit the version in force.</param>
    /// <param name="seen">Every attribute name seen on a lead; null when that is not known.</param>
    public static ConfigPlan Plan(
        ConfigTables stored, ConfigTables active, IReadOnlyDictionary<string, IReadOnlyList<ConfigRow>> edits, bool asOne, bool publish = false,
        IEnumerable<string>? seen = null, NumberLocale locale = NumberLocale.DecimalComma)
    {
        var after = edits.Aggregate(stored, (tables, edit) => tables.With(TableShapes.Of(edit.Key).Name, Replaced(tables[edit.Key], edit.Value)));
        var diffs = edits.Keys.Select(t => TableShapes.Of(t).Name).ToDictionary(t => t, t => RowsDiff.Between(stored[t], after[t]));
        var unstorable = edits.SelectMany(e => StorableRows.Check(TableShapes.Of(e.Key).Name, e.Value)).ToList();
        if (unstorable.Count > 0) return new ConfigPlan(after, diffs, unstorable) { CanStore = false, LiveWorks = false, CanPublish = false };
        var problems = Linter.Check(after, locale, seen);
        var broken = LiveErrors(active, after, locale);
        var blocking = publish || edits.Keys.All(t => TableShapes.Of(t).Frozen) ? [] : NewErrors(broken, LiveErrors(active, stored, locale), edits.Keys);
        var canPublish = !problems.AnyError();
        // What was edited comes first: the rest only follows from it.
        var all = Joined(problems, blocking).OrderBy(p => p.Severity).ThenBy(p => !diffs.ContainsKey(p.Table)).ToList();
        return new ConfigPlan(after, diffs, all)
        {
            CanStore = blocking.Count == 0 && (canPublish || !asOne),
            LiveWorks = broken.Count == 0,
            CanPublish = canPublish,
        };
    }

    /// <summary>What keeps these live tables from working beside those frozen ones.</summary>
    public static IReadOnlyList<Problem> LiveErrors(ConfigTables frozen, ConfigTables live, NumberLocale locale = NumberLocale.DecimalComma) =>
        [.. Linter.Check(Beside(frozen, live), locale).Where(p => p.Severity == Severity.Error)];

    /// <summary>The frozen tables of one and the live ones of the other.</summary>
    public static ConfigTables Beside(ConfigTables frozen, ConfigTables live) =>
        new(TableShapes.All.Select(s => KeyValuePair.Create(s.Name, (s.Frozen ? frozen : live)[s.Name])));

    /// <summary>Each problem once.</summary>
    public static IReadOnlyList<Problem> Joined(IEnumerable<Problem> problems, IEnumerable<Problem> more) => [.. problems.Concat(more).Distinct()];

    // An older error elsewhere must not keep somebody from mending this table.
    private static List<Problem> NewErrors(IReadOnlyList<Problem> after, IReadOnlyList<Problem> before, IEnumerable<string> edited)
    {
        var tables = edited.Select(t => TableShapes.Of(t).Name).ToHashSet();
        return [.. after.Where(p => tables.Contains(p.Table) || !before.Contains(p))];
    }

    private static List<ConfigRow> Replaced(IReadOnlyList<ConfigRow> rows, IReadOnlyList<ConfigRow> by)
    {
        var partitions = by.Count == 0 ? [ConfigRow.DefaultPartition] : by.Select(r => r.PartitionKey).ToHashSet();
        return [.. rows.Where(r => !partitions.Contains(r.PartitionKey)), .. by];
    }
}
