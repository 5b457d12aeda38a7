namespace LeadRouter.Domain.Assignment;

/// <summary>
/// Marks those of the eligible among whom credit decides. Only they earn: whoever a strategy passes over did not have the
/// opportunity, and would otherwise come back with a credit that nobody could repay.
/// </summary>
internal static class Contenders
{
    private const int LoadBuckets = 10;

    // A rep without an open cap still has to be measured against something.
    private const int CapacityWithoutCap = 20;

    public static void Choose(Strategy strategy, Candidate[] candidates)
    {
        var best = int.MaxValue;
        foreach (var candidate in candidates)
            if (candidate.Eligible) best = Math.Min(best, Rank(strategy, candidate));
        foreach (var candidate in candidates)
            candidate.Contends = candidate.Eligible && Rank(strategy, candidate) == best;
    }

    /// <summary>The tier or the load bucket; the lowest contends.</summary>
    public static int Rank(Strategy strategy, Candidate candidate) => strategy switch
    {
        Strategy.Ordered => candidate.Standing.Order,
        Strategy.LeastLoaded => LoadBuckets * candidate.Use.Open / Math.Max(1, candidate.Standing.Caps.Open ?? CapacityWithoutCap),
        _ => 0,
    };
}
