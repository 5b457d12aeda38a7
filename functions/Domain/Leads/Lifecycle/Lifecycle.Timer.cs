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
        if (state is { Asked: [var asked, ..], Deadline: { } deadline })
            return Go(Armed(state with { Until = null }, deadline.Milestone, now, deadline.Breaches), Line("woken", $"A manager may be there now"), new Effect.NotifyManager(state.Attempt, asked, Verb(deadline.Milestone)));
        // The wait in the hold queue was the same attempt: nobody was asked, so no number is used up.
        var assigning = state with { Status = LeadStatus.Assigning, Until = null };
        return Go(assigning, Line("woken", $"A rep may be there now"), new Effect.Assign(state.Attempt, state.Pool!.Value));
    }

    private static LifecycleStep Remind(LifecycleState state, Deadline deadline, DateTimeOffset now) => Go(
        state with { Deadline = deadline.Reminded(now) },
        Line("reminded", $"{Names(state.Asked)} reminded: {Verb(deadline.Milestone)} by {deadline.At:u}"),
        Remind(state));

    private static Effect[] Remind(LifecycleState state) => [.. state.Asked.Select(rep => new Effect.NotifyRep(state.Attempt, rep, RepMail.Reminder))];

    private static string Names(ImmutableArray<RepId> reps) => string.Join(", ", reps);

    private static LifecycleStep ClimbLadder(LifecycleState state, DateTimeOffset now, bool nobodyTold = false)
    {
        var ladder = state.Terms.Ladder;
        var step = state.LadderPosition < ladder.Length ? ladder[state.LadderPosition] : LadderStep.House;
        var next = state with { LadderPosition = state.LadderPosition + 1 };
        var late = Late(state, now, nobodyTold, $"; step {next.LadderPosition} of the ladder: {Name(step)}");
        var round = state.Deadline!.Breaches + 1;
        var climbed = step switch
        {
            LadderStep.Remind => Go(Armed(next, Milestone.Accept, now, round), late, Remind(state)),
            // Of several one stands for all: their managers are mostly the same, and one mail is enough.
            LadderStep.Manager => Go(Armed(next, Milestone.Accept, now, round), late, new Effect.NotifyManager(state.Attempt, state.Asked[0], "accept")),
            LadderStep.Reassign => Released(state, Climbing(NextOffer(next, late))),
            LadderStep.Overflow => Released(state, Climbing(NextOffer(next, late, overflow: true))),
            _ => Go(ToHouse(next, "ladder"), late, [.. ReleaseOwner(state), new Effect.Alarm("ladder")]),
        };
        return climbed with { Effects = [.. climbed.Effects, .. TimedOut(state)] };
    }

    // One offer is one time-out, however many rounds the ladder gives it.
    // Who is one of several asked owes no answer: a colleague may have been meant to be faster.
    private static Effect[] TimedOut(LifecycleState state) =>
        state is { Owner: { } owner, Terms.PauseRepAfter: { } most, Deadline.Breaches: 0 } ? [new Effect.NoteTimeout(state.Attempt, owner, most)] : [];

    private static LifecycleStep Climbing(LifecycleStep step) =>
        step.State.Status == LeadStatus.Assigning ? step with { State = step.State with { Climbing = true } } : step;

    /// <summary>Nobody of the pool is there: what is left of the ladder is the overflow pool, or the house queue. Its other steps turn to an owner.</summary>
    private static LifecycleStep SkipEmptyStep(LifecycleState state, Signal.NobodyNow nobody)
    {
        var ladder = state.Terms.Ladder;
        var position = state.LadderPosition;
        while (position < ladder.Length && ladder[position] is not (LadderStep.Overflow or LadderStep.House)) position++;
        var next = state with { LadderPosition = position + 1, Pool = nobody.Pool ?? state.Pool, Acknowledged = true };
        if (position < ladder.Length && ladder[position] == LadderStep.Overflow)
            return Go(
                next,
                Line("skipped", $"Nobody to offer it to now, so on to the overflow pool. {nobody.Sentence}"),
                [new Effect.Assign(state.Attempt, next.Pool!.Value, Overflow: true), .. AcknowledgeOnce(state)]);
        return Go(
            ToHouse(next, "ladder"),
            Line("house", $"Nobody to offer it to now, and the ladder ends here: house queue. {nobody.Sentence}"),
            [new Effect.Alarm("ladder"), .. AcknowledgeOnce(state)]);
    }

    /// <summary>The manager's step had nobody to tell: the next step at once, or the same when somebody is on duty, as the policy says.</summary>
    private static LifecycleStep OnNobodyTold(LifecycleState state, Signal.NobodyTold nobody, DateTimeOffset now)
    {
        if (state.Attempt != nobody.Attempt || state.Deadline is not { } deadline || (deadline.Milestone, deadline.Breaches) != (nobody.Milestone, nobody.Round)) return Stay(state);
        // Told so late that the timer is due again: it takes the next step by itself.
        if (state.WaitUntil <= now) return Stay(state);
        if (state.Terms.HoldsEmptySteps && nobody.Until is { } until && until > now)
            return Go(
                Armed(state with { Until = until }, deadline.Milestone, until, deadline.Breaches),
                Line("held", $"No manager to tell before {until:u}: the step waits, and its clock"));
        return deadline.Milestone == Milestone.Accept ? ClimbLadder(state, now, nobodyTold: true) : BreachAfterAccept(state, deadline, now, nobodyTold: true);
    }

    private static StoryLine Late(LifecycleState state, DateTimeOffset now, bool nobodyTold, string what)
    {
        var deadline = state.Deadline!;
        var line = nobodyTold ? Line("breached", $"No manager to tell that {Names(state.Asked)} is late{what}") : Line("breached", $"{Names(state.Asked)} did not {Verb(deadline.Milestone)} by {deadline.At:u}{what}");
        return line with { Took = Took(state, now) };
    }

    private static LifecycleStep BreachAfterAccept(LifecycleState state, Deadline deadline, DateTimeOffset now, bool nobodyTold = false)
    {
        var owner = state.Owner!.Value;
        var late = Late(state, now, nobodyTold, "");
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
