using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>A cell that names a row of another table must find it.</summary>
internal static class ReferenceLint
{
    public static IEnumerable<Problem> Check(ConfigTables tables, FrozenRows frozen, LiveConfig live)
    {
        var pools = Keys(tables, TableShapes.Pools);
        var reps = Keys(tables, TableShapes.Reps);
        var calendars = Keys(tables, TableShapes.Calendars);
        var policies = Keys(tables, TableShapes.SlaPolicies);
        var routing = frozen.Routing.Where(r => r.Enabled).ToList();
        return
        [
            .. routing.SelectMany(r => Missing(TableShapes.RoutingRules, r.Key, "Pool", r.Pool.Value, pools)),
            .. routing.SelectMany(r => Missing(TableShapes.RoutingRules, r.Key, "SlaPolicy", r.SlaPolicy, policies)),
            .. routing.SelectMany(r => Bands(r, Keys(tables, TableShapes.Bands))),
            .. live.Pools.Values.SelectMany(p => Missing(TableShapes.Pools, p.Id.Value, "Overflow", p.Overflow?.Value, pools)),
            .. live.Reps.Values.SelectMany(r => Missing(TableShapes.Reps, r.Id.Value, "Manager", r.Manager?.Value, reps)),
            .. live.Reps.Values.SelectMany(r => Missing(TableShapes.Reps, r.Id.Value, "Calendar", r.Calendar, calendars)),
            .. live.Memberships.SelectMany(m => Missing(TableShapes.Memberships, m.Key, "Pool", m.Pool.Value, pools)),
            .. live.Memberships.SelectMany(m => Missing(TableShapes.Memberships, m.Key, "Rep", m.Rep.Value, reps)),
            .. frozen.SlaPolicies.SelectMany(p => Missing(TableShapes.SlaPolicies, p.Key, "Calendar", p.Calendar, calendars)),
            .. frozen.Disqualifiers.Where(d => d.Enabled)
                .SelectMany(d => Missing(TableShapes.Disqualifiers, d.Key, "Reason", d.Reason, Keys(tables, TableShapes.Reasons), Severity.Warning)),
            .. frozen.Scoring.Where(s => s.Enabled)
                .SelectMany(s => Missing(TableShapes.ScoringRules, s.Key, "Group", s.Group, Keys(tables, TableShapes.ScoreGroups), Severity.Warning)),
        ];
    }

    // A required cell that is empty is a problem already.
    private static IEnumerable<Problem> Missing(
        string table, string row, string column, string? named, HashSet<string> known, Severity severity = Severity.Error)
    {
        if (string.IsNullOrEmpty(named) || known.Contains(named)) yield break;
        var target = TargetOf(column);
        var message = $"There is no {target} {named}" + (severity == Severity.Error ? "." : ", so it has no bounds and no label.");
        yield return new Problem(table, row, column, severity, "unknown." + AttributeNames.Fold(target), named, message,
            Suggest.Nearest(named, known));
    }

    private static string TargetOf(string column) => column switch
    {
        "Overflow" => "pool",
        "Manager" => "rep",
        "SlaPolicy" => "SLA policy",
        "Group" => "score group",
        _ => Folding.Fold(column),
    };

    private static IEnumerable<Problem> Bands(RoutingRow row, HashSet<string> bands) =>
        from condition in row.Conditions
        where condition.Folded == "band"
        from atom in condition.Test.Atoms.OfType<Atom.Is>()
        where !bands.Contains(atom.Folded)
        select Linter.Error(TableShapes.RoutingRules, row.Key, "Band", "unknown.band", atom.Folded, $"There is no band {atom.Folded}.",
            Suggest.Nearest(atom.Folded, bands));

    private static HashSet<string> Keys(ConfigTables tables, string table) => [.. tables[table].Select(r => r.RowKey)];
}
