using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach;

public sealed class OutboxTests
{
    private static readonly AttemptToken Mine = new(1);
    private static readonly AttemptToken Theirs = new(2);
    private static readonly DateTimeOffset LeaseEnd = Some.Now.AddSeconds(30);
    private static readonly DateTimeOffset Deadline = Some.Now.AddSeconds(20);

    [Fact]
    public void A_send_goes_from_reserved_to_accepted_and_its_stamp_is_the_clock_after_the_answer()
    {
        var dispatched = Moved(Outbox.Dispatch(Reserved.State, Reserved.Send, Mine, Deadline, Some.Now));
        var accepted = Moved(
            Outbox.Confirm(dispatched.State, dispatched.Send, Mine, new ProviderAnswer.Accepted(), Some.Now.AddSeconds(3), TimeSpan.Zero));
        Assert.Equal(new SendStatus.Accepted(Mine, Some.Now.AddSeconds(3)), accepted.Send.Status);
        Assert.Equal(Millis.Floor(Some.Now.AddSeconds(3)), Assert.Single(accepted.State.Log.Sends).Stamp);
        Assert.Empty(accepted.State.Log.Reservations);
    }

    [Fact]
    public void Only_the_owner_moves_a_send()
    {
        Assert.IsType<Move.NotYours>(Outbox.Dispatch(Reserved.State, Reserved.Send, Theirs, Deadline, Some.Now));
        var dispatched = Moved(Outbox.Dispatch(Reserved.State, Reserved.Send, Mine, Deadline, Some.Now));
        Assert.IsType<Move.NotYours>(
            Outbox.Confirm(dispatched.State, dispatched.Send, Theirs, new ProviderAnswer.Rejected(null), Some.Now, TimeSpan.Zero));
        Assert.False(Outbox.MayPost(dispatched.Send, Theirs, TimeSpan.Zero, TimeSpan.Zero, Some.Now));
    }

    [Fact]
    public void A_move_repeated_after_a_lost_reply_is_recognised()
    {
        var dispatched = Moved(Outbox.Dispatch(Reserved.State, Reserved.Send, Mine, Deadline, Some.Now));
        Assert.Equal(dispatched, Outbox.Dispatch(dispatched.State, dispatched.Send, Mine, Deadline, Some.Now.AddSeconds(1)));
        var accepted = Moved(Outbox.Confirm(dispatched.State, dispatched.Send, Mine, new ProviderAnswer.Accepted(), Some.Now, TimeSpan.Zero));
        Assert.Equal(accepted,
            Outbox.Confirm(accepted.State, accepted.Send, Mine, new ProviderAnswer.Accepted(), Some.Now.AddSeconds(1), TimeSpan.Zero));
        var refused = Moved(Outbox.Confirm(dispatched.State, dispatched.Send, Mine, new ProviderAnswer.Rejected(null), Some.Now, TimeSpan.Zero));
        Assert.Equal(refused,
            Outbox.Confirm(refused.State, refused.Send, Mine, new ProviderAnswer.Rejected(null), Some.Now.AddSeconds(1), TimeSpan.Zero));
    }

    [Fact]
    public void A_suppression_or_a_withdrawn_consent_before_the_dispatch_stops_it_and_frees_the_slot()
    {
        var suppressed = Moved(
            Outbox.Dispatch(Reserved.State.With(new Suppression(SuppressionKind.Unsubscribe, "", Some.Now, true)), Reserved.Send, Mine, Deadline,
            Some.Now));
        Assert.Equal(new SendStatus.Dropped(DropReason.Unsubscribed, Holds.None), suppressed.Send.Status);
        Assert.Equal(0, suppressed.State.Log.Count);
        var withdrawn = Moved(Outbox.Dispatch(Reserved.State.With(new Consent(false, Some.Now, null)), Reserved.Send, Mine, Deadline, Some.Now));
        Assert.Equal(new SendStatus.Dropped(DropReason.NoConsent, Holds.None), withdrawn.Send.Status);
    }

    [Fact]
    public void A_lease_that_ended_cannot_dispatch()
    {
        var late = Moved(Outbox.Dispatch(Reserved.State, Reserved.Send, Mine, Deadline, LeaseEnd));
        Assert.Equal(new SendStatus.Waiting(LeaseEnd, Holds.None), late.Send.Status);
        Assert.Equal(0, late.State.Log.Count);
    }

    [Fact]
    public void A_clock_in_doubt_dispatches_nothing() =>
        Assert.IsType<Move.ClockInDoubt>(Outbox.Dispatch(Reserved.State.Seen(Some.Now.AddHours(1)), Reserved.Send, Mine, Deadline, Some.Now));

