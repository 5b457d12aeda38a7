using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;
using LeadRouter.Tests.Shared;

namespace LeadRouter.Domain.Tests.Leads;

/// <summary>What holds after any signals at any times, driven as a host drives: due timers fire, pools answer as they like.</summary>
public sealed class LifecyclePropertyTests
{
    private static readonly RepId[] Reps = [A.Ana, A.Ben, A.Cleo];

    private sealed record Act(int Kind, int Rep, int Minutes, int Choice);

    private static readonly Gen<Act[]> Acts = Gen.Select(
        Gen.Int[0, 20], Gen.Int[0, 2], Gen.Frequency((6, Gen.Int[0, 40]), (2, Gen.Int[0, 600]), (1, Gen.Int[0, 60_000])), Gen.Int[0, 99],
        (kind, rep, minutes, choice) => new Act(kind, rep, minutes, choice)).Array[1, 40];

    private static readonly Reminder[] Reminders =
        [new(0.5, null), new(0.8, null), new(null, TimeSpan.FromMinutes(5)), new(null, TimeSpan.FromMinutes(-2))];

    private static readonly Gen<SlaTerms> Terms =
        from ladder in Gen.Int[0, 4].Select(step => (LadderStep)step).Array[0, 5]
        from attempts in Gen.Int[1, 5]
        from reminders in Gen.Int[0, Reminders.Length - 1].Select(i => Reminders[i]).Array[0, 3]
        from contact in Gen.Bool
        from holds in Gen.Bool
        from pauses in Gen.Bool
        select A.Terms with
        {
            Ladder = [.. ladder],
            MaxAttempts = attempts,
            RemindAt = [.. reminders],
            ContactWithin = contact ? TimeSpan.FromHours(4) : null,
            HoldsEmptySteps = holds,
            PauseRepAfter = pauses ? 2 : null,
        };

    private static readonly FrozenHours?[] Hours =
        [null, new("Europe/Madrid", "mon-fri 09:00-14:00,16:00-19:00", Closed: "2026-03-19"), new("America/Bogota", "22:00-02:00"), new("UTC", "sat 10:00-12:00")];

    [Fact]
    public void Whatever_happens_a_lead_keeps_its_promises() =>
        Gen.Select(Terms, Acts).Sample(
            (terms, acts) =>
            {
                foreach (var (before, signal, step, now) in Walk(terms, acts)) Check(before, signal, step, now);
            },
            iter: Prove.Size(20_000, 500_000));

    [Fact]
    public void The_same_signals_give_the_same_steps() =>
        Gen.Select(Terms, Acts).Sample(
            (terms, acts) => Assert.Equal(Walk(terms, acts).Select(Show), Walk(terms, acts).Select(Show)),
            iter: Prove.Size(1_000, 20_000));

    [Fact]
    public void Every_line_of_a_story_is_told_in_Spanish_too() =>
        Gen.Select(Terms, Acts).Sample(
            (terms, acts) =>
            {
                foreach (var line in Walk(terms, acts).SelectMany(taken => taken.Step.Story))
                    Assert.True(SpanishStory.Of(line.Kind, line.Text) is { } spanish && spanish != line.Text, $"{line.Kind}: {line.Text}");
            },
            iter: Prove.Size(300, 20_000));

    private static string Show((LifecycleState, Signal, LifecycleStep Step, DateTimeOffset) taken) =>
        $"{taken.Step.State} {string.Join(',', taken.Step.Effects)} {string.Join(',', taken.Step.Story)} {string.Join(',', taken.Step.State.Tried)} {taken.Step.State.Deadline}";

