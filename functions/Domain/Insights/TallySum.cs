using System.Runtime.InteropServices;

namespace LeadRouter.Domain.Insights;

/// <summary>A sum that grows in place, to add up thousands of cells for an answer. Not thread-safe.</summary>
/// <param name="parts">What is added up; asking for anything else is a mistake, and never answered by zero.</param>
public sealed class TallySum(TallyParts parts = TallyParts.All)
{
    private readonly long[] counts = new long[parts.HasFlag(TallyParts.Times) ? Tally.Codes : Tally.FirstBucket];
    private readonly Dictionary<string, long>?[] named = new Dictionary<string, long>?[Enum.GetValues<Named>().Length];

    public long this[Figure figure] => Asked(TallyParts.Figures) ? counts[(int)figure] : 0;

    public void Add(Tally tally)
    {
        foreach (var counter in tally.Counters) counts[counter.Code] += counter.Count;
        foreach (var name in tally.Names) Count(name.Kind, name.Name, name.Count);
    }

    public void Count(Named kind, string name, long count = 1) => CollectionsMarshal.GetValueRefOrAddDefault(named[(int)kind] ??= [], name, out _) += count;

    internal void CountCode(int code, long count) => counts[code] += count;

    /// <summary>How many were timed.</summary>
    public long Timed(Measure measure)
    {
        long sum = 0;
        foreach (var count in Histogram(measure)) sum += count;
        return sum;
    }

    public TimeSpan? Quantile(Measure measure, double share) => LogScale.Quantile(Histogram(measure), share);

    /// <summary>By name, none of them zero.</summary>
    public IEnumerable<(string Name, long Count)> Of(Named kind) => Asked(TallyParts.Names) && named[(int)kind] is { } counts
        ? counts.Where(n => n.Value != 0).Select(n => (n.Key, n.Value)).OrderBy(n => n.Key, StringComparer.Ordinal)
        : [];

    public Tally ToTally()
    {
        var sorted = new List<Counter>();
        for (var code = 0; code < counts.Length; code++)
            if (counts[code] != 0) sorted.Add(new Counter((ushort)code, counts[code]));
        var names = (parts.HasFlag(TallyParts.Names) ? Enum.GetValues<Named>() : []).SelectMany(kind => Of(kind).Select(n => new NamedCounter(kind, n.Name, n.Count))).ToList();
        return Tally.Of(sorted, names);
    }

    private ReadOnlySpan<long> Histogram(Measure measure) =>
        Asked(TallyParts.Times) ? counts.AsSpan(Tally.FirstBucket + (int)measure * LogScale.Buckets, LogScale.Buckets) : [];

    private bool Asked(TallyParts part) => parts.HasFlag(part) ? true : throw new InvalidOperationException($"{part} were not added up");
}
