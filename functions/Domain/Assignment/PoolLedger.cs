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
    private readonly RepId[] reps;
    private readonly RepCredit[] credits;

    internal PoolLedger(PoolId pool, long sequence, RepId[] reps, RepCredit[] credits)
    {
        Pool = pool;
        Sequence = sequence;
        this.reps = reps;
        this.credits = credits;
        if (Sum != Credit.Zero) throw new InvalidOperationException($"The ledger of pool {pool} sums to {Sum.Micro} millionths, not to zero.");
    }

    public PoolId Pool { get; }

    /// <summary>Leads charged so far.</summary>
    public long Sequence { get; }

    public IReadOnlyList<RepId> Reps => reps;

    public Credit Sum
    {
        get
        {
            long sum = 0;
            foreach (var credit in credits) sum += credit.Credit.Micro + credit.Owed.Micro;
            return new Credit(sum);
        }
    }

    /// <summary>The largest balance, either way: the measure of fairness that the alarm watches.</summary>
    public Credit Largest => credits.Length == 0 ? Credit.Zero : credits.Max(c => c.Balance.Magnitude);

    public RepCredit this[RepId rep] => IndexOf(rep) is >= 0 and var at ? credits[at] : default;

    internal ReadOnlySpan<RepCredit> Credits => credits;

    public static PoolLedger Empty(PoolId pool) => new(pool, 0, [], []);

    public bool Alarms(PoolPolicy policy) => Largest > policy.AlarmCredit;

    public bool Has(RepId rep) => IndexOf(rep) >= 0;

    internal int IndexOf(RepId rep) => Array.BinarySearch(reps, rep, ByOrdinal.Instance);

    internal PoolLedger With(RepCredit[] changed, long sequence) => new(Pool, sequence, reps, changed);

    internal RepCredit[] Copy() => (RepCredit[])credits.Clone();
}
