using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>What came of asking a pool for an owner. Store <see cref="Decision"/> with the book in one batch.</summary>
public abstract record AssignmentOutcome(Decision Decision)
{
    public sealed record Assigned(RepId Owner, Decision Decision) : AssignmentOutcome(Decision);

    /// <summary>Offered to all of them; the first to claim it gets it.</summary>
    public sealed record Broadcast(IReadOnlyList<RepId> Reps, Decision Decision) : AssignmentOutcome(Decision);

    /// <param name="Until">When to ask again; sooner if a rep resumes, a lead closes or the roster changes.</param>
    /// <param name="Exact">Whether somebody will be eligible then, or this is only a look again.</param>
    public sealed record Held(DateTimeOffset Until, bool Exact, Decision Decision) : AssignmentOutcome(Decision);

    /// <summary>Ask that pool, with this pool in <c>OverflowedFrom</c> and <paramref name="WakeBy"/> in <c>WakeBy</c>.</summary>
    public sealed record Overflowed(PoolId To, DateTimeOffset? WakeBy, Decision Decision) : AssignmentOutcome(Decision);

    /// <summary>Nobody here can ever qualify, and no pool is behind: house, and an alarm.</summary>
    public sealed record NobodyEver(Decision Decision) : AssignmentOutcome(Decision);

    /// <summary>The decision was taken back before it was made: nothing was charged, and the lead has moved on.</summary>
    public sealed record TakenBack(Decision Decision) : AssignmentOutcome(Decision);

    /// <summary>A decision's outcome again, for a step that runs twice.</summary>
    public static AssignmentOutcome Of(Decision decision) => decision switch
    {
        { Status: DecisionStatus.Charged, Owner: { } owner } => new Assigned(owner, decision),
        { Status: DecisionStatus.Offered, Record: { } record } =>
            new Broadcast([.. record.Candidates.Where(c => c.Contends).Select(c => c.Rep)], decision),
        { Status: DecisionStatus.Open, Record.Verdict: var verdict } => Unassigned(verdict, decision),
        _ => new TakenBack(decision),
    };

    private static AssignmentOutcome Unassigned(Verdict verdict, Decision decision) => verdict switch
    {
        { Kind: VerdictKind.Overflowed, Overflow: { } to } => new Overflowed(to, verdict.Until, decision),
        { Kind: VerdictKind.Held, Until: { } until } => new Held(until, verdict.Exact, decision),
        _ => new NobodyEver(decision),
    };
}
