using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Leads;

/// <summary>Deadlines, reminders and times taken on a clock that stops at night and on holidays.</summary>
public sealed class WorkingClockTests
{
    private static readonly FrozenHours TenToSix = new("UTC", "mon-fri 10:00-18:00");
    private static readonly DateTimeOffset Friday17 = new(2026, 3, 6, 17, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_hour_from_Saturday_half_past_five_ends_on_Monday_at_eleven()
    {
        var saturday = new DateTimeOffset(2026, 3, 7, 17, 30, 0, TimeSpan.Zero);
        var deadline = Deadline.Arm(A.Terms with { AcceptWithin = TimeSpan.FromHours(1) }, Milestone.Accept, saturday, TenToSix)!;
        Assert.Equal(new DateTimeOffset(2026, 3, 9, 11, 0, 0, TimeSpan.Zero), deadline.At);
        Assert.Equal(new DateTimeOffset(2026, 3, 9, 10, 30, 0, TimeSpan.Zero), Assert.Single(deadline.Reminders));
    }

    [Theory]
    [InlineData(0.25, null, "2026-03-06 17:30")]
    [InlineData(0.75, null, "2026-03-09 10:30")]
    [InlineData(null, 90, "2026-03-09 10:30")]
    [InlineData(null, -30, "2026-03-09 10:30")]
    [InlineData(null, -90, "2026-03-06 17:30")]
    public void Reminders_count_in_working_time(double? fraction, int? minutes, string at)
    {
        var reminder = new Reminder(fraction, minutes is { } m ? TimeSpan.FromMinutes(m) : null);
        var deadline = Deadline.Arm(A.Terms with { AcceptWithin = TimeSpan.FromHours(2), RemindAt = [reminder] }, Milestone.Accept, Friday17, TenToSix)!;
        Assert.Equal(at, Assert.Single(deadline.Reminders).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Every_milestone_of_an_offer_runs_on_the_calendar_it_was_made_with()
    {
        var offered = Offer(Friday17);
        Assert.Equal(Friday17.AddMinutes(30), offered.Deadline!.At);
        var accepted = Lifecycle.Next(offered, new Signal.Accepted(A.Ana), Friday17.AddMinutes(20)).State;
        Assert.Equal(new DateTimeOffset(2026, 3, 9, 13, 20, 0, TimeSpan.Zero), accepted.Deadline!.At);
        var contacted = Lifecycle.Next(accepted, new Signal.Contacted(A.Ana), new DateTimeOffset(2026, 3, 9, 10, 0, 0, TimeSpan.Zero)).State;
        Assert.Equal(new DateTimeOffset(2026, 3, 27, 10, 0, 0, TimeSpan.Zero).Date, contacted.Deadline!.At.Date);
    }

    [Fact]
    public void What_a_rep_took_is_told_on_the_wall_and_in_working_time()
    {
        var monday = new DateTimeOffset(2026, 3, 9, 10, 15, 0, TimeSpan.Zero);
        var accepted = Lifecycle.Next(Offer(Friday17), new Signal.Accepted(A.Ana), monday);
        Assert.Equal(new Elapsed(65.25 * 60, 75), accepted.Story[0].Took);
    }

    [Fact]
    public void Insights_know_how_long_a_lead_waited_in_working_time()
    {
        var turn = new LeadTurn(A.Lead(A.Life(LeadStatus.Assigning)) with { ReceivedAt = Friday17 });
        turn.Take(A.AssignedTo(A.Ana) with { Hours = TenToSix }, Friday17.AddMinutes(10));
        turn.Take(new Signal.Accepted(A.Ana), new DateTimeOffset(2026, 3, 9, 10, 15, 0, TimeSpan.Zero));
        turn.Take(new Signal.Contacted(A.Ana), new DateTimeOffset(2026, 3, 9, 20, 0, 0, TimeSpan.Zero));
        var offer = Assert.Single(turn.Record.History.Offers);
        Assert.Equal(
            [TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(75), TimeSpan.FromHours(9)],
            new[] { offer.AssignedBusiness, offer.AcceptedBusiness, offer.TouchedBusiness }.Select(t => t!.Value));
        var sum = new TallySum();
        sum.Add(Contribution.Of(turn.Record).Lead);
        Assert.InRange(sum.Quantile(Measure.AcceptedBusiness, 0.5)!.Value.TotalMinutes, 73, 77);
        Assert.InRange(sum.Quantile(Measure.Accepted, 0.5)!.Value.TotalHours, 64, 67);
    }

    [Fact]
    public void Another_round_does_not_hide_how_long_the_rep_took()
    {
        var offered = A.Offered(A.Terms with { RemindAt = [] }) with { StageSince = A.Monday9 };
        var again = Lifecycle.Next(offered, new Signal.TimerFired(0), A.Monday9.AddMinutes(30)).State;
        Assert.Equal(new Elapsed(40, 40), Lifecycle.Next(again, new Signal.Accepted(A.Ana), A.Monday9.AddMinutes(40)).Story[0].Took);
    }

    [Fact]
    public void Other_terms_start_a_clock_for_a_milestone_that_had_none()
    {
        var accepted = Lifecycle.Next(A.Offered(A.Terms with { ContactWithin = null }), new Signal.Accepted(A.Ana), A.Monday9).State;
        Assert.Null(accepted.Deadline);
        var rebased = Lifecycle.Next(accepted, new Signal.Rebase(A.Terms, 2, "mia", new FrozenHours("UTC", "10:00-12:00")), A.Monday9.AddMinutes(90)).State;
        Assert.Equal((Milestone.Contact, new DateTimeOffset(2026, 3, 3, 12, 0, 0, TimeSpan.Zero)), (rebased.Deadline!.Milestone, rebased.Deadline.At));
    }

    [Fact]
    public void A_manager_who_is_not_there_is_skipped_at_once()
    {
        var told = Breached(A.Terms with { RemindAt = [], Ladder = [LadderStep.Manager, LadderStep.Reassign] });
        var skipped = Lifecycle.Next(told, new Signal.NobodyTold(1, Milestone.Accept, 1, A.Monday9.AddHours(5)), A.Monday9.AddMinutes(31));
        Assert.Equal([new Effect.Release(1, A.Spain), new Effect.Assign(2, A.Spain)], skipped.Effects);
    }

    [Fact]
    public void Or_the_step_and_its_clock_wait_until_he_is()
    {
        var (two, three) = (A.Monday9.AddHours(5), A.Monday9.AddHours(5.5));
        var told = Breached(A.Terms with { RemindAt = [], Ladder = [LadderStep.Manager, LadderStep.Reassign], HoldsEmptySteps = true });
        var held = Lifecycle.Next(told, new Signal.NobodyTold(1, Milestone.Accept, 1, two), A.Monday9.AddMinutes(31)).State;
        Assert.Equal((LeadStatus.Offered, two, three), (held.Status, held.WaitUntil!.Value, held.Deadline!.At));
        var woken = Lifecycle.Next(held, new Signal.TimerFired(held.Generation), two);
        Assert.Equal([new Effect.NotifyManager(1, A.Ana, "accept")], woken.Effects);
        Assert.Equal(three, woken.WaitUntil);
        // With nobody at all there is nothing to wait for.
        Assert.Equal(LeadStatus.Assigning, Lifecycle.Next(told, new Signal.NobodyTold(1, Milestone.Accept, 1, null), A.Monday9.AddMinutes(31)).State.Status);
    }

    [Theory]
    [InlineData(true, LeadStatus.Held)]
    [InlineData(false, LeadStatus.Assigning)]
    public void A_reassignment_that_finds_nobody_on_duty_waits_or_goes_on_to_the_overflow_pool(bool holds, LeadStatus becomes)
    {
        var climbing = Lifecycle.Next(
            A.Offered(A.Terms with { Ladder = [LadderStep.Reassign, LadderStep.Manager, LadderStep.Overflow], HoldsEmptySteps = holds }),
            new Signal.TimerFired(0), A.Monday9.AddMinutes(30)).State;
        var nobody = Lifecycle.Next(climbing, new Signal.NobodyNow(2, A.Monday9.AddHours(5), "", A.Spain), A.Monday9.AddMinutes(30));
        Assert.Equal(becomes, nobody.State.Status);
        if (holds) return;
        Assert.Equal([new Effect.Assign(2, A.Spain, Overflow: true)], nobody.Effects);
        Assert.Equal(LeadStatus.House, Lifecycle.Next(nobody.State, new Signal.NobodyNow(2, A.Monday9.AddHours(5), ""), A.Monday9.AddMinutes(30)).State.Status);
    }

    [Fact]
    public void The_first_offer_of_a_cycle_waits_for_the_next_shift_whatever_the_policy_says_of_steps() =>
        Assert.Equal(LeadStatus.Held, Lifecycle.Next(A.Life(LeadStatus.Assigning), new Signal.NobodyNow(1, A.Monday9.AddHours(1), ""), A.Monday9).State.Status);

    [Fact]
    public void One_offer_that_times_out_counts_once_and_an_answer_ends_the_row()
    {
        var terms = A.Terms with { RemindAt = [], PauseRepAfter = 3 };
        var first = Lifecycle.Next(A.Offered(terms), new Signal.TimerFired(0), A.Monday9.AddMinutes(30));
        Assert.Contains(new Effect.NoteTimeout(1, A.Ana, 3), first.Effects);
        var second = Lifecycle.Next(first.State, new Signal.TimerFired(first.State.Generation), A.Monday9.AddMinutes(60));
        Assert.DoesNotContain(new Effect.NoteTimeout(1, A.Ana, 3), second.Effects);
        Assert.Contains(new Effect.NoteAnswer(1, A.Ana), Lifecycle.Next(second.State, new Signal.Accepted(A.Ana), A.Monday9.AddMinutes(61)).Effects);
        Assert.Contains(new Effect.NoteAnswer(1, A.Ana), Lifecycle.Next(second.State, A.Rejected(Disposition.Reroute), A.Monday9.AddMinutes(61)).Effects);
    }

    [Fact]
    public void A_lead_sent_on_with_a_refund_flags_the_rule_that_routed_it()
    {
        var offered = A.Offered() with { Rule = "iberia" };
        Assert.Contains(Lifecycle.Next(offered, A.Rejected(Disposition.Reroute, refund: true), A.Monday9).Story, l => l.Kind == "ruleFlagged");
        Assert.DoesNotContain(Lifecycle.Next(offered, A.Rejected(Disposition.Reroute), A.Monday9).Story, l => l.Kind == "ruleFlagged");
    }

    private static LifecycleState Offer(DateTimeOffset now) =>
        Lifecycle.Next(A.Life(LeadStatus.Assigning, A.Terms), A.AssignedTo(A.Ana) with { Hours = TenToSix }, now).State;

    private static LifecycleState Breached(SlaTerms terms) => Lifecycle.Next(A.Offered(terms), new Signal.TimerFired(0), A.Monday9.AddMinutes(30)).State;
}
