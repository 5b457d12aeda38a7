using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Leads;

/// <summary>What reps and managers bring about.</summary>
public sealed class AnswerTests
{
    private static readonly DateTimeOffset Nine = A.Monday9;

    [Theory]
    [InlineData("ben", 1, "The lead belongs to ana")]
    [InlineData("ana", 2, "The lead was offered anew; use the newest mail")]
    public void Only_the_owner_answers_and_only_in_the_attempt_he_was_told_of(string by, int attempt, string why)
    {
        Assert.Equal(why, Next(A.Offered(), new Signal.Accepted(new RepId(by), attempt)).Refusal);
        Assert.Equal(why, Next(A.Offered(), new Signal.Contacted(new RepId(by), attempt)).Refusal);
        Assert.Equal(why, Next(A.Offered(), A.Rejected(Disposition.Close) with { By = new RepId(by), Attempt = attempt }).Refusal);
    }

    [Fact]
    public void An_accept_can_be_taken_back_for_ten_minutes()
    {
        var accepted = Next(A.Offered(), new Signal.Accepted(A.Ana)).State;
        var undone = Lifecycle.Next(accepted, new Signal.UndoAccept(A.Ana), Nine.AddMinutes(10));
        Assert.Equal((LeadStatus.Offered, Nine.AddMinutes(40), null), (undone.State.Status, undone.State.Deadline!.At, undone.State.AcceptedAt));
        Assert.NotNull(Lifecycle.Next(accepted, new Signal.UndoAccept(A.Ana), Nine.AddMinutes(10).AddTicks(1)).Refusal);
    }

    [Theory]
    [InlineData(Disposition.Close, LeadStatus.Disqualified)]
    [InlineData(Disposition.Disqualify, LeadStatus.Disqualified)]
    [InlineData(Disposition.Reroute, LeadStatus.Assigning)]
    [InlineData(Disposition.Nurture, LeadStatus.Nurturing)]
    public void A_rejection_leads_where_its_reason_says(Disposition disposition, LeadStatus becomes)
    {
        var rejected = Next(A.Offered(), A.Rejected(disposition, refund: true, Nine.AddDays(14)));
        Assert.Equal(becomes, rejected.State.Status);
        Assert.Equal(new Effect.Refund(1, A.Spain, "reason"), rejected.Effects[0]);
        Assert.Equal(new Effect.Release(1, A.Spain), Next(A.Offered(), A.Rejected(disposition, refund: false, Nine.AddDays(14))).Effects[0]);
    }

    [Fact]
    public void To_nurture_a_date_in_the_future_is_needed()
    {
        Assert.NotNull(Next(A.Offered(), A.Rejected(Disposition.Nurture)).Refusal);
        Assert.NotNull(Next(A.Offered(), A.Rejected(Disposition.Nurture, until: Nine)).Refusal);
        Assert.NotNull(Next(A.Offered(), new Signal.Nurture(Nine, "mia")).Refusal);
    }

    [Fact]
    public void Recycling_remembers_who_was_tried_and_counts_attempts_anew()
    {
        var expired = A.Life(LeadStatus.Expired) with { Attempt = 5, LadderPosition = 3, TakenAway = true, Tried = [A.Ben] };
        var again = Next(expired, new Signal.Recycle("mia")).State;
        Assert.Equal([A.Ben, A.Ana], again.Tried);
        Assert.Equal((6, 6, 0, false), (again.Attempt, again.CycleStart, again.LadderPosition, again.TakenAway));
    }

    [Fact]
    public void A_lead_that_no_rule_had_routed_is_scored_when_recycled_and_its_attempts_go_on()
    {
        var taken = Next(A.Life(LeadStatus.Received), new Signal.Reassigned(A.Ben, "mia", null)).State;
        var recycled = Next(taken, new Signal.Recycle("mia"));
        Assert.Equal([new Effect.Release(1, Lifecycle.ManualPool), new Effect.Score()], recycled.Effects);
        var scored = Next(recycled.State, A.Scored());
        Assert.Equal([new Effect.Assign(2, A.Spain)], scored.Effects);
        Assert.Equal([A.Ben], scored.State.Tried);
        Assert.Equal(2, scored.State.CycleStart);
    }

