using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>What came of a rep's claim on a broadcast lead.</summary>
public abstract record ClaimOutcome
{
    /// <summary>It is the rep's: store decision and book in one batch.</summary>
    public sealed record Claimed(Decision Decision, AssignmentBook Book) : ClaimOutcome;

    /// <summary>Somebody has it already; perhaps the same rep, who pressed twice.</summary>
    public sealed record Taken(RepId By) : ClaimOutcome;

    public sealed record AtCap(Exclusion Cap) : ClaimOutcome;

    public sealed record NotOffered : ClaimOutcome;

    /// <summary>The offer has ended.</summary>
    public sealed record Gone : ClaimOutcome;
}

/// <summary>The exclusive claim on a broadcast lead: the first to accept wins, and is charged against those offered it.</summary>
public static class Broadcasts
{
    public static ClaimOutcome Claim(PoolRoster roster, AssignmentBook book, Decision decision, RepId rep, DateTimeOffset now)
    {
        if (decision is { Status: DecisionStatus.Charged, Owner: { } owner }) return new ClaimOutcome.Taken(owner);
        if (decision is not { Status: DecisionStatus.Offered, Record: { } offer }) return new ClaimOutcome.Gone();
        var ledger = book.Ledger(roster.Policy.Pool).Reconcile(roster, now, out var left);
        var candidates = Offered(offer, Candidate.Of(roster, ledger, book.Loads, now));
        if (Array.Find(candidates, c => c.Rep == rep) is not { Contends: true } claimer) return new ClaimOutcome.NotOffered();
        if (Eligibility.Cap(claimer) is { } cap) return new ClaimOutcome.AtCap(cap);

        var verdict = Judge.Claim(roster.Policy, candidates, offer.Request, ledger.Sequence, rep);
        var record = new DecisionRecord(roster.Policy, offer.Request, ledger.Sequence, candidates, verdict, left);
        var claimed = decision with { Status = DecisionStatus.Charged, Owner = rep, Record = record };
        return new ClaimOutcome.Claimed(claimed, Posting.Of(record, book, ledger));
    }

    /// <summary>The members as they stand now, contending if they were offered the lead: leaving the shift does not void an offer.</summary>
    private static Candidate[] Offered(DecisionRecord offer, Candidate[] members)
    {
        var offered = offer.Candidates.ToDictionary(c => c.Rep);
        foreach (var member in members)
        {
            if (!offered.TryGetValue(member.Rep, out var then)) continue;
            member.Exclusions = then.Exclusions;
            member.Contends = then.Contends;
        }
        return members;
    }
}
