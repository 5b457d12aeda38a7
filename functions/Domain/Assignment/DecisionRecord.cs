namespace LeadRouter.Domain.Assignment;

/// <summary>
/// Everything that one decision knew and how it came out: enough to read it as a sentence, to take its charge back, and to
/// run it again.
/// </summary>
/// <param name="Sequence">The pool's sequence before the decision.</param>
/// <param name="Candidates">Every member of the pool, by id.</param>
/// <param name="Left">Reps whose balance was spread because they had left the pool since the decision before.</param>
public sealed record DecisionRecord(
    PoolPolicy Policy,
    AssignmentRequest Request,
    long Sequence,
    IReadOnlyList<Candidate> Candidates,
    Verdict Verdict,
    IReadOnlyList<Departure> Left)
{
    public DecisionId Id => Request.Id;

    public Candidate? Owner => Verdict.Owner is { } owner ? Candidates.FirstOrDefault(c => c.Rep == owner) : null;
}