    private static void Check(LifecycleState before, Signal signal, LifecycleStep step, DateTimeOffset now)
    {
        var after = step.State;
        if (after.Status.IsOwned()) Assert.NotNull(after.Owner);
        else if (after.Status.IsOpen()) Assert.Null(after.Owner);
        // A timer that is overdue already stays so until it is fired.
        if (after.WaitUntil != before.WaitUntil) Assert.True(after.WaitUntil is null || after.WaitUntil >= now, $"waits for {after.WaitUntil} at {now} after {signal}");
        Assert.Equal(after.Status.IsOpen(), after.WaitUntil is not null);
        if (after.Status is LeadStatus.Received && before.Status != LeadStatus.Received) Assert.Contains(step.Effects, e => e is Effect.Recognise or Effect.Score);
        if (after.Status is LeadStatus.Assigning && before.Status != LeadStatus.Assigning) Assert.Contains(new Effect.Assign(after.Attempt, after.Pool!.Value), step.Effects.Select(Plain));
        Assert.Equal(after.WaitUntil != before.WaitUntil || (signal is Signal.ClaimRefused && step.Story.Length > 0) ? before.Generation + 1 : before.Generation, after.Generation);
        Assert.True(after.Attempt >= before.Attempt, "an attempt number came again");
        // Managers may go on for ever; what the product does by itself is bounded.
        if (signal is Signal.TimerFired or Signal.Rejected && after.Attempt > before.Attempt)
            Assert.True(after.CycleStart != before.CycleStart || after.Attempt - after.CycleStart < after.Terms.MaxAttempts, "more attempts than the terms allow");
        if (before.Owner is { } left && before.Status.IsOwned() && after.Status.IsOpen() && after.Owner != left) Assert.Contains(left, after.Tried);
        Assert.Equal(after.Tried.Length, after.Tried.Distinct().Count());
        Assert.True(before.Tried.All(after.Tried.Contains), "somebody who was tried was forgotten");
        Assert.True(after.Deadline is null || after.Status.IsOwned() || after.Status == LeadStatus.Broadcast);
        Assert.Equal(after.Status == LeadStatus.Broadcast, !after.OfferedTo.IsEmpty);
        Assert.True(after.Claimant is not { } claimant || after.OfferedTo.Contains(claimant), "somebody takes what he was not offered");
        if (step.Refusal is not null) Assert.Equal((before, 0), (after, step.Effects.Length));
        Settled(before, step);
        Assert.Same(after, Lifecycle.Next(after, new Signal.TimerFired(after.Generation + 1), now.AddYears(1)).State);
        Assert.Same(after, Lifecycle.Next(after, new Signal.TimerFired(after.Generation - 1), now.AddYears(1)).State);
        Repeated(signal, after, now);
    }

    /// <summary>Whoever had the lead, or was perhaps just given it, is settled with the pool when he loses it.</summary>
    private static void Settled(LifecycleState before, LifecycleStep step)
    {
        var loses = (before.Status.IsOwned() && (!step.State.Status.IsOwned() || step.State.Attempt != before.Attempt))
            || (before.Status == LeadStatus.Broadcast && (step.State.Attempt != before.Attempt || step.State.Status is not (LeadStatus.Broadcast or LeadStatus.Accepted)))
            || (before.Status == LeadStatus.Assigning && step.State.Status is not (LeadStatus.Assigning or LeadStatus.Offered or LeadStatus.Broadcast or LeadStatus.Held or LeadStatus.House));
        if (loses) Assert.Single(step.Effects, e => e is Effect.Release { Attempt: var r } && r == before.Attempt || e is Effect.Refund { Attempt: var f } && f == before.Attempt);
    }

    // Touches and ratings may come as often as they like: they move no state. Recycling a lead again is another cycle.
    private static void Repeated(Signal signal, LifecycleState after, DateTimeOffset now)
    {
        // A pool that is asked for the next step of a ladder answers once, with the end of the effect that asked.
        if (signal is Signal.TimerFired or Signal.Recycle || (signal is Signal.NobodyNow && after.Climbing)) return;
        var again = Lifecycle.Next(after, signal, now).State;
        Assert.Equal((after.Status, after.Owner, after.Attempt, after.WaitUntil), (again.Status, again.Owner, again.Attempt, again.WaitUntil));
    }

    private static Effect Plain(Effect effect) => effect is Effect.Assign assign ? assign with { Overflow = false } : effect;

    /// <summary>Each step with the state before it.</summary>
    private static IEnumerable<(LifecycleState Before, Signal Signal, LifecycleStep Step, DateTimeOffset Now)> Walk(SlaTerms terms, Act[] acts)
    {
        var now = A.Monday9;
        var life = LifecycleState.Received(now);
        var answers = new Queue<(Effect Effect, int Choice)>();
        answers.Enqueue((new Effect.Recognise(), acts[0].Choice));
        foreach (var act in acts)
        {
            // Sometimes the process sleeps through several timers, sometimes each fires in time.
            var to = now.AddMinutes(act.Minutes);
            if (act.Choice % 3 == 0) now = to;
            var signals = new List<Signal>();
            while (life.WaitUntil <= to && signals.Count < 30)
            {
                if (life.WaitUntil > now) now = life.WaitUntil.Value;
                signals.Add(new Signal.TimerFired(life.Generation));
                yield return Take(signals[^1]);
                if (answers.Count > 0 && act.Choice % 2 == 0) yield return Take(AnswerOf(answers.Dequeue(), terms, now));
            }
            now = to > now ? to : now;
            while (answers.Count > 0 && act.Choice % 5 != 0) yield return Take(AnswerOf(answers.Dequeue(), terms, now));
            yield return Take(SignalOf(act, life, terms, now));
        }

        (LifecycleState, Signal, LifecycleStep, DateTimeOffset) Take(Signal signal)
        {
            var before = life;
            var step = Lifecycle.Next(life, signal, now);
            life = step.State;
            foreach (var effect in step.Effects.Where(e => e is Effect.Recognise or Effect.Score or Effect.Assign or Effect.Claim or Effect.NotifyManager)) answers.Enqueue((effect, acts[answers.Count % acts.Length].Choice));
            return (before, signal, step, now);
        }
    }

