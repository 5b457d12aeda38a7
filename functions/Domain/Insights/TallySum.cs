using System.Runtime.InteropServices;

namespace LeadRouter.Domain.Insights;

/// <summary>A sum that grows in place, to add up thousands of cells for an answer. Not thread-safe.</summary>
public sealed class TallySum
{
    private readonly long[] counts = new long[Tally.Codes];
    private readonly Dictionary<(Named Kind, string Name), long> named = [];

    public long this[Figure figure] => counts[(int)figure];

    public void Add(Tally tally)
    {
        foreach (var counter in tally.Counters) counts[counter.Code] += counter.Count;
        foreach (var name in tally.Names) Count(name.Kind, name.Name, name.Count);
    }

    public void Count(Named kind, string name, long count = 1) => CollectionsMarshal.GetValueRefOrAddDefault(named, (kind, name), out _) += count;

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
    public IEnumerable<(string Name, long Count)> Of(Named kind) =>
        named.Where(n => n.Key.Kind == kind && n.Value != 0).Select(n => (n.Key.Name, n.Value)).OrderBy(n => n.Name, StringComparer.Ordinal);

    public Tally ToTally()
    {
        var sorted = new List<Counter>();
        for (var code = 0; code < counts.Length; code++)
            if (counts[code] != 0) sorted.Add(new Counter((ushort)code, counts[code]));
        var names = named.Where(n => n.Value != 0).Select(n => new NamedCounter(n.Key.Kind, n.Key.Name, n.Value)).ToList();
        names.Sort((a, b) => a.CompareTo(b));
        return Tally.Of(sorted, names);
    }

    private ReadOnlySpan<long> Histogram(Measure measure) => counts.AsSpan(Tally.FirstBucket + (int)measure * LogScale.Buckets, LogScale.Buckets);
}
