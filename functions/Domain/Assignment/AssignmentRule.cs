namespace LeadRouter.Domain.Assignment;

/// <param name="Book">The book to store with the outcome's decision; the same instance when nothing changed.</param>
public sealed record Ruling(AssignmentOutcome Outcome, AssignmentBook Book);

/// <summary>Who gets a lead: opportunity-weighted credit over the reps who are eligible now.</summary>
public static class AssignmentRule
{
    /// <param name="prior">The stored decision of the same id, if there is one: it is charged once, and not at all once taken back.</param>
    public static Ruling Decide(PoolRoster roster, AssignmentBook book, AssignmentRequest lead, Decision? prior = null)
    {
        if (prior is { Status: not DecisionStatus.Open }) return new Ruling(AssignmentOutcome.Of(prior), book);
        var stored = book.Ledger(roster.Policy.Pool);
        var ledger = stored.Reconcile(roster, lead.Now, out var left);
        if (!ReferenceEquals(stored, ledger)) book = book.With(ledger);
        // The ledger of a pool whose last member is gone waits for the next one; nobody is there to take its credits.
        var candidates = roster.Members.Count == 0 ? [] : Candidate.Of(roster, ledger, book.Loads, lead.Now);
        var verdict = Judge.Decide(roster.Policy, candidates, lead, ledger.Sequence, c => WakeUp.Of(c, roster, lead.Now));
        var record = new DecisionRecord(roster.Policy, lead, ledger.Sequence, candidates, verdict, left);
        var decision = new Decision(lead.Id, roster.Policy.Pool, StatusOf(verdict)) { Owner = verdict.Owner, Record = record };
        return new Ruling(AssignmentOutcome.Of(decision), Posting.Of(record, book, ledger));
    }

    /// <summary>Decides leads one after the other on one book: a group that is stored in one batch.</summary>
    /// <param name="prior">Finds the stored decision of an id; decisions of the group itself are seen without it.</param>
    public static (IReadOnlyList<AssignmentOutcome> Outcomes, AssignmentBook Book) DecideAll(
        IEnumerable<(PoolRoster Roster, AssignmentRequest Lead)> group, AssignmentBook book, Func<DecisionId, Decision?> prior)
    {
        var decided = new Dictionary<DecisionId, Decision>();
        var outcomes = new List<AssignmentOutcome>();
        foreach (var (roster, lead) in group)
        {
            var ruling = Decide(roster, book, lead, decided.GetValueOrDefault(lead.Id) ?? prior(lead.Id));
            decided[lead.Id] = ruling.Outcome.Decision;
            outcomes.Add(ruling.Outcome);
            book = ruling.Book;
        }
        return (outcomes, book);
    }

    private static DecisionStatus StatusOf(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Assigned => DecisionStatus.Charged,
        VerdictKind.Broadcast => DecisionStatus.Offered,
        _ => DecisionStatus.Open,
    };
}
