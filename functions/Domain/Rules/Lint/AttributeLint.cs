using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>A condition on something that no lead has ever said never holds; mostly its name is misspelt.</summary>
internal static class AttributeLint
{
    /// <param name="seen">Null when nothing is known of attributes that are not fixed: then only a name close to a fixed one is doubtful.</param>
    public static IEnumerable<Problem> Check(ConfigTables tables, IEnumerable<string>? seen)
    {
        List<string> known = [.. AttributeNames.Fixed, .. seen ?? []];
        var folded = known.Select(AttributeNames.Fold).ToHashSet(StringComparer.Ordinal);
        return
            from shape in TableShapes.All
            where shape.TakesConditions
            from cell in tables[shape.Name].SelectMany(r => r.Cells).DistinctBy(c => c.Folded)
            where !shape.IsOwn(cell.Folded) && !folded.Contains(cell.Folded)
            let meant = Suggest.Nearest(cell.Name, known)
            where seen is not null || meant is not null
            select Linter.Warning(shape.Name, "", cell.Name, "attribute.never-seen", cell.Name, $"No lead has ever had the attribute {cell.Name}.", meant);
    }
}