    [Fact]
    public void A_manager_wins_over_a_pool_that_is_just_deciding()
    {
        var manual = Next(A.Life(LeadStatus.Assigning), new Signal.Reassigned(A.Ben, "mia", "key account"));
        Assert.Equal(
            [new Effect.Refund(1, A.Spain, "reassigned"), new Effect.Charge(2, A.Spain, A.Ben), new Effect.NotifyRep(2, A.Ben, RepMail.Assignment), new Effect.AcknowledgeContact()],
            manual.Effects);
        Assert.Same(manual.State, Next(manual.State, A.AssignedTo(A.Ana, 1)).State);
    }

    [Fact]
    public void A_manager_gives_the_owner_nothing_he_has_already() =>
        Assert.Equal("ana owns the lead already", Next(A.Offered(), new Signal.Reassigned(A.Ana, "mia", null)).Refusal);

    [Fact]
    public void The_contact_is_acknowledged_once_whatever_comes_after()
    {
        var held = Next(A.Life(LeadStatus.Assigning), new Signal.NobodyNow(1, Nine.AddHours(1), ""));
        Assert.Contains(new Effect.AcknowledgeContact(), held.Effects);
        var woken = Lifecycle.Next(held.State, new Signal.TimerFired(held.State.Generation), Nine.AddHours(1)).State;
        Assert.DoesNotContain(new Effect.AcknowledgeContact(), Next(woken, A.AssignedTo(A.Ana)).Effects);
    }

    [Fact]
    public void Other_terms_move_the_running_deadline_from_its_own_start()
    {
        var rebased = Lifecycle.Next(A.Offered(), new Signal.Rebase(A.Terms with { AcceptWithin = TimeSpan.FromHours(2) }, 2, "mia"), Nine.AddMinutes(20)).State;
        Assert.Equal((Nine.AddHours(2), Nine.AddHours(1)), (rebased.Deadline!.At, rebased.WaitUntil!.Value));
    }

    [Fact]
    public void Terms_that_are_broken_already_are_due_now()
    {
        var now = Nine.AddDays(3);
        var accepted = A.Life(LeadStatus.Accepted, A.Terms with { ContactWithin = TimeSpan.FromDays(4) });
        Assert.Equal(now, Lifecycle.Next(accepted, new Signal.Rebase(A.Terms, 2, "mia"), now).WaitUntil);
        Assert.Equal(now, Lifecycle.Next(A.Life(LeadStatus.House), new Signal.Rebase(A.Terms with { StaleAfter = TimeSpan.FromDays(1) }, 2, "mia"), now).WaitUntil);
    }

    // A.Terms give 30 minutes to accept from nine o'clock on; the score rises `at` minutes later.
    [Theory]
    [InlineData(5, 10, 15)]
    [InlineData(5, 25, 30)]
    [InlineData(5, 29, 30)]
    [InlineData(29, 10, 30)]
    [InlineData(30, 10, 30)]
    [InlineData(60, 10, 30)]
    public void A_rising_score_brings_the_running_deadline_forward_and_never_back(int acceptWithin, int at, int due)
    {
        var tightened = Lifecycle.Next(A.Offered(), new Signal.Tightened("a", A.Terms with { Policy = "fast", AcceptWithin = TimeSpan.FromMinutes(acceptWithin) }), Nine.AddMinutes(at)).State;
        Assert.Equal((Nine.AddMinutes(due), acceptWithin < 30), (tightened.Deadline!.At, tightened.Terms.Policy == "fast"));
    }

    [Fact]
    public void Terms_that_are_longer_anywhere_or_run_on_another_calendar_are_not_tighter()
    {
        var shorter = A.Terms with { AcceptWithin = TimeSpan.FromMinutes(1) };
        Assert.True(shorter.IsTighterThan(A.Terms));
        Assert.False((shorter with { ContactWithin = null }).IsTighterThan(A.Terms));
        Assert.False((shorter with { Clock = "rep" }).IsTighterThan(A.Terms));
        Assert.True((shorter with { QualifyWithin = TimeSpan.FromDays(1) }).IsTighterThan(A.Terms with { Clock = "rep", QualifyWithin = null }));
        Assert.False(A.Terms.IsTighterThan(A.Terms));
    }

    private static LifecycleStep Next(LifecycleState life, Signal signal) => Lifecycle.Next(life, signal, Nine);
}
