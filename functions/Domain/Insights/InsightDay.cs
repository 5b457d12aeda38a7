using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace LeadRouter.Domain.Insights;

/// <summary>What is read at once: one part of the tallies of one dimension.</summary>
public readonly record struct Slice(Dimension Dimension, TallyParts Part)
{
    private static readonly TallyParts[] Parts = [TallyParts.Figures, TallyParts.Times, TallyParts.Reasons, TallyParts.Sources];

    public static readonly ImmutableArray<Slice> All = [.. Of(TallyParts.All, Enum.GetValues<Dimension>())];

    public static IEnumerable<Slice> Of(TallyParts parts, params IEnumerable<Dimension> dimensions) =>
        dimensions.Distinct().SelectMany(d => Parts.Where(p => parts.HasFlag(p)).Select(p => new Slice(d, p)));
}

/// <summary>
/// The figures of one day of receipt, over all shards, in packed slices. A slice that was not read is never taken for one that is empty.
/// </summary>
public sealed class InsightDay(DateOnly day)
{
    private readonly ConcurrentDictionary<Slice, byte[]> packed = new();
    private readonly ConcurrentDictionary<Slice, IReadOnlyDictionary<Cell, Tally>> unpacked = new();

    public InsightDay(DateOnly day, IEnumerable<KeyValuePair<Cell, Tally>> cells) : this(day) => Put(cells);

    public DateOnly Day => day;

    /// <summary>All that was read, as it is stored.</summary>
    public IEnumerable<KeyValuePair<Slice, byte[]>> Packed => packed;

    public bool Has(Slice slice) => packed.ContainsKey(slice);

    public void Put(Slice slice, byte[] bytes) => packed[slice] = bytes;

    /// <summary>All that there is of the day.</summary>
    public void Put(IEnumerable<KeyValuePair<Cell, Tally>> cells)
    {
        var byDimension = cells.ToLookup(c => c.Key.Dimension);
        foreach (var slice in Slice.All)
            packed[slice] = InsightCodec.Write(byDimension[slice.Dimension]
                .Select(c => KeyValuePair.Create(c.Key, c.Value.Only(slice.Part))).Where(c => !c.Value.IsEmpty).ToDictionary());
    }

    /// <summary>The cells of a slice, which are kept: for figures, which are small.</summary>
    public IReadOnlyDictionary<Cell, Tally> Of(Slice slice) => unpacked.GetOrAdd(slice, wanted => InsightCodec.ReadCells(Bytes(wanted)).ToDictionary());

    /// <summary>Adds the cells of a slice up where they belong.</summary>
    /// <param name="sumOf">Where a cell goes; null for nowhere.</param>
    public void AddTo(Slice slice, Func<Cell, TallySum?> sumOf) => InsightCodec.AddTo(Bytes(slice), sumOf);

    /// <summary>The cell with the parts asked for.</summary>
    public Tally Of(Cell cell, TallyParts parts)
    {
        if (parts == TallyParts.Figures) return Of(new Slice(cell.Dimension, parts)).GetValueOrDefault(cell, Tally.Empty);
        var sum = new TallySum(parts);
        foreach (var slice in Slice.Of(parts, cell.Dimension)) AddTo(slice, other => other == cell ? sum : null);
        return sum.ToTally();
    }

    private byte[] Bytes(Slice slice) => packed.TryGetValue(slice, out var bytes) ? bytes : throw new InvalidOperationException($"{slice} was not read");
}
