namespace LeadRouter.Domain.Insights;

/// <summary>
/// Time spans in fixed buckets, 16 an octave, from a second to 194 days: any quantile is within 2.2 % of the exact one, and histograms
/// add and subtract like any other counter. Below a second is zero.
/// </summary>
public static class LogScale
{
    public const int Buckets = Octaves * PerOctave + 2;

    /// <summary>The largest relative error of a quantile between the first and the last bucket.</summary>
    public const double LargestError = 0.0219;

    private const int Octaves = 24;
    private const int PerOctave = 16;

    public static int BucketOf(TimeSpan span) => span < TimeSpan.FromSeconds(1)
        ? 0
        : Math.Min(1 + (int)(PerOctave * Math.Log2(span.TotalSeconds)), Buckets - 1);

    /// <summary>The geometric middle of the bucket, so that the error is the same on both sides.</summary>
    public static TimeSpan ValueOf(int bucket) => bucket == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Pow(2, (bucket - 0.5) / PerOctave));

    /// <summary>The smallest value that is not below this share of all; null when there is none.</summary>
    /// <param name="counts">By bucket.</param>
    public static TimeSpan? Quantile(ReadOnlySpan<long> counts, double share)
    {
        long total = 0;
        foreach (var count in counts) total += count;
        if (total <= 0) return null;
        var rank = Math.Max(1, (long)Math.Ceiling(share * total));
        var bucket = 0;
        for (long below = 0; (below += counts[bucket]) < rank;) bucket++;
        return ValueOf(bucket);
    }
}
