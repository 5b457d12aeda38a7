using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Leads;

/// <summary>What reps and systems answer.</summary>
public static partial class Lifecycle
{
    private static LifecycleStep OnAccepted(LifecycleState state, Signal.Accepted accepted, DateTimeOffset now)
    {
        if (state.Status == LeadStatus.Broadcast) return OnClaim(state, accepted, now);
        if (NotTheirs(state, accepted.By, accepted.Attempt) is { } why) return Refuse(state, why);
        if (state.Status != LeadStatus.Offered) return Refuse(state, $"The lead is {state.Status.PublicName()} already");
        var taken = state with { Status = LeadStatus.Accepted, AcceptedAt = now, LastActivity = now };
        return Go(Begun(taken, Milestone.Contact, now), Line("accepted", $"Accepted by {state.Owner}") with { Took = Took(state, now) }, Answered(state));
    }

    private static LifecycleStep OnUndoAccept(LifecycleState state, Signal.UndoAccept undo, DateTimeOffset now)
    {
        if (NotTheirs(state, undo.By, undo.Attempt) is { } why) return Refuse(state, why);
        if (state is not { Status: LeadStatus.Accepted, AcceptedAt: { } at }) return Refuse(state, "There is no accept to take back");
        if (now - at > UndoWindow) return Refuse(state, "An accept can be taken back for ten minutes");
        var offered = state with { Status = LeadStatus.Offered, AcceptedAt = null, LastActivity = now };
        return Go(Begun(offered, Milestone.Accept, now), Line("acceptUndone", $"{state.Owner} took the accept back"));
    }

    private static LifecycleStep OnRejected(LifecycleState state, Signal.Rejected rejected, DateTimeOffset now)
    {
        if (state.Status == LeadStatus.Broadcast && OnDeclined(state, rejected, now) is { } declined) return declined;
        if (state.Status != LeadStatus.Broadcast && NotTheirs(state, rejected.By, rejected.Attempt) is { } why) return Refuse(state, why);
        Effect[] settle =
        [
            .. rejected.Refund && state.Owner is not null ? [new Effect.Refund(state.Attempt, state.Pool!.Value, rejected.Reason)] : ReleaseOwner(state),
            .. Answered(state, rejected.By),
        ];
        var line = Line("rejected", $"Rejected by {rejected.By ?? state.Owner}{Because(rejected.Reason, rejected.Note)}") with { Took = Took(state, now) };
        var active = state with { LastActivity = now };
        switch (rejected.Disposition)
        {
            case Disposition.Nurture when IsNurtureDate(rejected.Until, now):
                return Go(Nurturing(active, rejected.Until!.Value, now), line, settle);
            case Disposition.Nurture:
                return Refuse(state, "A date in the future, within ten years, is needed to nurture the lead");
            case Disposition.Reroute:
                var step = NextOffer(active, line);
                return step with { Effects = [.. settle, .. step.Effects], Story = [.. step.Story, .. FlaggedRule(state, rejected)] };
            default:
                return Go(Closed(active, LeadStatus.Disqualified, rejected.Reason), line, settle);
        }
    }

    // Sent on with a refund: the lead should never have come to this rep, so the rule that routed it wants a look.
    private static StoryLine[] FlaggedRule(LifecycleState state, Signal.Rejected rejected) => rejected.Refund && state.Rule is { } rule
        ? [Line("ruleFlagged", $"Routing rule {rule} sent it to the wrong place, says {rejected.By ?? state.Owner}{Because(rejected.Reason, rejected.Note)}")]
        : [];

    /// <summary>An offer that got an answer ends a row of time-outs. Only where those are counted.</summary>
    /// <param name="by">Who answered, where the lead has no owner yet.</param>
    private static Effect[] Answered(LifecycleState state, RepId? by = null) =>
        state is { Status: LeadStatus.Offered or LeadStatus.Broadcast, Terms.PauseRepAfter: not null } && (state.Owner ?? by) is { } rep ? [new Effect.NoteAnswer(state.Attempt, rep)] : [];

