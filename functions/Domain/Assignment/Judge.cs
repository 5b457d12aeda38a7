using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>
/// The rule itself, on the facts of a record alone: screens the candidates, picks, and settles their credits. A decision
/// and its replay both run it.
/// </summary>
internal static class Judge
{
    /// <param name="freeAt">When a candidate that is not eligible now will be; asked only when nobody is.</param>
    public static Verdict Decide(
        PoolPolicy policy, Candidate[] candidates, AssignmentRequest lead, long sequence, Func<Candidate, DateTimeOffset?> freeAt)
    {
        var eligible = 0;
        foreach (var candidate in candidates)
        {
            candidate.Exclusions = Eligibility.Screen(candidate, lead);
            if (candidate.Eligible) eligible++;
        }
        if (lead.Desired is { } desired) return Manual(policy, candidates, lead, sequence, desired);
        if (eligible == 0) return Nobody.Decide(policy, candidates, lead, freeAt);
        if (StickyOwner(policy, candidates, lead) is var (owner, by)) return Sticky(policy, candidates, lead, sequence, owner, by);
        Contenders.Choose(policy.Strategy, candidates);
        return policy.Strategy == Strategy.Broadcast
            ? new Verdict(VerdictKind.Broadcast)
            : Pick(policy, candidates, lead, sequence);
    }

    /// <summary>The first to accept a broadcast pays for it; those who were offered it earn.</summary>
    public static Verdict Claim(PoolPolicy policy, Candidate[] offered, AssignmentRequest lead, long sequence, RepId claimer)
    {
        ChargeTo(Array.Find(offered, c => c.Rep == claimer)!, policy, offered, lead, sequence);
        return new Verdict(VerdictKind.Assigned) { Owner = claimer, By = PickedBy.Claim };
    }

    private static Verdict Pick(PoolPolicy policy, Candidate[] candidates, AssignmentRequest lead, long sequence)
    {
        var earned = Charge.Earn(policy, candidates, lead.Value, sequence);
        var (winner, by) = Picker.Largest(candidates, lead.Lead);
        Charge.Pay(winner, earned);
        return new Verdict(VerdictKind.Assigned) { Owner = winner.Rep, By = by };
    }

    private static Verdict Manual(PoolPolicy policy, Candidate[] candidates, AssignmentRequest lead, long sequence, RepId desired)
    {
        var chosen = Array.Find(candidates, c => c.Rep == desired);
        Contenders.Choose(policy.Strategy, candidates);
        if (chosen is not null) ChargeTo(chosen, policy, candidates, lead, sequence);
        return new Verdict(VerdictKind.Assigned) { Owner = desired, By = PickedBy.Manual, OffLedger = chosen is null };
    }

    private static Verdict Sticky(
        PoolPolicy policy, Candidate[] candidates, AssignmentRequest lead, long sequence, Candidate owner, PickedBy by)
    {
        Contenders.Choose(policy.Strategy, candidates);
        if (!policy.StickyOffLedger) ChargeTo(owner, policy, candidates, lead, sequence);
        return new Verdict(VerdictKind.Assigned) { Owner = owner.Rep, By = by, OffLedger = policy.StickyOffLedger };
    }

    private static void ChargeTo(Candidate owner, PoolPolicy policy, Candidate[] candidates, AssignmentRequest lead, long sequence)
    {
        owner.Contends = true;
        Charge.Pay(owner, Charge.Earn(policy, candidates, lead.Value, sequence));
    }

    private static (Candidate Owner, PickedBy By)? StickyOwner(PoolPolicy policy, Candidate[] candidates, AssignmentRequest lead)
    {
        if (policy.Stickiness == Stickiness.None) return null;
        if (Find(lead.PersonOwner) is { } person) return (person, PickedBy.PersonOwner);
        if (policy.Stickiness == Stickiness.Account && Find(lead.AccountOwner) is { } account) return (account, PickedBy.AccountOwner);
        return null;

        Candidate? Find(RepId? rep) => rep is { } id ? Array.Find(candidates, c => c.Rep == id && c.Eligible) : null;
    }
}
