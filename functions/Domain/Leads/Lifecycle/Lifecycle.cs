using System.Collections.Immutable;
using System.Globalization;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Leads;

/// <summary>
/// The life of a lead as one pure step function. Hosts, preview and simulation all call it; none of them knows what an SLA is.
/// </summary>
public static partial class Lifecycle
{
    /// <summary>How long an accept can be taken back.</summary>
    public static readonly TimeSpan UndoWindow = TimeSpan.FromMinutes(10);

    /// <summary>How far ahead a date to nurture until may be: with no limit, an end of time that no clock can add to stops the lead for good.</summary>
    public static readonly TimeSpan LongestNurture = TimeSpan.FromDays(3653);

    /// <param name="now">UTC; never before the instant of an earlier step of the same lead by more than clocks differ.</param>
    public static LifecycleStep Next(LifecycleState state, Signal signal, DateTimeOffset now)
    {
        var step = signal switch
        {
            Signal.Recycle or Signal.Unmerged or Signal.Replayed when state.IsErased => Refuse(state, "The person was erased"),
            Signal.LinkRefused when state.IsErased => Stay(state),
            Signal.TimerFired fired => OnTimer(state, fired, now),
            Signal.Merged merged => OnMerged(state, merged),
            Signal.Unmerged unmerged => OnUnmerged(state, unmerged, now),
            Signal.TouchGone gone => OnTouchGone(state, gone),
            Signal.Erased => OnErased(state),
            Signal.Fetched => OnFetched(state),
            Signal.Unfetched unfetched => OnUnfetched(state, unfetched),
            Signal.Recognised known => OnRecognised(state, known),
            Signal.KnownAs known => OnKnownAs(state, known),
            Signal.LinkRefused refused => OnLinkRefused(state, refused, now),
            Signal.Scored scored => OnScored(state, scored, now),
            Signal.Tightened tightened => OnTightened(state, tightened, now),
            Signal.Unfit unfit => OnUnfit(state, unfit),
            Signal.Assigned assigned => OnAssigned(state, assigned, now),
            Signal.Broadcast offer => OnBroadcast(state, offer, now),
            Signal.Claimed claimed => OnClaimed(state, claimed, now),
            Signal.ClaimRefused refused => OnClaimRefused(state, refused),
            Signal.NobodyNow nobody => OnNobodyNow(state, nobody, now),
            Signal.NobodyEver nobody => OnNobodyEver(state, nobody),
            Signal.RepPaused paused => Go(
                state, Line("repPaused", $"{paused.Rep} let {paused.Offers} offers in a row time out and is paused"),
                new Effect.TellPaused(paused.Rep, paused.Offers, Manager: false), new Effect.TellPaused(paused.Rep, paused.Offers, Manager: true)),
            Signal.NobodyTold nobody => OnNobodyTold(state, nobody, now),
            Signal.Replayed replayed => OnReplayed(state, replayed, now),
            Signal.ThrownAway thrown => OnThrownAway(state, thrown),
            Signal.Retried retried => Go(state, Line("retried", $"Effects that were given up are tried again, says {retried.By ?? "an editor"}")),
            Signal.LookAgain => state.Status == LeadStatus.Held ? Wake(state, now) : Stay(state),
            Signal.Touched touched => OnTouched(state, touched, now),
            Signal.Accepted accepted => OnAccepted(state, accepted, now),
            Signal.UndoAccept undo => OnUndoAccept(state, undo, now),
            Signal.Rejected rejected => OnRejected(state, rejected, now),
            Signal.Contacted contacted => OnContacted(state, contacted, now),
            Signal.Qualified qualified => OnQualified(state, qualified, now),
            Signal.Disqualified disqualified => OnDisqualified(state, disqualified),
            Signal.Won won => OnWon(state, won),
            Signal.Lost lost => OnLost(state, lost),
            Signal.Rated rated => OnRated(state, rated),
            Signal.Reassigned reassigned => OnReassigned(state, reassigned, now),
            Signal.Nurture nurture => OnNurture(state, nurture, now),
            Signal.Recycle recycle => OnRecycle(state, recycle, now),
            Signal.Rebase rebase => OnRebase(state, rebase, now),
            _ => throw new ArgumentOutOfRangeException(nameof(signal), signal.GetType().Name, "the lifecycle does not know this signal"),
        };
        return Clocked(state, step);
    }