    [Fact]
    public void The_post_starts_early_enough_to_end_before_the_deadline()
    {
        var send = Moved(Outbox.Dispatch(Reserved.State, Reserved.Send, Mine, Deadline, Some.Now)).Send;
        Assert.True(Outbox.MayPost(send, Mine, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2), Deadline.AddSeconds(-12).AddTicks(-1)));
        Assert.False(Outbox.MayPost(send, Mine, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2), Deadline.AddSeconds(-12)));
    }

    [Fact]
    public void A_refusal_gives_the_slot_back_and_a_later_try_waits_as_told()
    {
        var (state, send) = Dispatched;
        var final = Moved(Outbox.Confirm(state, send, Mine, new ProviderAnswer.Rejected(null), Some.Now.AddSeconds(1), TimeSpan.Zero));
        Assert.Equal((0, new SendStatus.Rejected(Mine)), (final.State.Log.Count, final.Send.Status));
        var retry = Moved(Outbox.Confirm(state, send, Mine, new ProviderAnswer.Rejected(Some.Now.AddMinutes(2)), Some.Now.AddSeconds(1),
            TimeSpan.Zero));
        Assert.Equal(new SendStatus.Waiting(Some.Now.AddMinutes(2), Holds.Provider), retry.Send.Status);
        var early = Some.Decide(Nurture, retry.State, SendRequest.Again(retry.Send, BreakerGate.Closed), Some.Now.AddMinutes(1));
        Assert.Equal(Decision.Defer(Some.Now.AddMinutes(2), Holds.Provider), early);
    }

    [Fact]
    public void What_nobody_confirms_becomes_unknown_keeps_its_slot_and_is_given_up_after_72_hours()
    {
        var (state, send) = Dispatched;
        Assert.IsType<Move.NotYours>(Outbox.Lapse(state, send, Deadline.AddTicks(-1)));
        var unknown = Moved(Outbox.Lapse(state, send, Deadline));
        Assert.Equal(new SendStatus.Unknown(Mine, Deadline), unknown.Send.Status);
        Assert.Equal(1, unknown.State.Log.Count);
        Assert.True(Some.Decide(Nurture, unknown.State, SendRequest.Again(unknown.Send, BreakerGate.Closed), Deadline).Repeated);
        Assert.IsType<SendStatus.Unresolved>(Moved(Outbox.Lapse(unknown.State, unknown.Send, Deadline + Outbox.EvidenceWindow)).Send.Status);
    }

    [Fact]
    public void What_waits_and_is_not_asked_for_again_ends_when_it_expires()
    {
        var (state, send) = (Reserved.State, Reserved.Send);
        var waiting = Moved(Outbox.Lapse(state, send, LeaseEnd));
        Assert.Equal((0, new SendStatus.Waiting(LeaseEnd, Holds.None)), (waiting.State.Log.Count, waiting.Send.Status));
        Assert.IsType<Move.NotYours>(Outbox.Lapse(waiting.State, waiting.Send, send.Expires.AddTicks(-1)));
        foreach (var forgotten in new[] { waiting, new Move.Moved(state, send) })
        {
            var ended = Moved(Outbox.Lapse(forgotten.State, forgotten.Send, send.Expires));
            Assert.Equal((0, new SendStatus.Dropped(DropReason.Expired, Holds.None)), (ended.State.Log.Count, ended.Send.Status));
        }
    }

    [Fact]
    public void A_reps_mail_of_unknown_fate_is_wanted_until_it_expires()
    {
        var rules = Some.Rules(MailClass.Assignment);
        var request = Some.Request(MailClass.Assignment, maxDelay: TimeSpan.FromDays(7));
        var first = Outbox.Submit(rules, Some.Mailbox, request, Claim.Dispatch(Mine, Deadline), Some.Now);
        var unknown = Moved(Outbox.Lapse(first.State, first.Send, Deadline));
        Assert.IsType<Move.NotYours>(Outbox.Lapse(unknown.State, unknown.Send, Deadline + Outbox.EvidenceWindow));
        Assert.IsType<SendStatus.Unresolved>(Moved(Outbox.Lapse(unknown.State, unknown.Send, request.Expires)).Send.Status);
    }

    [Fact]
    public void A_late_answer_still_counts()
    {
        var (state, send) = Dispatched;
        var unknown = Moved(Outbox.Lapse(state, send, Deadline));
        var accepted = Moved(Outbox.Confirm(unknown.State, unknown.Send, Mine, new ProviderAnswer.Accepted(), Deadline.AddSeconds(5), TimeSpan.Zero));
        Assert.Equal(new SendStatus.Accepted(Mine, Deadline.AddSeconds(5)), accepted.Send.Status);
    }

    [Fact]
    public void A_reps_mail_may_go_again_in_a_slot_of_its_own_after_an_unknown_outcome()
    {
        var rules = Some.Rules(MailClass.Assignment);
        var first = Outbox.Submit(rules, Some.Mailbox, Some.Request(MailClass.Assignment), Claim.Dispatch(Mine, Deadline), Some.Now);
        var unknown = Moved(Outbox.Confirm(first.State, first.Send, Mine, new ProviderAnswer.Unknown(), Some.Now.AddSeconds(9), TimeSpan.Zero));
        var again = Outbox.Submit(rules, unknown.State, SendRequest.Again(unknown.Send, BreakerGate.Closed),
            Claim.Dispatch(Theirs, Deadline.AddMinutes(1)), Some.Now.AddSeconds(20));
        Assert.Equal((false, 2, 2), (again.Decision.Repeated, again.State.Log.Count, again.Send.Attempts));
    }

    [Fact]
    public void Evidence_of_an_earlier_attempt_says_nothing_of_the_present_one()
    {
        var rules = Some.Rules(MailClass.Assignment);
        var first = Outbox.Submit(rules, Some.Mailbox, Some.Request(MailClass.Assignment), Claim.Dispatch(Mine, Deadline), Some.Now);
        var unknown = Moved(Outbox.Lapse(first.State, first.Send, Deadline));
        var later = Deadline.AddMinutes(1);
        var again = Outbox.Submit(rules, unknown.State, SendRequest.Again(unknown.Send, BreakerGate.Closed), Claim.Dispatch(Theirs, later), Deadline);
        var lost = Moved(Outbox.Lapse(again.State, again.Send, later));
        var seen = MailEvents.Observe(lost.State, lost.Send, new MailEvent(MailEventKind.Delivered, later, Mine));
        Assert.Equal((new SendStatus.Unknown(Theirs, later), MailFacts.Delivered), (seen.Send!.Status, seen.NewFacts));
    }

    [Fact]
    public void A_stamp_between_two_milliseconds_is_the_later_one()
    {
        var (state, send) = Dispatched;
        var accepted = Moved(Outbox.Confirm(state, send, Mine, new ProviderAnswer.Accepted(), Some.Now.AddTicks(1), TimeSpan.Zero));
        Assert.Equal(Millis.Floor(Some.Now) + 1, Assert.Single(accepted.State.Log.Sends).Stamp);
    }

    [Fact]
    public void An_owner_that_vanished_is_succeeded_when_its_lease_ends()
    {
        var again = SendRequest.Again(Reserved.Send, BreakerGate.Closed);
        Assert.True(Outbox.Submit(Nurture, Reserved.State, again, Claim.Reserve(Theirs, LeaseEnd.AddSeconds(30)),
            LeaseEnd.AddTicks(-1)).Decision.Repeated);
        var successor = Outbox.Submit(Nurture, Reserved.State, again, Claim.Reserve(Theirs, LeaseEnd.AddSeconds(30)), LeaseEnd);
        Assert.Equal(Theirs.Value, Assert.Single(successor.State.Log.Reservations).Token);
        Assert.IsType<Move.NotYours>(Outbox.Dispatch(successor.State, successor.Send, Mine, Deadline, LeaseEnd));
    }

    [Fact]
    public void What_waits_or_is_only_reserved_can_be_withdrawn()
    {
        var withdrawn = Moved(Outbox.Withdraw(Reserved.State, Reserved.Send, DropReason.Expired, Some.Now));
        Assert.Equal((0, new SendStatus.Dropped(DropReason.Expired, Holds.None)), (withdrawn.State.Log.Count, withdrawn.Send.Status));
        Assert.IsType<Move.NotYours>(Outbox.Withdraw(Dispatched.State, Dispatched.Send, DropReason.Expired, Some.Now));
    }

    private static readonly MailRules Nurture = Some.Rules(MailClass.Nurture, new ContactPolicyRow("nurture", "2/1d"));

    private static (MailboxState State, Send Send) Reserved =>
        Outbox.Submit(Nurture, Some.Mailbox, Some.Request(MailClass.Nurture), Claim.Reserve(Mine, LeaseEnd), Some.Now) is var s
            ? (s.State, s.Send)
            : default;

    private static (MailboxState State, Send Send) Dispatched =>
        Outbox.Submit(Nurture, Some.Mailbox, Some.Request(MailClass.Nurture), Claim.Dispatch(Mine, Deadline), Some.Now) is var s
            ? (s.State, s.Send)
            : default;

    private static Move.Moved Moved(Move move) => Assert.IsType<Move.Moved>(move);
}
