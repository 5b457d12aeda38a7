namespace LeadRouter.Domain.Insights;

/// <summary>The figures of one day of receipt, over all shards.</summary>
public sealed record InsightDay(DateOnly Day, IReadOnlyDictionary<Cell, Tally> Cells)
{
    public Tally this[Cell cell] => Cells.GetValueOrDefault(cell, Tally.Empty);
}