    // A timer belongs to a generation; whenever the instant to wait for moves, the timer set before becomes stale.
    private static LifecycleStep Clocked(LifecycleState before, LifecycleStep step) => step.State.WaitUntil == before.WaitUntil
        ? step
        : step with { State = step.State with { Generation = before.Generation + 1 } };

    private static LifecycleStep Stay(LifecycleState state) => new(state, [], []);

    private static LifecycleStep Refuse(LifecycleState state, string why) =>
        new(state, [], [new StoryLine("refused", why)], why);

    private static LifecycleStep Go(LifecycleState state, StoryLine line, params ReadOnlySpan<Effect> effects) =>
        new(state, [.. effects], [line]);

    private static StoryLine Line(string kind, FormattableString text) => new(kind, text.ToString(CultureInfo.InvariantCulture));

    /// <summary>Ends the life: no owner's clock runs any more.</summary>
    private static LifecycleState Closed(LifecycleState state, LeadStatus status, string? reason) =>
        state with { Status = status, OfferedTo = [], Claimant = null, Deadline = null, Until = null, Reason = reason };

    /// <summary>Another attempt in the pool; the owner so far counts as tried.</summary>
    private static LifecycleState ToNextAttempt(LifecycleState state, PoolId? pool = null) => state with
    {
        Status = LeadStatus.Assigning,
        Attempt = state.Attempt + 1,
        Pool = pool ?? state.Pool,
        Tried = TriedWithOwner(state),
        Owner = null,
        OfferedTo = [],
        Claimant = null,
        Deadline = null,
        Until = null,
        AcceptedAt = null,
        Hours = null,
        StageSince = null,
        Climbing = false,
    };

    private static ImmutableArray<RepId> TriedWithOwner(LifecycleState state) =>
        [.. state.Tried.Union(state.Asked)];

    private static LifecycleState ToHouse(LifecycleState state, string reason) => state with
    {
        Status = LeadStatus.House,
        Tried = TriedWithOwner(state),
        Owner = null,
        OfferedTo = [],
        Claimant = null,
        Deadline = null,
        Until = null,
        Reason = reason,
    };

    /// <summary>The owner comes to a milestone: its clock starts.</summary>
    private static LifecycleState Begun(LifecycleState state, Milestone milestone, DateTimeOffset now) =>
        Armed(state with { StageSince = now, Until = null }, milestone, now);

    /// <summary>Another round of the clock for a milestone that the owner is at already.</summary>
    private static LifecycleState Armed(LifecycleState state, Milestone milestone, DateTimeOffset start, int breaches = 0) =>
        state with { Deadline = Deadline.Arm(state.Terms, milestone, start, state.Hours, breaches) };

    /// <summary>What the owner is to do next; null when nothing has a clock.</summary>
    private static Milestone? MilestoneOf(LeadStatus status) => status switch
    {
        LeadStatus.Offered or LeadStatus.Broadcast => Milestone.Accept,
        LeadStatus.Accepted => Milestone.Contact,
        LeadStatus.Contacted => Milestone.Qualify,
        _ => null,
    };

    private static Elapsed? Took(LifecycleState state, DateTimeOffset now) =>
        state.StageSince is { } since ? Elapsed.Between(since, now, state.Hours) : null;

    /// <summary>
    /// Settles with the pool what it did for the lead. One that is deciding just now may charge yet, or did so without our knowing; so may one
    /// whose offer to several is just being claimed.
    /// </summary>
    private static Effect[] ReleaseOwner(LifecycleState state) => state switch
    {
        { Status: LeadStatus.Assigning or LeadStatus.Broadcast, Pool: { } deciding } => [new Effect.Refund(state.Attempt, deciding, "withdrawn")],
        { Owner: not null, Pool: { } pool } when state.Status.IsOwned() => [new Effect.Release(state.Attempt, pool)],
        _ => [],
    };
}
