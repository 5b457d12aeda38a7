using System.Collections.Immutable;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Leads;

/// <summary>What time does by itself.</summary>
public sealed class TimerTests
{
    private static readonly DateTimeOffset Nine = A.Monday9;

    [Fact]
    public void A_fire_of_another_generation_changes_nothing()
    {
        var life = A.Offered() with { Generation = 7 };
        Assert.Equal(new LifecycleStep(life, [], []).State, Lifecycle.Next(life, new Signal.TimerFired(6), Nine.AddDays(40)).State);
    }

    [Fact]
    public void A_fire_before_its_time_changes_nothing()
    {
        var life = A.Offered();
        Assert.Same(life, Fire(life, Nine.AddMinutes(14)).State);
    }

    [Fact]
    public void The_owner_is_reminded_halfway_and_loses_the_lead_at_the_deadline()
    {
        var reminded = Fire(A.Offered(Ladder(LadderStep.Reassign)), Nine.AddMinutes(15));
        Assert.Equal([new Effect.NotifyRep(1, A.Ana, RepMail.Reminder)], reminded.Effects);
        Assert.Equal(Nine.AddMinutes(30), reminded.WaitUntil);

        var late = Fire(reminded.State, Nine.AddMinutes(30));
        Assert.Equal([new Effect.Release(1, A.Spain), new Effect.Assign(2, A.Spain)], late.Effects);
        Assert.Equal((LeadStatus.Assigning, null, 2), (late.State.Status, late.State.Owner, late.State.Attempt));
        Assert.Equal([A.Ana], late.State.Tried);
    }

    [Fact]
    public void After_a_long_sleep_nobody_is_reminded_of_a_deadline_that_has_passed()
    {
        var step = Fire(A.Offered(), Nine.AddMinutes(31));
        Assert.Equal("breached", Assert.Single(step.Story).Kind);
        Assert.All(step.State.Deadline!.Reminders, r => Assert.True(r > Nine.AddMinutes(31)));
    }

    [Fact]
    public void A_lead_that_went_stale_in_a_long_sleep_is_not_reassigned_first() =>
        Assert.Equal(LeadStatus.Expired, Fire(A.Offered(), Nine.AddDays(31)).State.Status);

    [Fact]
    public void The_ladder_reminds_tells_the_manager_reassigns_overflows_and_ends_in_the_house_queue()
    {
        var life = A.Offered();
        var effects = new List<Effect>();
        for (var now = Nine; life.Status != LeadStatus.House; now = life.WaitUntil!.Value)
        {
            var step = Fire(life, now);
            effects.AddRange(step.Effects.Where(e => step.Story is [{ Kind: "breached" }]));
            life = step.State;
            if (life.Status == LeadStatus.Assigning) life = Lifecycle.Next(life, A.AssignedTo(life.Attempt == 2 ? A.Ben : A.Cleo, life.Attempt), now).State;
        }
        Assert.Equal(
            [
                new Effect.NotifyRep(1, A.Ana, RepMail.Reminder),
                new Effect.NotifyManager(1, A.Ana, "accept"),
                new Effect.Release(1, A.Spain), new Effect.Assign(2, A.Spain),
                new Effect.Release(2, A.Spain), new Effect.Assign(3, A.Spain, Overflow: true),
                new Effect.Release(3, A.Spain), new Effect.Alarm("ladder"),
            ],
            effects);
        Assert.Equal([A.Ana, A.Ben, A.Cleo], life.Tried);
        Assert.Equal((null, null, "ladder"), (life.Owner, life.Deadline, life.Reason));
    }

    [Fact]
    public void Reassigning_goes_on_where_the_ladder_stood_and_recycling_starts_it_again()
    {
        var climbed = A.Offered() with { LadderPosition = 3 };
        Assert.Equal(3, Lifecycle.Next(climbed, new Signal.Reassigned(A.Ben, null, null), Nine).State.LadderPosition);
        Assert.Equal(0, Lifecycle.Next(climbed, new Signal.Recycle(null), Nine).State.LadderPosition);
    }

