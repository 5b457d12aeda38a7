namespace LeadRouter.Domain.Leads;

/// <summary>Two leads that a person declares to be one, and the way back.</summary>
public static partial class Lifecycle
{
    private static LifecycleStep OnMerged(LifecycleState state, Signal.Merged merged)
    {
        if (state.Status == LeadStatus.Linked) return Refuse(state, $"The lead belongs to lead {state.LinkedTo} already");
        if (!state.Status.IsOpen() && !state.Status.IsClosed()) return Refuse(state, "The submission is not a lead");
        var linked = Closed(state, LeadStatus.Linked, null) with { Owner = null, AcceptedAt = null, LinkedTo = merged.Into, BeforeLink = state };
        return Go(linked, Line("merged", $"Linked to lead {merged.Into} by {merged.By ?? "an editor"}"), [.. TakeBackOwner(state), new Effect.AttachTouch(merged.Into)]);
    }

    // The other lead's owner does the work: this one's should not have paid for it with his turn.
    private static Effect[] TakeBackOwner(LifecycleState state) => state.Pool is { } pool && (state.Status is LeadStatus.Assigning or LeadStatus.Broadcast || state.Status.IsOwned())
        ? [new Effect.Refund(state.Attempt, pool, "withdrawn")]
        : [];

    private static LifecycleStep OnUnmerged(LifecycleState state, Signal.Unmerged unmerged, DateTimeOffset now)
    {
        if (state.Status != LeadStatus.Linked || state.LinkedTo != unmerged.From) return Refuse(state, $"The lead does not belong to lead {unmerged.From}");
        var line = Line("unmerged", $"A lead of its own again, says {unmerged.By ?? "an editor"}");
        var detach = new Effect.DetachTouch(unmerged.From);
        return state.BeforeLink switch
        {
            { Owner: { } owner, Pool: { } pool } before when before.Status.IsOwned() =>
                Go(WithTime(before, now) with { Attempt = before.Attempt + 1 }, line, new Effect.Charge(before.Attempt + 1, pool, owner), detach),
            { } before when before.Status is not (LeadStatus.Received or LeadStatus.Assigning or LeadStatus.Broadcast) => Go(WithTime(before, now), line, detach),
            // It had not been routed yet, or was offered to several; whom it belongs to, a person has just said.
            _ => Go(Unscored(state with { LastActivity = now }), line, new Effect.Score(), detach),
        };
    }

    // It counted for the score.
    private static LifecycleStep OnTouchGone(LifecycleState state, Signal.TouchGone gone) => Go(
        state, Line("touchRemoved", $"Submission {gone.Submission} is a lead of its own"), state.Status.IsOpen() && state.Status != LeadStatus.Received ? [new Effect.Score()] : []);

    // What ran out while it was linked begins anew: nobody could have kept it.
    private static LifecycleState WithTime(LifecycleState before, DateTimeOffset now)
    {
        var active = before.Status.IsOpen() ? before with { LastActivity = now } : before;
        return active.Deadline is { } deadline && deadline.At <= now ? Armed(active, deadline.Milestone, now) : active;
    }
}
