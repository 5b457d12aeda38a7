namespace LeadRouter.Domain.Assignment;

/// <summary>Runs a recorded decision again, from the record alone.</summary>
public static class Replay
{
    /// <returns>A record made now from the old one's inputs.</returns>
    public static DecisionRecord Of(DecisionRecord record)
    {
        var candidates = record.Candidates.Select(c => c.Undecided()).ToArray();
        if (record.Verdict is { By: PickedBy.Claim, Owner: { } claimer })
        {
            // Who was offered the lead was decided earlier, so it is an input of the claim.
            foreach (var (then, now) in record.Candidates.Zip(candidates)) (now.Exclusions, now.Contends) = (then.Exclusions, then.Contends);
            var claimed = Judge.Claim(record.Policy, candidates, record.Request, record.Sequence, claimer);
            return record with { Candidates = candidates, Verdict = claimed };
        }
        var freeAt = record.Candidates.ToDictionary(c => c.Rep, c => c.FreeAt);
        var verdict = Judge.Decide(record.Policy, candidates, record.Request, record.Sequence, c => freeAt[c.Rep]);
        return record with { Candidates = candidates, Verdict = verdict };
    }

    /// <summary>Whether the rule still gives the same verdict, the same exclusions and the same credits.</summary>
    public static bool Agrees(DecisionRecord record)
    {
        var again = Of(record);
        return again.Verdict == record.Verdict && again.Candidates.Zip(record.Candidates).All(pair => Same(pair.First, pair.Second));
    }

    private static bool Same(Candidate a, Candidate b) =>
        a.After == b.After && a.OwedAfter == b.OwedAfter && a.Contends == b.Contends && a.Exclusions.SequenceEqual(b.Exclusions);
}
