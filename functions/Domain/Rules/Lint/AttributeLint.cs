using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>A condition on something that no lead has ever said never holds; mostly its name is misspelt.</summary>
internal static class AttributeLint
{
    public static IEnumerable<Problem> Check(ConfigTables tables, IEnumerable<string> seen)
    {
        List<string> known = [.. AttributeNames.Fixed, .. seen];
        var folded = known.Select(AttributeNames.Fold).ToHashSet(StringComparer.Ordinal);
        return
            from shape in TableShapes.All
            where shape.TakesConditions
            from cell in tables[shape.Name].SelectMany(r => r.Cells).DistinctBy(c => c.Folded)
            where !shape.IsOwn(cell.Folded) && !folded.Contains(cell.Folded)
            select Linter.Warning(
                shape.Name, "", cell.Name, "attribute.never-seen", cell.Name, $"No lead has ever had the attribute {cell.Name}.",
                Suggest.Nearest(cell.Name, known));
    }
}
