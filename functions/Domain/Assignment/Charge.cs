namespace LeadRouter.Domain.Assignment;

/// <summary>Moves credit for one lead: contenders earn its value by weight, the owner pays it. The sum does not move.</summary>
internal static class Charge
{
    /// <returns>What was earned in all, which is what the owner pays: the value, less what the cap of an absence refused.</returns>
    public static Credit Earn(PoolPolicy policy, Candidate[] candidates, Credit value, long sequence)
    {
        var weights = new long[candidates.Length];
        for (var i = 0; i < candidates.Length; i++)
            if (candidates[i].Contends || Accrues(policy, candidates[i])) weights[i] = Math.Max(1, candidates[i].Weight);
        var parts = new long[candidates.Length];
        Shares.Split(value.Micro, weights, sequence, parts);
        var earned = Credit.Zero;
        for (var i = 0; i < candidates.Length; i++)
            if (weights[i] > 0) earned += Post(policy, candidates[i], new Credit(parts[i]), value);
        return earned;
    }

    public static void Pay(Candidate owner, Credit earned) => owner.After -= earned;

    private static bool Accrues(PoolPolicy policy, Candidate candidate) =>
        policy.Absence == Absence.Accrue
        && candidate.Exclusions is [{ Reason: ExclusionReason.TimeOff }]
        && candidate.OwedBefore < policy.AccrueMax;

    private static Credit Post(PoolPolicy policy, Candidate candidate, Credit share, Credit value)
    {
        if (!candidate.Contends) return Accrue(candidate, share, policy.AccrueMax - candidate.OwedBefore);
        var repaid = candidate.OwedBefore.Micro == 0 ? Credit.Zero : Repayment(policy, candidate.OwedBefore, value);
        candidate.OwedAfter -= repaid;
        candidate.After += share + repaid;
        return share;
    }

    private static Credit Accrue(Candidate candidate, Credit share, Credit room)
    {
        var accrued = share < room ? share : room;
        candidate.OwedAfter += accrued;
        return accrued;
    }

    private static Credit Repayment(PoolPolicy policy, Credit owed, Credit value) =>
        new(Math.Min(owed.Micro, value.Micro / Math.Max(1, policy.RepayOneIn)));
}
