using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Leads;

/// <summary>Owners: offered by a pool, changed by a manager, held when nobody can.</summary>
public static partial class Lifecycle
{
    private static LifecycleStep OnAssigned(LifecycleState state, Signal.Assigned assigned, DateTimeOffset now)
    {
        if (state.Status != LeadStatus.Assigning || state.Attempt != assigned.Attempt) return Stay(state);
        var owned = state with { Status = LeadStatus.Offered, Owner = assigned.Owner, Pool = assigned.Pool, Hours = assigned.Hours, Climbing = false, LastActivity = now };
        return Go(
            Begun(owned, Milestone.Accept, now) with { Acknowledged = true, Why = assigned.Sentence },
            Line("offered", $"Offered to {assigned.Owner} (attempt {assigned.Attempt}). {assigned.Sentence}"),
            [new Effect.NotifyRep(assigned.Attempt, assigned.Owner, RepMail.Assignment), .. AcknowledgeOnce(state)]);
    }

    private static LifecycleStep OnNobodyNow(LifecycleState state, Signal.NobodyNow nobody, DateTimeOffset now)
    {
        if (state.Status != LeadStatus.Assigning || state.Attempt != nobody.Attempt) return Stay(state);
        if (state.Climbing && !state.Terms.HoldsEmptySteps) return SkipEmptyStep(state, nobody);
        return Go(
            state with { Status = LeadStatus.Held, Pool = nobody.Pool ?? state.Pool, Until = nobody.Until > now ? nobody.Until : now, Acknowledged = true },
            Line("held", $"Held until {nobody.Until:u}. {nobody.Sentence}"),
            AcknowledgeOnce(state));
    }

    private static LifecycleStep OnNobodyEver(LifecycleState state, Signal.NobodyEver nobody) =>
        state.Status != LeadStatus.Assigning || state.Attempt != nobody.Attempt
            ? Stay(state)
            : Go(
                ToHouse(state, "nobody") with { Acknowledged = true },
                Line("house", $"No rep could ever take it: house queue. {nobody.Sentence}"),
                [new Effect.Alarm("nobody"), .. AcknowledgeOnce(state)]);

    private static LifecycleStep OnReassigned(LifecycleState state, Signal.Reassigned manual, DateTimeOffset now)
    {
        if (!state.Status.IsOpen()) return Refuse(state, $"The lead is {state.Status.PublicName()}");
        if (state.Status.IsOwned() && state.Owner == manual.Owner) return Refuse(state, $"{manual.Owner} owns the lead already");
        var attempt = state.Attempt + 1;
        var pool = state.Pool ?? ManualPool;
        var owned = Begun(
            ToNextAttempt(state, pool) with
            {
                Status = LeadStatus.Offered,
                Hours = manual.Hours,
                CycleStart = state.CycleStart == 0 ? attempt : state.CycleStart,
                Owner = manual.Owner,
                Acknowledged = true,
                Why = null,
                LastActivity = now,
            },
            Milestone.Accept,
            now);
        // The attempt before may be charged already, or just now by somebody who does not know of this: both are refunded.
        Effect[] refund = state.Attempt == 0 || !(state.Status.IsOwned() || state.Status is LeadStatus.Assigning or LeadStatus.Broadcast) ? []
            : manual.Refund || !state.Status.IsOwned() ? [new Effect.Refund(state.Attempt, pool, "reassigned")]
            : [new Effect.Release(state.Attempt, pool)];
        return Go(
            owned,
            Line("reassigned", $"Given to {manual.Owner} by {manual.By ?? "an editor"}{Because(manual.Reason)}"),
            [.. refund, new Effect.Charge(attempt, pool, manual.Owner), new Effect.NotifyRep(attempt, manual.Owner, RepMail.Assignment), .. AcknowledgeOnce(state)]);
    }

    /// <summary>A lead that a manager takes before any rule chose a pool is charged here.</summary>
    public static readonly PoolId ManualPool = new("manual");

    private static LifecycleStep OnNurture(LifecycleState state, Signal.Nurture nurture, DateTimeOffset now)
    {
        if (!state.Status.IsOpen()) return Refuse(state, $"The lead is {state.Status.PublicName()}");
        if (!IsNurtureDate(nurture.Until, now)) return Refuse(state, "The date must be in the future, within ten years");
        return Go(Nurturing(state, nurture.Until, now), Line("nurturing", $"Nurturing until {nurture.Until:u}"), ReleaseOwner(state));
    }

    public static bool IsNurtureDate(DateTimeOffset? until, DateTimeOffset now) => until > now && until <= now + LongestNurture;

