namespace LeadRouter.Benchmarks;

internal static class Medians
{
    /// <summary>The middle of the measured values; of an even number the upper one.</summary>
    public static double Median(this IEnumerable<double> values) => values.Order().ToList() is { Count: > 0 } sorted ? sorted[sorted.Count / 2] : throw new ArgumentException("Nothing was measured.", nameof(values));
}
