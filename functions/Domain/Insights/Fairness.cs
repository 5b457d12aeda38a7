using LeadRouter.Domain.Assignment;

namespace LeadRouter.Domain.Insights;

/// <summary>What a rep got of a pool, beside what he should have got.</summary>
/// <param name="Share">Of the pool's offers in the period; null when there were none.</param>
/// <param name="Entitled">The rep's weight among those who are in the pool now.</param>
/// <param name="Credit">Leads still owed to him (negative: had too many), as the ledger has it now.</param>
public sealed record SeatFigure(string Pool, string Rep, long Offers, double? Share, double Entitled, decimal Credit, int Open, bool Eligible);

/// <summary>How evenly pools gave out.</summary>
public static class Fairness
{
    /// <summary>What it reads of each day.</summary>
    public static readonly Slice Slice = new(Dimension.Seat, TallyParts.Figures);

    public static IReadOnlyList<SeatFigure> Of(IEnumerable<LedgerView> pools, IEnumerable<InsightDay> days)
    {
        var offers = new Dictionary<string, long>();
        foreach (var (cell, tally) in days.SelectMany(d => d.Of(Slice)))
            offers[cell.Key] = offers.GetValueOrDefault(cell.Key) + tally[Figure.Offers];
        return [.. pools.SelectMany(pool => Of(pool, offers))];
    }

    private static IEnumerable<SeatFigure> Of(LedgerView pool, Dictionary<string, long> offers)
    {
        var weights = pool.Reps.Sum(r => r.Weight);
        var total = pool.Reps.Sum(r => Offers(r));
        return pool.Reps.Select(r => new SeatFigure(
            pool.Pool.Value, r.Rep.Value, Offers(r), total == 0 ? null : Math.Round((double)Offers(r) / total, 4),
            weights == 0 ? 0 : Math.Round((double)(r.Weight / weights), 4), r.Credit.Leads, r.Open, r.Eligible));

        long Offers(RepLine rep) => offers.GetValueOrDefault($"{Contribution.KeyOf(pool.Pool.Value)}/{Contribution.KeyOf(rep.Rep.Value)}");
    }
}
