using System.Collections.Immutable;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Leads;

/// <summary>What time does by itself: remind, escalate, wake, expire.</summary>
public static partial class Lifecycle
{
    // One matter a fire, the gravest first: after a long sleep a lead that is stale is not first reassigned,
    // and a rep is not reminded of a deadline that has passed.
    private static LifecycleStep OnTimer(LifecycleState state, Signal.TimerFired fired, DateTimeOffset now)
    {
        if (fired.Generation != state.Generation || state.WaitUntil is not { } wait || wait > now) return Stay(state);
        if (state.StaleAt <= now) return Expire(state);
        if (state.Until <= now) return Wake(state, now);
        var deadline = state.Deadline!;
        if (deadline.At > now) return Remind(state, deadline, now);
        return deadline.Milestone == Milestone.Accept ? ClimbLadder(state, now) : BreachAfterAccept(state, deadline, now);
    }

    private static LifecycleStep Expire(LifecycleState state) => Go(
        Closed(state, LeadStatus.Expired, "stale"),
        Line("expired", $"No touch or signal for {state.Terms.StaleAfter.TotalDays:0.##} days"),
        ReleaseOwner(state));

    private static LifecycleStep Wake(LifecycleState state, DateTimeOffset now)
    {
        if (state.Status == LeadStatus.Nurturing) return Again(state with { LastActivity = now }, Line("woken", $"Nurturing ended"));
        // The wait in the hold queue was the same attempt: nobody was asked, so no number is used up.
        var assigning = state with { Status = LeadStatus.Assigning, Until = null };
        return Go(assigning, Line("woken", $"A rep may be there now"), new Effect.Assign(state.Attempt, state.Pool!.Value));
    }

    private static LifecycleStep Remind(LifecycleState state, Deadline deadline, DateTimeOffset now) => Go(
        state with { Deadline = deadline.Reminded(now) },
        Line("reminded", $"{Names(Asked(state))} reminded: {Verb(deadline.Milestone)} by {deadline.At:u}"),
        Remind(state));

    private static Effect[] Remind(LifecycleState state) => [.. Asked(state).Select(rep => new Effect.NotifyRep(state.Attempt, rep, RepMail.Reminder))];

    private static string Names(ImmutableArray<RepId> reps) => string.Join(", ", reps);

    private static LifecycleStep ClimbLadder(LifecycleState state, DateTimeOffset now)
    {
        var ladder = state.Terms.Ladder;
        var step = state.LadderPosition < ladder.Length ? ladder[state.LadderPosition] : LadderStep.House;
        var next = state with { LadderPosition = state.LadderPosition + 1 };
        var asked = Asked(state);
        var late = Line("breached", $"{Names(asked)} did not accept by {state.Deadline!.At:u}; step {next.LadderPosition} of the ladder: {Name(step)}");
        return step switch
        {
            LadderStep.Remind => Go(Armed(next, Milestone.Accept, now), late, Remind(state)),
            // Of several one stands for all: their managers are mostly the same, and one mail is enough.
            LadderStep.Manager => Go(Armed(next, Milestone.Accept, now), late, new Effect.NotifyManager(state.Attempt, asked[0], "accept")),
            LadderStep.Reassign => Released(state, NextOffer(next, late)),
            LadderStep.Overflow => Released(state, NextOffer(next, late, overflow: true)),
            _ => Go(ToHouse(next, "ladder"), late, [.. ReleaseOwner(state), new Effect.Alarm("ladder")]),
        };
    }

    private static LifecycleStep BreachAfterAccept(LifecycleState state, Deadline deadline, DateTimeOffset now)
    {
        var owner = state.Owner!.Value;
        var late = Line("breached", $"{owner} did not {Verb(deadline.Milestone)} by {deadline.At:u}");
        var again = Armed(state, deadline.Milestone, now, deadline.Breaches + 1);
        return deadline.Breaches switch
        {
            0 => Go(again, late, new Effect.NotifyRep(state.Attempt, owner, RepMail.Reminder)),
            1 => Go(again, late, new Effect.NotifyManager(state.Attempt, owner, Verb(deadline.Milestone))),
            _ when !state.TakenAway => Released(state, NextOffer(state with { TakenAway = true }, late)),
            _ => Go(ToHouse(state, "breach"), late, new Effect.Release(state.Attempt, state.Pool!.Value), new Effect.Alarm("breach")),
        };
    }

    /// <summary>The next rep, or the house queue once the cycle has used up its attempts.</summary>
    private static LifecycleStep NextOffer(LifecycleState state, StoryLine line, bool overflow = false)
    {
        if (state.Attempt - state.CycleStart + 1 >= state.Terms.MaxAttempts)
            return new(ToHouse(state, "attempts"), [new Effect.Alarm("attempts")], [line, Line("house", $"{state.Terms.MaxAttempts} attempts used up: house queue")]);
        var next = ToNextAttempt(state);
        return Go(next, line, new Effect.Assign(next.Attempt, next.Pool!.Value, overflow));
    }

    private static LifecycleStep Released(LifecycleState before, LifecycleStep step) => step with { Effects = [.. ReleaseOwner(before), .. step.Effects] };

    private static string Verb(Milestone milestone) => milestone switch
    {
        Milestone.Accept => "accept",
        Milestone.Contact => "contact",
        _ => "qualify",
    };

    private static string Name(LadderStep step) => char.ToLowerInvariant(step.ToString()[0]) + step.ToString()[1..];
}
