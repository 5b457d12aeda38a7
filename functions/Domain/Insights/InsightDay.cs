using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace LeadRouter.Domain.Insights;

/// <summary>The figures of one day of receipt, over all shards. Those of a dimension are unpacked when somebody asks for them.</summary>
public sealed class InsightDay
{
    private readonly Dictionary<Dimension, byte[]> packed = [];
    private readonly ConcurrentDictionary<Dimension, IReadOnlyDictionary<Cell, Tally>> unpacked = new();

    public InsightDay(DateOnly day, IEnumerable<KeyValuePair<Cell, Tally>> cells)
    {
        Day = day;
        foreach (var group in cells.GroupBy(c => c.Key.Dimension)) unpacked[group.Key] = group.ToDictionary();
    }

    /// <param name="packed">As <see cref="Pack"/> gave them.</param>
    public InsightDay(DateOnly day, Dictionary<Dimension, byte[]> packed) => (Day, this.packed) = (day, packed);

    public DateOnly Day { get; }

    public IEnumerable<KeyValuePair<Cell, Tally>> Cells => Enum.GetValues<Dimension>().SelectMany(Of);

    public Tally this[Cell cell] => Of(cell.Dimension).GetValueOrDefault(cell, Tally.Empty);

    public IReadOnlyDictionary<Cell, Tally> Of(Dimension dimension) => unpacked.GetOrAdd(
        dimension,
        wanted => packed.TryGetValue(wanted, out var bytes) ? InsightCodec.ReadCells(bytes).ToDictionary() : ImmutableDictionary<Cell, Tally>.Empty);

    public IEnumerable<(Dimension Dimension, byte[] Bytes)> Pack() =>
        Enum.GetValues<Dimension>().Select(dimension => (dimension, Of(dimension))).Where(d => d.Item2.Count > 0).Select(d => (d.dimension, InsightCodec.Write(d.Item2)));
}
