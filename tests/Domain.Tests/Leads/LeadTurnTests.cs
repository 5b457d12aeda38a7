using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Tests.Leads;

/// <summary>What a turn keeps of signals, effects and failures.</summary>
public sealed class LeadTurnTests
{
    private static readonly DateTimeOffset Nine = A.Monday9;

    [Fact]
    public void A_signal_makes_a_step_its_effects_and_an_event_of_that_number()
    {
        var turn = new LeadTurn(A.Lead(A.Life(LeadStatus.Assigning)) with { Step = 4 });
        Assert.Null(turn.Take(A.AssignedTo(A.Ana), Nine));
        Assert.Equal(["5.0", "5.1"], turn.Record.Pending.Select(p => p.Id));
        Assert.Equal(("lead-5", 5, "offered", LeadStatus.Offered, A.Ana), Assert.Single(turn.Record.Outbox) is var e ? (e.Id, e.Step, e.Type, e.State, e.Owner!.Value) : default);
        Assert.Equal("offered", Assert.Single(turn.Story).Kind);
    }

    [Fact]
    public void A_signal_that_changes_nothing_makes_no_step()
    {
        var turn = new LeadTurn(A.Lead(A.Offered()));
        Assert.Null(turn.Take(new Signal.TimerFired(99), Nine));
        Assert.Equal((0, false), (turn.Record.Step, turn.HasChanged));
    }

    [Fact]
    public void A_refused_signal_is_told_and_makes_no_event()
    {
        var turn = new LeadTurn(A.Lead(A.Offered()));
        Assert.Equal("The lead belongs to ana", turn.Take(new Signal.Accepted(A.Ben), Nine));
        Assert.Equal("refused", Assert.Single(turn.Story).Kind);
        Assert.Empty(turn.Record.Outbox);
    }

    [Fact]
    public void The_result_of_an_effect_is_the_next_signal()
    {
        var turn = new LeadTurn(A.Lead(A.Life(LeadStatus.Assigning)) with { Pending = [Pending(new Effect.Assign(1, A.Spain))] });
        turn.Settle(turn.Record.Pending[0], new EffectResult(A.AssignedTo(A.Ana)), Nine);
        Assert.Equal(LeadStatus.Offered, turn.Record.Life.Status);
        Assert.DoesNotContain(turn.Record.Pending, p => p.Effect is Effect.Assign);
    }

    [Fact]
    public void What_an_earlier_attempt_still_had_to_tell_is_dropped_and_money_is_not()
    {
        var turn = new LeadTurn(A.Lead(A.Offered()) with
        {
            Pending = [Pending(new Effect.NotifyRep(1, A.Ana, RepMail.Assignment)), Pending(new Effect.AcknowledgeContact(), 1), Pending(new Effect.Refund(1, A.Spain, "x"), 2)],
        });
        turn.Take(new Signal.Reassigned(A.Ben, "mia", null), Nine);
        Assert.DoesNotContain(turn.Record.Pending, p => p.Effect is Effect.NotifyRep { Attempt: 1 });
        Assert.Equal(2, turn.Record.Pending.Count(p => p.Effect is Effect.AcknowledgeContact or Effect.Refund { Reason: "x" }));
    }

    [Fact]
    public void A_failing_effect_waits_longer_each_time_and_is_parked_with_an_alarm_after_the_fifth()
    {
        var turn = new LeadTurn(A.Lead(A.Offered()) with { Pending = [Pending(new Effect.Charge(1, A.Spain, A.Ana))] });
        var pauses = new List<double?>();
        for (var i = 0; i < 5; i++)
        {
            turn.Fail(turn.Record.Pending[0], "broken", transient: false, Nine);
            pauses.Add((turn.Record.Pending[0].NextTry - Nine)?.TotalSeconds);
        }
        Assert.Equal([2, 8, 32, 128, null], pauses);
        Assert.True(turn.Record.Pending[0].Parked);
        Assert.Equal("alarm", Assert.Single(turn.Story).Kind);
        Assert.Null(turn.Take(new Signal.Retried("mia"), Nine));
        Assert.Equal((false, 0, true), (turn.Record.Pending[0].Parked, turn.Record.Pending[0].Tries, turn.Record.Pending[0].IsDue(Nine)));
    }

    [Fact]
    public void What_only_waits_for_somebody_to_come_back_is_never_parked()
    {
        var turn = new LeadTurn(A.Lead(A.Offered()) with { Pending = [Pending(new Effect.NotifyRep(1, A.Ana, RepMail.Assignment))] });
        for (var i = 0; i < 100; i++) turn.Fail(turn.Record.Pending[0], "503", transient: true, Nine);
        Assert.Equal((false, Nine.AddMinutes(5)), (turn.Record.Pending[0].Parked, turn.Record.Pending[0].NextTry!.Value));
    }

    [Fact]
    public void An_effect_that_fails_when_nobody_wants_it_any_more_is_forgotten()
    {
        var turn = new LeadTurn(A.Lead(A.Offered()));
        turn.Fail(Pending(new Effect.NotifyRep(1, A.Ana, RepMail.Assignment)), "503", transient: false, Nine);
        Assert.Empty(turn.Record.Pending);
    }

    [Fact]
    public void A_touch_counts_once_and_the_newest_twenty_are_kept()
    {
        var turn = new LeadTurn(A.Lead(A.Offered()));
        for (var i = 0; i < 25; i++) turn.Take(new Signal.Touched(new LeadId($"t{i}"), "web", LeadAttributes.Empty), Nine);
        turn.Take(new Signal.Touched(new LeadId("t24"), "web", LeadAttributes.Empty), Nine);
        Assert.Equal((25, LeadRecord.TouchesKept, "t24"), (turn.Record.TouchCount, turn.Record.Touches.Length, turn.Record.Touches[^1].Submission.Value));
    }

    [Fact]
    public void A_long_outbox_is_worth_a_write_when_it_was_published()
    {
        var turn = new LeadTurn(A.Lead(A.Offered()));
        for (var i = 0; i < 15; i++)
        {
            turn.Take(new Signal.Accepted(A.Ana), Nine);
            turn.Take(new Signal.UndoAccept(A.Ana), Nine);
        }
        turn.Stored(told: true);
        turn.Published(turn.Record.Outbox);
        Assert.True(turn.HasChanged);
        Assert.Empty(turn.Record.Outbox);
    }

    private static PendingEffect Pending(Effect effect, int index = 0) => new(0, index, effect);
}