    [Fact]
    public void A_cycle_has_a_last_attempt()
    {
        var life = A.Offered(Ladder(LadderStep.Reassign) with { MaxAttempts = 3 }) with { Attempt = 6, CycleStart = 4 };
        var step = Fire(life, Nine.AddMinutes(30));
        Assert.Equal([new Effect.Release(6, A.Spain), new Effect.Alarm("attempts")], step.Effects);
        Assert.Equal((LeadStatus.House, "attempts"), (step.State.Status, step.State.Reason));
    }

    [Theory]
    [InlineData(LeadStatus.Accepted, "contact")]
    [InlineData(LeadStatus.Contacted, "qualify")]
    public void After_the_accept_a_breach_reminds_then_tells_the_manager_then_reassigns_once_then_ends_in_the_house_queue(LeadStatus status, string verb)
    {
        var life = A.Life(status, A.Terms with { RemindAt = [] });
        Assert.Equal([new Effect.NotifyRep(1, A.Ana, RepMail.Reminder)], FireDue(ref life));
        Assert.Equal([new Effect.NotifyManager(1, A.Ana, verb)], FireDue(ref life));
        Assert.Equal([new Effect.Release(1, A.Spain), new Effect.Assign(2, A.Spain)], FireDue(ref life));

        life = A.Life(status, A.Terms with { RemindAt = [] }) with { Owner = A.Ben, Attempt = 2, TakenAway = life.TakenAway };
        _ = FireDue(ref life);
        _ = FireDue(ref life);
        Assert.Equal([new Effect.Release(2, A.Spain), new Effect.Alarm("breach")], FireDue(ref life));
        Assert.Equal(LeadStatus.House, life.Status);
    }

    [Fact]
    public void A_held_lead_asks_again_under_the_same_attempt() =>
        Assert.Equal([new Effect.Assign(1, A.Spain)], Fire(A.Life(LeadStatus.Held), Nine.AddHours(1)).Effects);

    [Fact]
    public void A_lead_held_in_the_overflow_pool_asks_there_again()
    {
        var held = Lifecycle.Next(A.Life(LeadStatus.Assigning), new Signal.NobodyNow(1, Nine.AddHours(1), "", new PoolId("world")), Nine).State;
        Assert.Equal([new Effect.Assign(1, new PoolId("world"))], Fire(held, Nine.AddHours(1)).Effects);
    }

    [Fact]
    public void A_nurtured_lead_comes_back_in_a_new_cycle_and_is_not_stale_then()
    {
        var life = A.Life(LeadStatus.Nurturing, A.Terms with { StaleAfter = TimeSpan.FromDays(1) });
        var woken = Fire(life, life.WaitUntil!.Value);
        Assert.Equal([new Effect.Assign(2, A.Spain)], woken.Effects);
        Assert.Equal((2, 0, life.Until!.Value.AddDays(1)), (woken.State.CycleStart, woken.State.LadderPosition, woken.WaitUntil!.Value));
        Assert.Equal([A.Ana], woken.State.Tried);
    }

    [Theory]
    [InlineData(LeadStatus.House)]
    [InlineData(LeadStatus.Qualified)]
    [InlineData(LeadStatus.Received)]
    public void A_lead_nobody_moves_expires_after_thirty_days(LeadStatus status)
    {
        var life = A.Life(status);
        Assert.Equal(Nine.AddDays(30), life.WaitUntil);
        Assert.Equal((LeadStatus.Expired, null, "stale"), (Fire(life, Nine.AddDays(30)).State is var s ? s.Status : default, s.WaitUntil, s.Reason));
    }

    private static SlaTerms Ladder(params LadderStep[] steps) => A.Terms with { Ladder = [.. steps] };

    private static LifecycleStep Fire(LifecycleState life, DateTimeOffset now) => Lifecycle.Next(life, new Signal.TimerFired(life.Generation), now);

    private static ImmutableArray<Effect> FireDue(ref LifecycleState life)
    {
        var step = Fire(life, life.WaitUntil!.Value);
        life = step.State;
        return step.Effects;
    }
}
