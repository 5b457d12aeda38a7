using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <param name="Credit">With what is still owed for an absence, so that a pool's credits sum to zero.</param>
/// <param name="Reasons">Why the rep could take no lead at all now; filters that depend on the lead are not among them.</param>
public sealed record RepLine(RepId Rep, decimal Weight, Credit Credit, int Open, bool Eligible, IReadOnlyList<Exclusion> Reasons);

/// <summary>A pool as people look at it: credits, loads, and who could take a lead now.</summary>
public sealed record LedgerView(PoolId Pool, Credit Sum, Credit Largest, bool Alarm, IReadOnlyList<RepLine> Reps)
{
    public static LedgerView Of(PoolRoster roster, AssignmentBook book, DateTimeOffset now)
    {
        var ledger = book.Ledger(roster.Policy.Pool).Reconcile(roster, now);
        var anyLead = new AssignmentRequest(default, 0, now);
        var candidates = roster.Members.Count == 0 ? [] : Candidate.Of(roster, ledger, book.Loads, now);
        return new LedgerView(ledger.Pool, ledger.Sum, ledger.Largest, ledger.Alarms(roster.Policy), Array.ConvertAll(candidates, Line));

        RepLine Line(Candidate candidate)
        {
            var reasons = Eligibility.Screen(candidate, anyLead);
            var credit = candidate.Before + candidate.OwedBefore;
            return new RepLine(candidate.Rep, candidate.Weight / 1000m, credit, candidate.Use.Open, reasons.Length == 0, reasons);
        }
    }
}
