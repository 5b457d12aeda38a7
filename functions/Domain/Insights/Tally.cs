using System.Buffers;
using System.Collections.Immutable;

namespace LeadRouter.Domain.Insights;

/// <summary>What a tally is made of. A question reads and adds only what its figures are made of: most of a tally are times and sources.</summary>
[Flags]
public enum TallyParts
{
    None = 0,

    /// <summary>Counts of <see cref="Figure"/>.</summary>
    Figures = 1,

    /// <summary>Histograms of <see cref="Measure"/>.</summary>
    Times = 2,

    /// <summary>Counts of <see cref="Named.Rejection"/>, by reason.</summary>
    Reasons = 4,

    /// <summary>The other counts of <see cref="Named"/>, by source.</summary>
    Sources = 8,
    All = Figures | Times | Reasons | Sources,
}

/// <summary>
/// A bag of counters. Tallies add and subtract, and what comes to zero is gone: however leads come and change, the tally of a group is
/// the sum over its leads as they are now.
/// </summary>
public sealed class Tally : IEquatable<Tally>
{
    public static readonly Tally Empty = new([], []);

    internal const int FirstBucket = 256;
    internal const int Codes = FirstBucket + Measures * LogScale.Buckets;

    private const int Measures = 6;

    private readonly ImmutableArray<Counter> counters;
    private readonly ImmutableArray<NamedCounter> named;

    private Tally(ImmutableArray<Counter> counters, ImmutableArray<NamedCounter> named) => (this.counters, this.named) = (counters, named);

    /// <summary>By code, none of them zero.</summary>
    internal ReadOnlySpan<Counter> Counters => counters.AsSpan();

    /// <summary>By name and kind, none of them zero.</summary>
    internal ReadOnlySpan<NamedCounter> Names => named.AsSpan();

    public bool IsEmpty => counters.IsEmpty && named.IsEmpty;

    public long this[Figure figure]
    {
        get
        {
            foreach (var counter in counters)
                if (counter.Code == (int)figure) return counter.Count;
            return 0;
        }
    }

    public Tally Only(TallyParts parts) => new([.. counters.Where(c => parts.HasFlag(PartOf(c)))], [.. named.Where(n => parts.HasFlag(PartOf(n.Kind)))]);

    public Tally Plus(Tally other) => Merge(other, 1);

    public Tally Minus(Tally other) => Merge(other, -1);

    public bool Equals(Tally? other) => other is not null && counters.AsSpan().SequenceEqual(other.counters.AsSpan()) && named.AsSpan().SequenceEqual(other.named.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as Tally);

    public override int GetHashCode() => HashCode.Combine(counters.Length, named.Length, counters.IsEmpty ? default : counters[^1]);

    internal static TallyParts PartOf(Named kind) => kind == Named.Rejection ? TallyParts.Reasons : TallyParts.Sources;

    internal static int CodeOf(Measure measure, TimeSpan span) => FirstBucket + (int)measure * LogScale.Buckets + LogScale.BucketOf(span);

    internal static Tally Of(ImmutableArray<Counter> sorted, ImmutableArray<NamedCounter> sortedNames) =>
        sorted.IsEmpty && sortedNames.IsEmpty ? Empty : new Tally(sorted, sortedNames);

    private static TallyParts PartOf(Counter counter) => counter.Code < FirstBucket ? TallyParts.Figures : TallyParts.Times;

    private Tally Merge(Tally other, int sign) => Of(MergeCounters(other.counters, sign), other.named.IsEmpty ? named : MergeNames(other.named, sign));

    // A group of a busy day has hundreds of counters, and each change of a lead is merged into all of its groups: the list is borrowed.
    private ImmutableArray<Counter> MergeCounters(ImmutableArray<Counter> b, int sign)
    {
        var (a, length) = (counters, 0);
        var merged = ArrayPool<Counter>.Shared.Rent(a.Length + b.Length);
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            if (j == b.Length || (i < a.Length && a[i].Code < b[j].Code)) merged[length++] = a[i++];
            else if (i == a.Length || b[j].Code < a[i].Code) merged[length++] = b[j] with { Count = sign * b[j++].Count };
            else if (a[i].Count + sign * b[j++].Count is var sum && sum != 0) merged[length++] = a[i++] with { Count = sum };
            else i++;
        }
        var all = ImmutableArray.Create(merged.AsSpan(0, length));
        ArrayPool<Counter>.Shared.Return(merged);
        return all;
    }

    private ImmutableArray<NamedCounter> MergeNames(ImmutableArray<NamedCounter> b, int sign)
    {
        var (a, merged) = (named, new List<NamedCounter>(named.Length + b.Length));
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            var order = j == b.Length ? -1 : i == a.Length ? 1 : a[i].CompareTo(b[j]);
            if (order < 0) merged.Add(a[i++]);
            else if (order > 0) merged.Add(b[j] with { Count = sign * b[j++].Count });
            else if (a[i].Count + sign * b[j++].Count is var sum && sum != 0) merged.Add(a[i++] with { Count = sum });
            else i++;
        }
        return [.. merged];
    }
}

/// <param name="Code">A figure, or a bucket of a measure.</param>
internal readonly record struct Counter(ushort Code, long Count);

internal readonly record struct NamedCounter(Named Kind, string Name, long Count)
{
    /// <summary>By name, then kind: the count is not part of the order.</summary>
    public int CompareTo(NamedCounter other) => string.CompareOrdinal(Name, other.Name) is not 0 and var order ? order : Kind.CompareTo(other.Kind);
}
