using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Leads;

/// <summary>An offer to several at once: the first to accept has the lead, as soon as the pool has charged him for it.</summary>
public static partial class Lifecycle
{
    private static LifecycleStep OnBroadcast(LifecycleState state, Signal.Broadcast offer, DateTimeOffset now)
    {
        if (state.Status != LeadStatus.Assigning || state.Attempt != offer.Attempt) return Stay(state);
        var offered = state with { Status = LeadStatus.Broadcast, OfferedTo = [.. offer.Reps], Pool = offer.Pool, Hours = offer.Hours, Climbing = false, LastActivity = now };
        return Go(
            Begun(offered, Milestone.Accept, now) with { Acknowledged = true, Why = offer.Sentence },
            Line("offered", $"Offered to {Names(offered.OfferedTo)} at once (attempt {offer.Attempt}). {offer.Sentence}"),
            [.. offer.Reps.Select(rep => new Effect.NotifyRep(offer.Attempt, rep, RepMail.Assignment)), .. AcknowledgeOnce(state)]);
    }

    /// <summary>The first accept is noted here, under the record's ETag; whether he may have it at all is the pool's to say.</summary>
    private static LifecycleStep OnClaim(LifecycleState state, Signal.Accepted accepted, DateTimeOffset now)
    {
        if (NotOffered(state, accepted.By, accepted.Attempt) is { } why) return Refuse(state, why);
        if (state.Claimant is { } first) return Refuse(state, $"{first} is taking the lead");
        var rep = accepted.By!.Value;
        return Go(state with { Claimant = rep, LastActivity = now }, Line("claimed", $"{rep} accepts first"), new Effect.Claim(state.Attempt, state.Pool!.Value, rep));
    }

    private static LifecycleStep OnClaimed(LifecycleState state, Signal.Claimed claimed, DateTimeOffset now)
    {
        if (!IsClaim(state, claimed.Attempt, claimed.Rep)) return Stay(state);
        var taken = state with
        {
            Status = LeadStatus.Accepted,
            Owner = claimed.Rep,
            OfferedTo = [],
            Claimant = null,
            Hours = claimed.Hours,
            Why = claimed.Sentence,
            AcceptedAt = now,
            LastActivity = now,
        };
        var line = Line("accepted", $"Accepted by {claimed.Rep}. {claimed.Sentence}") with { Took = Took(state, now) };
        return Go(Begun(taken, Milestone.Contact, now), line, Answered(state, claimed.Rep));
    }

    // The generation moves, although the wait does not: his next accept is another one, and no repetition of this.
    private static LifecycleStep OnClaimRefused(LifecycleState state, Signal.ClaimRefused refused) => IsClaim(state, refused.Attempt, refused.Rep)
        ? Go(state with { Claimant = null, Generation = state.Generation + 1 }, Line("claimRefused", $"{refused.Rep} cannot have it: {refused.Why}"))
        : Stay(state);

    /// <summary>One of several declines for himself; null when the lead as a whole is rejected.</summary>
    private static LifecycleStep? OnDeclined(LifecycleState state, Signal.Rejected rejected, DateTimeOffset now)
    {
        if (rejected.By is { } && NotOffered(state, rejected.By, rejected.Attempt) is { } why) return Refuse(state, why);
        if (state.Claimant is { } first) return Refuse(state, $"{first} is taking the lead");
        if (rejected is not { By: { } rep, Disposition: Disposition.Reroute } || state.OfferedTo.Length == 1) return null;
        var others = state with { OfferedTo = state.OfferedTo.Remove(rep), Tried = [.. state.Tried.Union([rep])], LastActivity = now };
        var line = Line("rejected", $"Rejected by {rep}: {rejected.Reason}; still offered to {Names(others.OfferedTo)}") with { Took = Took(state, now) };
        return new(others, [.. Answered(state, rep)], [line, .. FlaggedRule(state, rejected)]);
    }

    private static bool IsClaim(LifecycleState state, int attempt, RepId rep) =>
        state.Status == LeadStatus.Broadcast && state.Attempt == attempt && state.Claimant == rep;

    private static string? NotOffered(LifecycleState state, RepId? by, int? attempt)
    {
        if (by is not { } rep) return "The lead is offered to several: say who answers";
        if (attempt is { } told && told != state.Attempt) return "The lead was offered anew; use the newest mail";
        return state.OfferedTo.Contains(rep) ? null : $"The lead is not offered to {rep}";
    }
}