    private static LifecycleState Nurturing(LifecycleState state, DateTimeOffset until, DateTimeOffset now) => state with
    {
        Status = LeadStatus.Nurturing,
        Hours = null,
        StageSince = null,
        Owner = null,
        OfferedTo = [],
        Claimant = null,
        Tried = TriedWithOwner(state),
        Deadline = null,
        Until = until,
        // Nurturing is planned silence; staleness counts from its end.
        LastActivity = until > now ? until : now,
    };

    private static LifecycleStep OnRecycle(LifecycleState state, Signal.Recycle recycle, DateTimeOffset now)
    {
        if (state.Status is LeadStatus.Received or LeadStatus.Assigning or LeadStatus.Won) return Refuse(state, $"A lead that is {state.Status.PublicName()} cannot be recycled");
        if (state.Bucketless()) return Refuse(state, "The submission is not a lead");
        var line = Line("recycled", $"Recycled by {recycle.By ?? "an editor"}: a new attempt that remembers who was tried");
        var released = ReleaseOwner(state);
        var again = Again(state with { LastActivity = now }, line);
        return again with { Effects = [.. released, .. again.Effects] };
    }

    private static bool Bucketless(this LifecycleState state) =>
        state.Status is LeadStatus.Quarantined or LeadStatus.Discarded or LeadStatus.Linked;

    /// <summary>A new attempt cycle: the ladder and the count of attempts start again.</summary>
    private static LifecycleStep Again(LifecycleState state, StoryLine line)
    {
        // Disqualified by a rule before any pool was chosen: score it again.
        if (state.Pool is not { } pool || pool == ManualPool)
            return Go(Unscored(state with { Tried = TriedWithOwner(state) }), line, new Effect.Score());
        var next = ToNextAttempt(state) with { LadderPosition = 0, TakenAway = false, CycleStart = state.Attempt + 1, Reason = null };
        return Go(next, line, new Effect.Assign(next.Attempt, pool));
    }

    // Attempt numbers name decisions of the ledger: they go on, so that no decision is ever taken for another.
    private static LifecycleState Unscored(LifecycleState state) => LifecycleState.Received(state.LastActivity) with
    {
        Generation = state.Generation,
        Acknowledged = state.Acknowledged,
        Attempt = state.Attempt,
        Tried = state.Tried,
    };

    private static LifecycleStep OnRebase(LifecycleState state, Signal.Rebase rebase, DateTimeOffset now)
    {
        if (!state.Status.IsOpen()) return Refuse(state, $"The lead is {state.Status.PublicName()}");
        var stale = now - rebase.Terms.StaleAfter;
        var terms = state with { Terms = rebase.Terms, Hours = rebase.Hours, LastActivity = state.LastActivity < stale ? stale : state.LastActivity };
        if (MilestoneOf(state.Status) is { } milestone)
        {
            // A milestone that had no time before is armed from when the owner came to it.
            var (start, breaches) = state.Deadline is { } running ? (running.Start, running.Breaches) : (state.StageSince ?? now, 0);
            var moved = Deadline.Arm(rebase.Terms, milestone, start, rebase.Hours, breaches)?.Reminded(now);
            // Shorter terms may already be broken: then they are due now, never in the past.
            terms = terms with { Deadline = moved is { } armed && armed.At < now ? armed with { At = now } : moved };
        }
        return Go(terms, Line("rebased", $"SLA terms of configuration version {rebase.Version}, policy {rebase.Terms.Policy}"));
    }

    // From now and not from the start of the milestone: its owner could not know that he would have less time. Never later than promised.
    private static LifecycleStep OnTightened(LifecycleState state, Signal.Tightened tightened, DateTimeOffset now)
    {
        var terms = tightened.Terms;
        if (!state.Status.IsOpen() || state.Status == LeadStatus.Received || !terms.IsTighterThan(state.Terms)) return Stay(state);
        var stale = now - terms.StaleAfter;
        var tighter = state with { Terms = terms, Hours = tightened.Hours, LastActivity = state.LastActivity < stale ? stale : state.LastActivity };
        var armed = MilestoneOf(state.Status) is { } milestone ? Deadline.Arm(terms, milestone, now, tightened.Hours, state.Deadline?.Breaches ?? 0) : null;
        if (armed is not null && !(state.Deadline?.At <= armed.At)) tighter = tighter with { Deadline = armed };
        var before = state.Terms.Policy.Length > 0 ? $" instead of {state.Terms.Policy}" : "";
        return Go(tighter, Line("tightened", $"Band {tightened.Band} by now: SLA policy {terms.Policy}{before}"));
    }

    private static Effect[] AcknowledgeOnce(LifecycleState state) => state.Acknowledged ? [] : [new Effect.AcknowledgeContact()];

    /// <param name="note">What a person has written beside the reason.</param>
    private static string Because(string? reason, string? note = null) =>
        string.Join(", ", new[] { reason, note }.Where(s => !string.IsNullOrWhiteSpace(s))) is { Length: > 0 } why ? $": {why}" : "";
}
