using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>What a pool owes one rep.</summary>
/// <param name="Credit">Decides who is next: the largest wins.</param>
/// <param name="Owed">Earned on protected leave and not yet repaid.</param>
/// <param name="LastSequence">The pool's sequence at the rep's last lead; 0 for none.</param>
/// <param name="FirstSeen">When the ledger first saw the rep: the start of a ramp.</param>
public readonly record struct RepCredit(Credit Credit, Credit Owed, long LastSequence, DateTimeOffset FirstSeen)
{
    public Credit Balance => Credit + Owed;
}

/// <summary>A rep who left a pool, and the balance that was spread over those who stayed.</summary>
public sealed record Departure(RepId Rep, Credit Balance);

/// <summary>The zero-sum ledger of one pool. Immutable; every change is checked to sum to exactly zero.</summary>
public sealed class PoolLedger
{
    // Column by column, so that charging a lead copies only the columns that change.
    private readonly RepId[] reps;
    private readonly long[] credit;
    private readonly long[] owed;
    private readonly long[] last;
    private readonly DateTimeOffset[] firstSeen;

    internal PoolLedger(PoolId pool, long sequence, RepId[] reps, RepCredit[] credits) : this(
        pool, sequence, reps,
        Array.ConvertAll(credits, c => c.Credit.Micro), Array.ConvertAll(credits, c => c.Owed.Micro),
        Array.ConvertAll(credits, c => c.LastSequence), Array.ConvertAll(credits, c => c.FirstSeen))
    {
    }

    private PoolLedger(PoolId pool, long sequence, RepId[] reps, long[] credit, long[] owed, long[] last, DateTimeOffset[] firstSeen)
    {
        Pool = pool;
        Sequence = sequence;
        (this.reps, this.credit, this.owed, this.last, this.firstSeen) = (reps, credit, owed, last, firstSeen);
        if (Sum != Credit.Zero) throw new InvalidOperationException($"The ledger of pool {pool} sums to {Sum.Micro} millionths, not to zero.");
    }

    public PoolId Pool { get; }

    /// <summary>Leads charged so far.</summary>
    public long Sequence { get; }

    public IReadOnlyList<RepId> Reps => reps;

    public Credit Sum => new(credit.Sum() + owed.Sum());

    /// <summary>The largest balance, either way: the measure of fairness that the alarm watches.</summary>
    public Credit Largest => reps.Length == 0 ? Credit.Zero : Enumerable.Range(0, reps.Length).Max(i => At(i).Balance.Magnitude);

    public RepCredit this[RepId rep] => IndexOf(rep) is >= 0 and var at ? At(at) : default;

    public static PoolLedger Empty(PoolId pool) => new(pool, 0, [], [], [], [], []);

    public bool Alarms(PoolPolicy policy) => Largest > policy.AlarmCredit;

    public bool Has(RepId rep) => IndexOf(rep) >= 0;

    internal RepCredit At(int index) => new(new Credit(credit[index]), new Credit(owed[index]), last[index], firstSeen[index]);

    internal int IndexOf(RepId rep) => Array.BinarySearch(reps, rep, ByOrdinal.Instance);

    internal RepCredit[] ToArray() => [.. reps.Select((_, i) => At(i))];

    internal PoolLedger With(RepCredit[] changed) => new(Pool, Sequence, reps, changed);

    /// <summary>The ledger after a charge: the candidates are its reps, in its order.</summary>
    internal PoolLedger Charged(IReadOnlyList<Candidate> candidates, RepId owner)
    {
        var (credits, owes, lasts) = (new long[reps.Length], new long[reps.Length], (long[])last.Clone());
        for (var i = 0; i < reps.Length; i++) (credits[i], owes[i]) = (candidates[i].After.Micro, candidates[i].OwedAfter.Micro);
        lasts[IndexOf(owner)] = Sequence + 1;
        return new PoolLedger(Pool, Sequence + 1, reps, credits, owes, lasts, firstSeen);
    }
}
