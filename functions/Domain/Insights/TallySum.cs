using System.Runtime.InteropServices;

namespace LeadRouter.Domain.Insights;

/// <summary>A sum that grows in place, to add up thousands of cells for an answer. Not thread-safe.</summary>
/// <param name="parts">What is added up; asking for anything else is a mistake, and never answered by zero.</param>
public sealed class TallySum(TallyParts parts = TallyParts.All)
{
    private static readonly Named[] Kinds = Enum.GetValues<Named>();

    private readonly long[] counts = new long[parts.HasFlag(TallyParts.Times) ? Tally.Codes : Tally.FirstBucket];
    // By name the counts of each kind: a name comes with most of them.
    private readonly Dictionary<string, long[]> named = [];

    public long this[Figure figure] => Asked(TallyParts.Figures) ? counts[(int)figure] : 0;

    public void Add(Tally tally)
    {
        foreach (var counter in tally.Counters) counts[counter.Code] += counter.Count;
        foreach (var counter in tally.Names) Count(counter);
    }

    internal void CountCode(int code, long count) => counts[code] += count;

    internal void Count(NamedCounter counter) => CountsOf(counter.Name)[(int)counter.Kind] += counter.Count;

    /// <summary>By kind, to be added to.</summary>
    internal long[] CountsOf(string name) => CollectionsMarshal.GetValueRefOrAddDefault(named, name, out _) ??= new long[Kinds.Length];

    /// <summary>How many were timed.</summary>
    public long Timed(Measure measure)
    {
        long sum = 0;
        foreach (var count in Histogram(measure)) sum += count;
        return sum;
    }

    public TimeSpan? Quantile(Measure measure, double share) => LogScale.Quantile(Histogram(measure), share);

    /// <summary>By name, none of them zero.</summary>
    public IEnumerable<(string Name, long Count)> Of(Named kind) => Asked(Tally.PartOf(kind))
        ? named.Where(n => n.Value[(int)kind] != 0).Select(n => (n.Key, n.Value[(int)kind])).OrderBy(n => n.Key, StringComparer.Ordinal)
        : [];

    public Tally ToTally()
    {
        var sorted = new List<Counter>();
        for (var code = 0; code < counts.Length; code++)
            if (counts[code] != 0) sorted.Add(new Counter((ushort)code, counts[code]));
        var kinds = Array.FindAll(Kinds, kind => parts.HasFlag(Tally.PartOf(kind)));
        var names = named.OrderBy(n => n.Key, StringComparer.Ordinal)
            .SelectMany(n => kinds.Where(kind => n.Value[(int)kind] != 0).Select(kind => new NamedCounter(kind, n.Key, n.Value[(int)kind]))).ToList();
        return Tally.Of([.. sorted], [.. names]);
    }

    private ReadOnlySpan<long> Histogram(Measure measure) =>
        Asked(TallyParts.Times) ? counts.AsSpan(Tally.FirstBucket + (int)measure * LogScale.Buckets, LogScale.Buckets) : [];

    private bool Asked(TallyParts part) => parts.HasFlag(part) ? true : throw new InvalidOperationException($"{part} were not added up");
}
