namespace LeadRouter.Domain.Outreach;

/// <summary>How sure a rate is, from how few were seen.</summary>
internal static class Wilson
{
    /// <summary>The 95 % quantile of the normal distribution: one-sided.</summary>
    private const double Z = 1.6448536269514722;

    /// <summary>The rate that is exceeded with 95 % confidence; 0 when nothing was seen.</summary>
    public static double LowerBound(int hits, int trials)
    {
        if (trials <= 0 || hits <= 0) return 0;
        var (n, p) = ((double)trials, Math.Min(1.0, (double)hits / trials));
        var spread = Z * Math.Sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        return Math.Max(0, (p + Z * Z / (2 * n) - spread) / (1 + Z * Z / n));
    }

    /// <summary>The 97.5 % quantile: two-sided.</summary>
    private const double TwoSided = 1.9599639845400545;

    /// <summary>Between which rates the true one lies with 95 % confidence; 0 to 1 when nothing was seen.</summary>
    public static (double Low, double High) Interval(long hits, long trials)
    {
        if (trials <= 0) return (0, 1);
        var (n, p) = ((double)trials, (double)hits / trials);
        var (middle, scale) = (p + TwoSided * TwoSided / (2 * n), 1 + TwoSided * TwoSided / n);
        var spread = TwoSided * Math.Sqrt(p * (1 - p) / n + TwoSided * TwoSided / (4 * n * n));
        // At the ends the exact bound is the end itself, which rounding would miss by a hair.
        return (hits == 0 ? 0 : (middle - spread) / scale, hits == trials ? 1 : (middle + spread) / scale);
    }
}
