using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>
/// Brings a ledger in step with its pool's members: a newcomer starts at zero, the balance of one who left is spread over
/// the others by weight, and a change of weight changes nothing yet. Each decision does it first, so editing rows is enough.
/// </summary>
public static class RosterChange
{
    public static PoolLedger Reconcile(this PoolLedger ledger, PoolRoster roster, DateTimeOffset now) =>
        ledger.Reconcile(roster, now, out _);

    public static PoolLedger Reconcile(this PoolLedger ledger, PoolRoster roster, DateTimeOffset now, out IReadOnlyList<Departure> left)
    {
        left = [];
        if (roster.Members.Count == 0 || SameReps(ledger, roster)) return ledger;
        var reps = new RepId[roster.Members.Count];
        var credits = new RepCredit[reps.Length];
        for (var i = 0; i < reps.Length; i++)
        {
            reps[i] = roster.Standings[i].Rep;
            credits[i] = ledger.IndexOf(reps[i]) is >= 0 and var at ? ledger.At(at) : new RepCredit { FirstSeen = now };
        }
        left = Left(ledger, reps);
        Spread(new Credit(left.Sum(d => d.Balance.Micro)), credits, roster.Weights, ledger.Sequence);
        return new PoolLedger(ledger.Pool, ledger.Sequence, reps, credits);
    }

    /// <summary>Two pools become one: credits add up, and each rep keeps the later of both histories.</summary>
    public static PoolLedger Merge(this PoolLedger into, PoolLedger other)
    {
        var reps = into.Reps.Union(other.Reps).Order(ByOrdinal.Instance).ToArray();
        return new PoolLedger(into.Pool, Math.Max(into.Sequence, other.Sequence), reps, Array.ConvertAll(reps, Both));

        RepCredit Both(RepId rep)
        {
            if (!into.Has(rep)) return other[rep];
            if (!other.Has(rep)) return into[rep];
            var (a, b) = (into[rep], other[rep]);
            var firstSeen = a.FirstSeen < b.FirstSeen ? a.FirstSeen : b.FirstSeen;
            return new RepCredit(a.Credit + b.Credit, a.Owed + b.Owed, Math.Max(a.LastSequence, b.LastSequence), firstSeen);
        }
    }

    /// <summary>Adds an amount to credits, divided by weight; equally when no weight counts.</summary>
    internal static void Spread(Credit amount, RepCredit[] credits, ReadOnlySpan<long> weights, long sequence)
    {
        if (amount == Credit.Zero || credits.Length == 0) return;
        var parts = new long[credits.Length];
        Shares.Split(amount.Micro, weights.ContainsAnyExcept(0L) ? weights : [.. Enumerable.Repeat(1L, credits.Length)], sequence, parts);
        for (var i = 0; i < parts.Length; i++) credits[i] = credits[i] with { Credit = credits[i].Credit + new Credit(parts[i]) };
    }

    private static bool SameReps(PoolLedger ledger, PoolRoster roster)
    {
        if (ledger.Reps.Count != roster.Members.Count) return false;
        for (var i = 0; i < ledger.Reps.Count; i++)
            if (ledger.Reps[i] != roster.Standings[i].Rep) return false;
        return true;
    }

    private static Departure[] Left(PoolLedger ledger, RepId[] stay) =>
        [.. ledger.Reps.Where(rep => Array.BinarySearch(stay, rep, ByOrdinal.Instance) < 0)
            .Select(rep => new Departure(rep, ledger[rep].Balance))];
}
