using System.Collections.Immutable;

namespace LeadRouter.Domain.Insights;

/// <summary>The cells of one day: the sum of the contributions of the leads received on it.</summary>
public sealed class DaySheet
{
    /// <summary>Names of campaigns and sources come from anybody: past so many, new ones of a day are counted together.</summary>
    public const int MostKeys = 200;

    public const string More = "(more)";

    public static readonly DaySheet Empty = new(ImmutableDictionary<Cell, Tally>.Empty);

    private DaySheet(ImmutableDictionary<Cell, Tally> cells) => Cells = cells;

    /// <summary>None of them empty.</summary>
    public ImmutableDictionary<Cell, Tally> Cells { get; }

    public static DaySheet Of(IEnumerable<KeyValuePair<Cell, Tally>> cells) => new(cells.ToImmutableDictionary());

    /// <summary>Takes what a lead added so far away, and adds what it adds now.</summary>
    public DaySheet Replace(Contribution? before, Contribution? after)
    {
        var cells = Cells.ToBuilder();
        foreach (var (cell, change) in Changes(before, after))
        {
            if (change.IsEmpty) continue;
            if (cells.GetValueOrDefault(cell, Tally.Empty).Plus(change) is { IsEmpty: false } sum) cells[cell] = sum;
            else cells.Remove(cell);
        }
        return new DaySheet(cells.ToImmutable());
    }

    /// <summary>The contribution under names that the sheet has room for. What was added under a name is taken away under it.</summary>
    public Contribution Fitted(Contribution contribution) => contribution with
    {
        Source = Fitted(Dimension.Source, contribution.Source),
        Campaign = Fitted(Dimension.Campaign, contribution.Campaign),
    };

    private string Fitted(Dimension dimension, string key) =>
        key == Contribution.None || Cells.ContainsKey(new Cell(dimension, key)) || Cells.Keys.Count(c => c.Dimension == dimension) < MostKeys ? key : More;

    // What a lead counts is small and a cell is large, and most of what it counts stays as it was: both are put together first.
    private static Dictionary<Cell, Tally> Changes(Contribution? before, Contribution? after)
    {
        var changes = new Dictionary<Cell, Tally>();
        foreach (var (cell, tally) in before?.Cells() ?? []) changes[cell] = changes.GetValueOrDefault(cell, Tally.Empty).Minus(tally);
        foreach (var (cell, tally) in after?.Cells() ?? []) changes[cell] = changes.GetValueOrDefault(cell, Tally.Empty).Plus(tally);
        return changes;
    }
}
