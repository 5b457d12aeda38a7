using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>What happens to a lead that nobody can take now: overflow if the pool has one, else hold, else nobody ever.</summary>
internal static class Nobody
{
    // With no instant to wait for (an open cap, an open-ended pause), an event should wake the lead; this is the net below.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);
    private const int Share = 8;

    /// <summary>A wait up to which the lead is looked at as often as at first.</summary>
    public static TimeSpan ShortWait => LookAgain * Share;

    public static Verdict Decide(
        PoolPolicy policy, Candidate[] candidates, AssignmentRequest lead, Func<Candidate, DateTimeOffset?> freeAt)
    {
        var hope = false;
        DateTimeOffset? first = null;
        foreach (var candidate in candidates)
        {
            if (!candidate.WillBeEligible) continue;
            hope = true;
            candidate.FreeAt = freeAt(candidate);
            if (candidate.FreeAt < first || first is null) first = candidate.FreeAt;
        }
        if (lead.WakeBy < first || first is null) first = lead.WakeBy;
        var exact = first > lead.Now;
        var until = exact ? first : hope || first is not null ? lead.Now + Pause(lead) : null;
        if (policy.Overflow is { } overflow && overflow != policy.Pool && !lead.OverflowedFrom.Contains(overflow))
            return new Verdict(VerdictKind.Overflowed) { Overflow = overflow, Until = until, Exact = exact };
        return until is null
            ? new Verdict(VerdictKind.NobodyEver)
            : new Verdict(VerdictKind.Held) { Until = until, Exact = exact };
    }

    /// <summary>
    /// Until the next look: an eighth of the wait so far. Looking always as often, a lead whose whole pool is away would fill its story with
    /// a hundred lines a day.
    /// </summary>
    private static TimeSpan Pause(AssignmentRequest lead)
    {
        var pause = (lead.Now - lead.WaitingSince) / Share ?? LookAgain;
        return pause < LookAgain ? LookAgain : pause > LongestPause ? LongestPause : pause;
    }
}
