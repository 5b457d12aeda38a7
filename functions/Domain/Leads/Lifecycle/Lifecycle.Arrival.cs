namespace LeadRouter.Domain.Leads;

/// <summary>From the stored submission to the pool: recognise, score, or rest.</summary>
public static partial class Lifecycle
{
    private static LifecycleStep OnFetched(LifecycleState state) => state.Status != LeadStatus.Received
        ? Stay(state)
        : Go(state, Line("fetched", $"Fetched from its provider"), new Effect.Recognise());

    private static LifecycleStep OnUnfetched(LifecycleState state, Signal.Unfetched unfetched) => state.Status != LeadStatus.Received
        ? Stay(state)
        : Go(state with { Status = LeadStatus.Quarantined, Reason = unfetched.Problem }, Line("quarantined", $"Quarantined: {unfetched.Problem}"));

    private static LifecycleStep OnRecognised(LifecycleState state, Signal.Recognised known) => state.Status != LeadStatus.Received
        ? Stay(state)
        : Go(
            state,
            known.Previous is { } previous ? Line("recognised", $"A person known from lead {previous}, which is closed") : Line("recognised", $"A new person"),
            new Effect.Score());

    private static LifecycleStep OnKnownAs(LifecycleState state, Signal.KnownAs known) => state.Status != LeadStatus.Received
        ? Stay(state)
        : Go(
            state with { Status = LeadStatus.Linked, LinkedTo = known.Lead },
            Line("linked", $"A repeat enquiry: a touch of lead {known.Lead}"),
            new Effect.AttachTouch(known.Lead));

    private static LifecycleStep OnLinkRefused(LifecycleState state, Signal.LinkRefused refused, DateTimeOffset now) =>
        state.Status != LeadStatus.Linked || state.LinkedTo != refused.By
            ? Stay(state)
            : Go(
                Unscored(state with { LastActivity = now }),
                Line("unlinked", $"Lead {refused.By} closed meanwhile: a lead of its own"),
                new Effect.Recognise());

    private static LifecycleStep OnScored(LifecycleState state, Signal.Scored scored, DateTimeOffset now)
    {
        if (state.Status != LeadStatus.Received) return Stay(state);
        var routed = ToNextAttempt(state, scored.Pool) with { Terms = scored.Terms, Value = scored.Value, Skills = [.. scored.Skills ?? []], Rule = scored.Rule, LastActivity = now };
        return Go(
            routed with { CycleStart = routed.Attempt },
            Line("scored", $"{scored.Total} points, band {scored.Band}; rule {scored.Rule} routes to pool {scored.Pool}"),
            new Effect.Assign(routed.Attempt, scored.Pool));
    }

    private static LifecycleStep OnUnfit(LifecycleState state, Signal.Unfit unfit) => state.Status != LeadStatus.Received
        ? Stay(state)
        : Go(Closed(state, LeadStatus.Disqualified, unfit.Reason), Line("disqualified", $"Disqualified by rule: {unfit.Reason}"));

    private static LifecycleStep OnReplayed(LifecycleState state, Signal.Replayed replayed, DateTimeOffset now) =>
        state.Status is not (LeadStatus.Quarantined or LeadStatus.Discarded)
            ? Refuse(state, "Only a quarantined submission can be replayed")
            : Go(
                Unscored(state with { LastActivity = now }),
                Line("replayed", $"Read again after quarantine"),
                replayed.FetchId is { } id ? new Effect.Fetch(id) : new Effect.Recognise());

    private static LifecycleStep OnThrownAway(LifecycleState state, Signal.ThrownAway thrown) => state.Status switch
    {
        LeadStatus.Quarantined => Go(state with { Status = LeadStatus.Discarded }, Line("discarded", $"Discarded by {thrown.By ?? "an editor"}")),
        LeadStatus.Discarded => Stay(state),
        _ => Refuse(state, "Only a quarantined submission can be discarded"),
    };

    private static LifecycleStep OnTouched(LifecycleState state, Signal.Touched touched, DateTimeOffset now)
    {
        var line = Line("touched", $"A repeat enquiry through {touched.Source} (submission {touched.Submission})");
        if (state.Status.IsClosed()) return Go(state, Line("touchReturned", $"A repeat enquiry came after the end; it opens a lead of its own"), new Effect.ReturnTouch(touched.Submission));
        // Two that were linked to each other at the same time: one of them has to stop.
        if (state.Status == LeadStatus.Linked && state.LinkedTo == touched.Submission) return Refuse(state, "The two leads are linked to each other");
        // A linked submission passes the touch on to the lead it belongs to.
        if (state is { Status: LeadStatus.Linked, LinkedTo: { } lead }) return Go(state, line, new Effect.AttachTouch(lead));
        if (!state.Status.IsOpen()) return Refuse(state, "The submission is not a lead");
        var active = state with { LastActivity = now };
        if (state.Status == LeadStatus.Nurturing) return Again(active, line);
        return state is { Owner: { } owner } && state.Status.IsOwned()
            ? Go(active, line, new Effect.NotifyRep(state.Attempt, owner, RepMail.Touch), new Effect.Score())
            : state.Status == LeadStatus.Received ? Go(active, line) : Go(active, line, new Effect.Score());
    }
}