    private static Signal AnswerOf((Effect Effect, int Choice) asked, SlaTerms terms, DateTimeOffset now) => asked.Effect switch
    {
        Effect.Recognise when asked.Choice < 10 => new Signal.KnownAs(A.First),
        Effect.Recognise => new Signal.Recognised(null, null),
        Effect.Score when asked.Choice < 10 => new Signal.Unfit("competitor"),
        Effect.Score => A.Scored(terms),
        Effect.Assign assign when asked.Choice < 15 => new Signal.NobodyNow(assign.Attempt, now.AddMinutes(asked.Choice - 2), ""),
        Effect.Assign assign when asked.Choice < 20 => new Signal.NobodyEver(assign.Attempt, ""),
        Effect.Assign assign when asked.Choice < 40 => new Signal.Broadcast(assign.Attempt, [.. Reps[..(1 + (asked.Choice % 3))]], A.Spain, "", Hours[asked.Choice % 4]),
        Effect.Claim claim when asked.Choice % 3 == 0 => new Signal.ClaimRefused(claim.Attempt, claim.Rep, ""),
        Effect.Claim claim => new Signal.Claimed(claim.Attempt, claim.Rep, "", Hours[asked.Choice % 4]),
        Effect.Assign assign => A.AssignedTo(Reps[asked.Choice % 3], assign.Attempt) with { Hours = Hours[asked.Choice % 4] },
        Effect.NotifyManager notify => new Signal.NobodyTold(notify.Attempt, Milestone.Accept + asked.Choice % 3, 1 + asked.Choice % 2, asked.Choice % 4 == 0 ? null : now.AddMinutes(asked.Choice)),
        _ => throw new InvalidOperationException(),
    };

    private static Signal SignalOf(Act act, LifecycleState life, SlaTerms terms, DateTimeOffset now)
    {
        var by = act.Choice % 4 == 0 || life.Status == LeadStatus.Broadcast ? Reps[act.Rep] : life.Owner;
        int? attempt = act.Choice % 7 == 0 ? life.Attempt - 1 : act.Choice % 2 == 0 ? life.Attempt : null;
        return act.Kind switch
        {
            0 or 1 or 2 => new Signal.Accepted(by, attempt),
            3 => new Signal.UndoAccept(by, attempt),
            4 or 5 or 6 => new Signal.Rejected(by, "reason", (Disposition)(act.Choice % 4), act.Choice % 2 == 0, now.AddDays(act.Rep), attempt),
            7 or 8 => new Signal.Contacted(by, attempt),
            9 => new Signal.Qualified(by, [], attempt),
            10 => new Signal.Disqualified(null, null),
            11 => new Signal.Won(null),
            12 => new Signal.Lost(null, null),
            13 => new Signal.Rated(null, true, null),
            14 or 15 => new Signal.Reassigned(Reps[act.Rep], null, null, Hours[act.Choice % 4]),
            16 => new Signal.Nurture(now.AddDays(act.Rep), null),
            17 => new Signal.Recycle(null),
            18 => new Signal.Rebase(terms with { AcceptWithin = TimeSpan.FromMinutes(1 + act.Choice), StaleAfter = TimeSpan.FromDays(1 + act.Choice) }, 2, null, Hours[act.Choice % 4]),
            19 when act.Choice % 2 == 0 => new Signal.Tightened("a", life.Terms with { AcceptWithin = life.Terms.AcceptWithin / 2 }, life.Hours),
            19 => new Signal.Touched(new LeadId($"touch{act.Choice}"), "web", LeadAttributes.Empty),
            _ => new Signal.LinkRefused(A.First),
        };
    }
}
