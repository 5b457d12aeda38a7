namespace LeadRouter.Domain.Assignment;

/// <summary>The first instant at which a rep who is excluded for now could take the lead.</summary>
internal static class WakeUp
{
    /// <returns>Null when it depends on somebody's act: a resume, a lead that closes.</returns>
    public static DateTimeOffset? Of(Candidate candidate, PoolRoster roster, DateTimeOffset now)
    {
        var free = now;
        foreach (var exclusion in candidate.Exclusions)
        {
            if (exclusion.Until is not { } until) return null;
            // The shift is asked for last, from the moment that everything else has passed.
            if (exclusion.Reason != ExclusionReason.OffHours && until > free) free = until;
        }
        return roster.NextShift(candidate.Standing, free);
    }
}
