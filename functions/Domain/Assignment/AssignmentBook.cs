using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>
/// The state that one partition keeps in one row: the ledgers of pools that share reps, and what each rep carries across
/// them. Immutable: a preview decides on it and throws the result away.
/// </summary>
public sealed class AssignmentBook
{
    public static readonly AssignmentBook Empty = new([], RepLoads.Empty);

    private readonly Dictionary<PoolId, PoolLedger> ledgers;

    internal AssignmentBook(Dictionary<PoolId, PoolLedger> ledgers, RepLoads loads)
    {
        this.ledgers = ledgers;
        Loads = loads;
    }

    public RepLoads Loads { get; }

    public IEnumerable<PoolLedger> Ledgers => ledgers.Values.OrderBy(l => l.Pool.Value, StringComparer.Ordinal);

    public PoolLedger Ledger(PoolId pool) => ledgers.TryGetValue(pool, out var ledger) ? ledger : PoolLedger.Empty(pool);

    public AssignmentBook With(PoolLedger ledger) => new(new Dictionary<PoolId, PoolLedger>(ledgers) { [ledger.Pool] = ledger }, Loads);

    public AssignmentBook With(RepLoads loads) => new(ledgers, loads);

    /// <summary>A pool whose row is gone: its ledger goes with it.</summary>
    public AssignmentBook Without(PoolId pool) => new(ledgers.Where(l => l.Key != pool).ToDictionary(), Loads);

    /// <summary>One pool becomes part of another: credits add up.</summary>
    public AssignmentBook MergePools(PoolId from, PoolId into) => Without(from).With(Ledger(into).Merge(Ledger(from)));

    /// <summary>
    /// Ledgers of pools whose rows are gone and whose reps are all in this pool by now: the pools were merged by moving the members, so
    /// their credits move with them.
    /// </summary>
    public AssignmentBook Absorb(PoolRoster roster, Func<PoolId, bool> exists)
    {
        if (ledgers.Keys.All(exists)) return this;
        var members = roster.Members.Select(m => m.Rep).ToHashSet();
        var gone = Ledgers.Where(l => l.Reps.Count > 0 && l.Pool != roster.Policy.Pool && !exists(l.Pool) && l.Reps.All(members.Contains));
        return gone.Aggregate(this, (book, ledger) => book.MergePools(ledger.Pool, roster.Policy.Pool));
    }

    /// <summary>Only these pools and reps: the part of a book that moves to a partition of its own.</summary>
    public AssignmentBook Only(IReadOnlySet<PoolId> pools, IReadOnlySet<RepId> reps) =>
        new(ledgers.Where(l => pools.Contains(l.Key)).ToDictionary(), Loads.Only(reps));

    /// <summary>Two partitions become one because an edit made their pools share a rep.</summary>
    public AssignmentBook Join(AssignmentBook other) =>
        other.Ledgers.Aggregate(this, (book, ledger) => book.With(book.Ledger(ledger.Pool).Merge(ledger))).With(Loads.Join(other.Loads));
}