    private static LifecycleStep OnContacted(LifecycleState state, Signal.Contacted contacted, DateTimeOffset now)
    {
        if (NotTheirs(state, contacted.By, contacted.Attempt) is { } why) return Refuse(state, why);
        var line = Line("contacted", $"Contacted by {state.Owner}") with { Took = Took(state, now) };
        if (state.Status is LeadStatus.Contacted or LeadStatus.Qualified) return Go(state with { LastActivity = now }, line);
        var touched = state with { Status = LeadStatus.Contacted, AcceptedAt = state.AcceptedAt ?? now, LastActivity = now };
        return Go(Begun(touched, Milestone.Qualify, now), line, Answered(state));
    }

    private static LifecycleStep OnQualified(LifecycleState state, Signal.Qualified qualified, DateTimeOffset now)
    {
        if (NotTheirs(state, qualified.By, qualified.Attempt) is { } why) return Refuse(state, why);
        if (state.Status == LeadStatus.Qualified) return Refuse(state, "The lead is qualified already");
        var done = state with { Status = LeadStatus.Qualified, AcceptedAt = state.AcceptedAt ?? now, StageSince = now, Deadline = null, Until = null, LastActivity = now };
        var criteria = qualified.Criteria.Count > 0 ? $": {string.Join(", ", qualified.Criteria)}" : "";
        return Go(done, Line("qualified", $"Qualified by {state.Owner}{criteria}") with { Took = Took(state, now) }, Answered(state));
    }

    private static LifecycleStep OnDisqualified(LifecycleState state, Signal.Disqualified disqualified)
    {
        if (!state.Status.IsOpen()) return Refuse(state, $"The lead is {state.Status.PublicName()}");
        if (disqualified.By is { } && NotTheirs(state, disqualified.By, disqualified.Attempt) is { } why) return Refuse(state, why);
        return Go(
            Closed(state, LeadStatus.Disqualified, disqualified.Reason),
            Line("disqualified", $"Disqualified by {disqualified.By?.Value ?? "an editor"}{Because(disqualified.Reason, disqualified.Note)}"),
            [.. disqualified.Refund && state is { Owner: not null, Pool: { } pool } && state.Status.IsOwned()
                ? [new Effect.Refund(state.Attempt, pool, disqualified.Reason ?? "disqualified")]
                : ReleaseOwner(state), .. Answered(state)]);
    }

    private static LifecycleStep OnWon(LifecycleState state, Signal.Won won) => !state.Status.IsOpen()
        ? Refuse(state, $"The lead is {state.Status.PublicName()}")
        : Go(Closed(state, LeadStatus.Won, null), Line("won", $"Won, says {won.By ?? "an editor"}"), ReleaseOwner(state));

    private static LifecycleStep OnLost(LifecycleState state, Signal.Lost lost) => !state.Status.IsOpen()
        ? Refuse(state, $"The lead is {state.Status.PublicName()}")
        : Go(Closed(state, LeadStatus.Lost, lost.Reason), Line("lost", $"Lost, says {lost.By ?? "an editor"}{Because(lost.Reason, lost.Note)}"), ReleaseOwner(state));

    private static LifecycleStep OnRated(LifecycleState state, Signal.Rated rated) => state.Bucketless()
        ? Refuse(state, "The submission is not a lead")
        : Go(state, Line("rated", $"Rated {(rated.Good ? "good" : "bad")} by {rated.By ?? "an editor"}{Because(rated.Reason, rated.Note)}"));

    /// <summary>Null when this rep (null: anybody with a key) may act on the lead in the attempt that he was told of.</summary>
    private static string? NotTheirs(LifecycleState state, RepId? by, int? attempt)
    {
        if (state.Status.IsClosed()) return $"The lead is closed: {state.Status.PublicName()}";
        if (state.Status == LeadStatus.Broadcast) return "The lead is offered to several: one of them has to accept it first";
        if (state.Owner is not { } owner || !state.Status.IsOwned()) return "The lead has no owner now";
        if (by is { } rep && rep != owner) return $"The lead belongs to {owner}";
        return attempt is { } told && told != state.Attempt ? "The lead was offered anew; use the newest mail" : null;
    }
}
