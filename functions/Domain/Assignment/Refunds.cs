namespace LeadRouter.Domain.Assignment;

/// <summary>
/// Undoes a charge exactly: the owner gets the value back, and each who earned on the lead gives his share back. Whoever has
/// left the pool since has no account, so his part is divided among the others by weight.
/// </summary>
internal static class Refunds
{
    public static PoolLedger TakeBack(PoolLedger ledger, DecisionRecord record)
    {
        var credits = ledger.ToArray();
        var weights = new long[credits.Length];
        var undone = Credit.Zero;
        foreach (var candidate in record.Candidates)
        {
            var at = ledger.IndexOf(candidate.Rep);
            if (at < 0) continue;
            var change = candidate.After + candidate.OwedAfter - candidate.Before - candidate.OwedBefore;
            credits[at] = credits[at] with { Credit = credits[at].Credit - change };
            undone += change;
            weights[at] = candidate.Weight;
        }
        RosterChange.Spread(undone, credits, weights, ledger.Sequence);
        return ledger.With(credits);
    }
}
