using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach;

public sealed class ThrottleTests
{
    private static readonly MailRules Nurture = Some.Rules(MailClass.Nurture, new ContactPolicyRow("nurture", "2/1d; 3/7d"));

    [Fact]
    public void A_first_mail_goes_at_once() => Assert.Equal(Decision.Admit(), Some.Decide(Nurture, Some.Mailbox));

    [Fact]
    public void Over_the_cap_it_waits_until_the_oldest_is_exactly_a_window_old()
    {
        var mailbox = Some.Mailbox.Having(Some.Slot(MailClass.Nurture, Some.Now.AddHours(-20)), Some.Slot(MailClass.Nurture, Some.Now.AddHours(-2)));
        var decision = Some.Decide(Nurture, mailbox);
        Assert.Equal(Decision.Defer(Some.Now.AddHours(4), Holds.Cap), decision);
        Assert.Equal(Verdict.Admit, Some.Decide(Nurture, mailbox, at: Some.Now.AddHours(4)).Verdict);
        Assert.Equal(Verdict.Defer, Some.Decide(Nurture, mailbox, at: Some.Now.AddHours(4).AddMilliseconds(-1)).Verdict);
    }

    [Fact]
    public void Midnight_frees_nothing()
    {
        var evening = new DateTimeOffset(2026, 3, 2, 23, 0, 0, TimeSpan.Zero);
        var mailbox = Some.Mailbox.Having(Some.Slot(MailClass.Nurture, evening), Some.Slot(MailClass.Nurture, evening.AddMinutes(30)));
        Assert.Equal(evening.AddDays(1), Some.Decide(Nurture, mailbox, at: evening.AddHours(1)).Until);
    }

    [Fact]
    public void A_reservation_holds_its_slot_to_the_end_of_its_lease()
    {
        var mailbox = Some.Mailbox.Having(Some.Slot(MailClass.Nurture, Some.Now.AddHours(-2)),
            Some.Slot(MailClass.Nurture, Some.Now.AddSeconds(30), SlotStatus.Reserved));
        Assert.Equal(Some.Now.AddSeconds(30), Some.Decide(Nurture, mailbox).Until);
    }

    [Fact]
    public void What_may_have_left_counts_from_its_deadline()
    {
        var mailbox = Some.Mailbox.Having(
            Some.Slot(MailClass.Nurture, Some.Now.AddSeconds(20), SlotStatus.Dispatched),
            Some.Slot(MailClass.Nurture, Some.Now.AddSeconds(-40), SlotStatus.Unknown));
        Assert.Equal(Some.Now.AddSeconds(-40).AddDays(1), Some.Decide(Nurture, mailbox).Until);
    }

    [Fact]
    public void Acknowledgements_press_on_nurture_but_are_not_blocked_by_it()
    {
        var rules = Some.Policies();
        var nurtured = Some.Mailbox.Having([.. Enumerable.Range(0, 3).Select(i => Some.Slot(MailClass.Nurture, Some.Now.AddHours(-i)))]);
        Assert.Equal(Verdict.Admit, Some.Decide(rules.Of(MailClass.Ack)!, nurtured).Verdict);
        var acknowledged = Some.Mailbox.Having(Some.Slot(MailClass.Ack, Some.Now.AddHours(-1)));
        Assert.Equal(Holds.Cap, Some.Decide(rules.Of(MailClass.Nurture)!, acknowledged).Holds & Holds.Cap);
    }

    [Fact]
    public void A_second_acknowledgement_of_one_form_is_dropped_and_of_another_form_goes()
    {
        var rules = Some.Rules(MailClass.Ack);
        var mailbox = Some.Mailbox.Having(Some.Slot(MailClass.Ack, Some.Now.AddMinutes(-2), topic: "demo"));
        Assert.Equal(DropReason.Capped, Some.Decide(rules, mailbox, Some.Request(MailClass.Ack) with { TopicName = "demo" }).Reason);
        Assert.Equal(Verdict.Admit, Some.Decide(rules, mailbox, Some.Request(MailClass.Ack) with { TopicName = "price" }).Verdict);
    }

    [Fact]
    public void Six_a_day_is_the_ceiling_for_whatever_reaches_a_contact()
    {
        var mailbox = Some.Mailbox.Having([.. Enumerable.Range(0, 6).Select(i => Some.Slot(MailClass.Legal, Some.Now.AddHours(-i)))]);
        Assert.Equal(Decision.Defer(Some.Now.AddHours(19), Holds.Ceiling), Some.Decide(Some.Rules(MailClass.Legal), mailbox));
    }

    [Fact]
    public void Over_twenty_an_hour_assignments_join_one_digest()
    {
        var rules = Some.Rules(MailClass.Assignment);
        var busy = Some.Mailbox.Having([.. Enumerable.Range(0, 16).Select(i => Some.Slot(MailClass.Assignment, Some.Now.AddMinutes(-i)))]);
        var first = Some.Submit(rules, busy, Some.Request(MailClass.Assignment, "a"));
        var second = Some.Submit(rules, first.State, Some.Request(MailClass.Assignment, "b"), Some.Now.AddMinutes(1));
        Assert.Equal(new SendStatus.Merged(1, Some.Now.AddMinutes(5)), first.Send.Status);
        Assert.Equal(new SendStatus.Merged(1, Some.Now.AddMinutes(5)), second.Send.Status);
    }

    [Fact]
    public void Alerts_keep_their_headroom_and_the_digest_closes_as_it_goes()
    {
        var busy = Some.Mailbox.Having([.. Enumerable.Range(0, 16).Select(i => Some.Slot(MailClass.Assignment, Some.Now.AddMinutes(-i)))]);
        Assert.Equal(Verdict.Merge, Some.Decide(Some.Rules(MailClass.Assignment), busy).Verdict);
        Assert.Equal(Verdict.Admit, Some.Decide(Some.Rules(MailClass.SlaAlert), busy).Verdict);

        var merged = Some.Submit(Some.Rules(MailClass.Assignment), busy, Some.Request(MailClass.Assignment));
        var due = Some.Now.AddMinutes(5);
        var digest = Outbox.Submit(
            Some.Rules(MailClass.Digest), merged.State, new SendRequest(Digests.IdOf(1), MailClass.Digest, due, due.AddHours(1)),
            Claim.Dispatch(Some.Token(), due.AddSeconds(30)), due);
        Assert.Equal(Verdict.Admit, digest.Decision.Verdict);
        Assert.Null(digest.State.Digest);
        Assert.Equal(2, Some.Decide(Some.Rules(MailClass.Assignment), digest.State, Some.Request(MailClass.Assignment, "late"), due).Digest);
    }

    [Fact]
    public void A_digest_that_will_never_go_collects_no_more()
    {
        var busy = Some.Mailbox.Having([.. Enumerable.Range(0, 16).Select(i => Some.Slot(MailClass.Assignment, Some.Now.AddMinutes(-i)))]);
        var merged = Some.Submit(Some.Rules(MailClass.Assignment), busy, Some.Request(MailClass.Assignment));
        var late = Some.Now.AddHours(3);
        var dropped = Some.Submit(Some.Rules(MailClass.Digest), merged.State, new SendRequest(Digests.IdOf(1), MailClass.Digest, Some.Now, late), late);
        Assert.Equal(DropReason.Expired, dropped.Decision.Reason);
        Assert.Null(dropped.State.Digest);
    }

    [Theory]
    [InlineData(SuppressionKind.HardBounce, "nurture ack legal assignment")]
    [InlineData(SuppressionKind.Erased, "nurture ack legal assignment")]
    [InlineData(SuppressionKind.Complaint, "nurture ack assignment")]
    [InlineData(SuppressionKind.Unsubscribe, "nurture ack")]
    [InlineData(SuppressionKind.GroupUnsubscribe, "nurture")]
    public void A_suppression_stops_what_it_is_about(SuppressionKind kind, string stopped)
    {
        var mailbox = Some.Mailbox.With(new Suppression(kind, kind == SuppressionKind.GroupUnsubscribe ? "nurture" : "", Some.Now.AddDays(-1), true));
        MailClass[] all = [MailClass.Nurture, MailClass.Ack, MailClass.Legal, MailClass.Assignment];
        var dropped = all.Where(c => Some.Decide(Some.Rules(c, new ContactPolicyRow("nurture", "2/1d")), mailbox).Verdict == Verdict.Drop);
        Assert.Equal(stopped, string.Join(' ', dropped.Select(c => c.Name)));
    }

    [Fact]
    public void Marketing_needs_consent_that_lasts_until_it_goes()
    {
        var full = Some.Slot(MailClass.Nurture, Some.Now);
        var capped = MailboxState.New.Having(full, Some.Slot(MailClass.Nurture, Some.Now));
        Assert.Equal(DropReason.NoConsent, Decide(MailboxState.New).Reason);
        Assert.Equal(DropReason.NoConsent, Decide(MailboxState.New.With(new Consent(false, Some.Now.AddDays(-1), null))).Reason);
        Assert.Equal(DropReason.ConsentEnded, Decide(MailboxState.New.With(new Consent(true, Some.Now.AddDays(-1), Some.Now))).Reason);
        Assert.Equal(DropReason.ConsentEnded, Decide(capped.With(new Consent(true, Some.Now.AddDays(-1), Some.Now.AddHours(24)))).Reason);
        Assert.Equal(Verdict.Defer, Decide(capped.With(new Consent(true, Some.Now.AddDays(-1), Some.Now.AddHours(25)))).Verdict);

        static Decision Decide(MailboxState mailbox) => Some.Decide(Nurture, mailbox);
    }

    [Fact]
    public void A_mail_that_cannot_go_before_it_expires_is_dropped_now()
    {
        var mailbox = Some.Mailbox.Having(Some.Slot(MailClass.Nurture, Some.Now), Some.Slot(MailClass.Nurture, Some.Now));
        Assert.Equal(Decision.Drop(DropReason.WouldExpire, Holds.Cap),
            Some.Decide(Nurture, mailbox, Some.Request(MailClass.Nurture, maxDelay: TimeSpan.FromHours(24))));
        Assert.Equal(DropReason.Expired, Some.Decide(Nurture, mailbox, Some.Request(MailClass.Nurture, maxDelay: TimeSpan.Zero)).Reason);
    }

    [Fact]
    public void A_pause_and_an_open_breaker_hold_marketing_and_never_legal_mail()
    {
        var paused = Some.Mailbox.Paused(Some.Now.AddDays(1));
        var open = new BreakerGate(BreakerMode.Open, 0, Some.Now.AddDays(2));
        Assert.Equal(Decision.Defer(Some.Now.AddDays(2), Holds.Paused | Holds.Breaker),
            Some.Decide(Nurture, paused, Some.Request(MailClass.Nurture) with { Gate = open }));
        Assert.Equal(Verdict.Admit, Some.Decide(Some.Rules(MailClass.Legal), paused, Some.Request(MailClass.Legal) with { Gate = open }).Verdict);
        Assert.Equal(Verdict.Admit,
            Some.Decide(Some.Rules(MailClass.Assignment), paused, Some.Request(MailClass.Assignment) with { Gate = open }).Verdict);
    }

    [Fact]
    public void A_half_open_breaker_lets_a_small_part_pass_each_hour()
    {
        var trial = new BreakerGate(BreakerMode.HalfOpen, 10, default);
        var decisions = Enumerable.Range(0, 2_000).Select(i =>
            Some.Decide(Nurture, Some.Mailbox, Some.Request(MailClass.Nurture, $"s{i}") with { Gate = trial })).ToList();
        Assert.InRange(decisions.Count(d => d.Verdict == Verdict.Admit), 150, 250);
        Assert.All(decisions.Where(d => d.Verdict == Verdict.Defer), d => Assert.Equal(0, d.Until.ToUnixTimeMilliseconds() % 3_600_000));
    }

    [Fact]
    public void A_clock_that_went_back_sends_nothing_until_it_has_caught_up()
    {
        var mailbox = Some.Mailbox.Seen(Some.Now.AddHours(1));
        var decision = Some.Decide(Nurture, mailbox);
        Assert.Equal(Decision.Defer(Some.Now.AddHours(1) - Throttle.ClockTolerance, Holds.Clock), decision);
        Assert.Equal(Verdict.Admit, Some.Decide(Nurture, mailbox, at: decision.Until).Verdict);
    }

    [Fact]
    public void Who_waits_with_higher_priority_or_longer_goes_first()
    {
        var rules = Some.Rules(MailClass.Nurture, new ContactPolicyRow("nurture", "1/1d"));
        var taken = Some.Mailbox.Having(Some.Slot(MailClass.Nurture, Some.Now.AddHours(-1)));
        var first = Some.Submit(rules, taken, Some.Request(MailClass.Nurture, "first"));
        var free = first.Decision.Until;
        Assert.Equal(Verdict.Defer, Some.Decide(rules, first.State, Some.Request(MailClass.Nurture, "second", free), free).Verdict);
        Assert.Equal(Verdict.Admit, Some.Decide(rules, first.State, SendRequest.Again(first.Send, BreakerGate.Closed), free).Verdict);
        Assert.Equal(Verdict.Admit, Some.Decide(Some.Rules(MailClass.Ack), first.State, Some.Request(MailClass.Ack, at: free), free).Verdict);
    }

    [Fact]
    public void Who_waits_and_does_not_come_gives_way()
    {
        var rules = Some.Rules(MailClass.Nurture, new ContactPolicyRow("nurture", "1/1d"));
        var taken = Some.Mailbox.Having(Some.Slot(MailClass.Nurture, Some.Now.AddHours(-1)));
        var first = Some.Submit(rules, taken, Some.Request(MailClass.Nurture, "first"));
        var second = Some.Decide(rules, first.State, Some.Request(MailClass.Nurture, "second"));
        Assert.Equal(first.Decision.Until.AddSeconds(30), second.Until);
        Assert.Equal(Verdict.Admit, Some.Decide(rules, first.State, Some.Request(MailClass.Nurture, "second"), second.Until).Verdict);
    }

    [Fact]
    public void The_same_send_id_gets_the_same_answer_and_no_second_slot()
    {
        var claim = Claim.Reserve(Some.Token(), Some.Now.AddSeconds(30));
        var first = Outbox.Submit(Nurture, Some.Mailbox, Some.Request(MailClass.Nurture), claim, Some.Now);
        var blind = Some.Submit(Nurture, first.State, Some.Request(MailClass.Nurture));
        Assert.Equal((Verdict.Admit, true, false), (blind.Decision.Verdict, blind.Decision.Repeated, blind.Changed));
        Assert.Equal(1, blind.State.Log.Count);
    }

    [Fact]
    public void A_companys_cap_is_a_log_of_its_own_and_an_unsent_slot_is_given_back()
    {
        var (rules, company, last) = (Some.Rules(MailClass.Company), MailboxState.New, default(Submission));
        for (var i = 0; i < 5; i++)
        {
            last = Outbox.Submit(rules, company, Some.Request(MailClass.Company, $"s{i}"),
                Claim.Dispatch(new AttemptToken(i), Some.Now.AddSeconds(30)), Some.Now);
            company = last.State;
        }
        Assert.Equal(Holds.Cap, Some.Decide(rules, company, Some.Request(MailClass.Company, "s5")).Holds);
        var back = Assert.IsType<Move.Moved>(
            Outbox.Confirm(company, last!.Send, new AttemptToken(4), new ProviderAnswer.Rejected(null), Some.Now, TimeSpan.Zero));
        Assert.Equal(Verdict.Admit, Some.Decide(rules, back.State, Some.Request(MailClass.Company, "s5")).Verdict);
    }

    [Fact]
    public void A_class_switched_off_sends_nothing()
    {
        var rules = Some.Rules(MailClass.Nurture, new ContactPolicyRow("nurture", "block"));
        Assert.Equal(DropReason.ClassBlocked, Some.Decide(rules, Some.Mailbox).Reason);
    }

    [Fact]
    public void A_request_has_no_way_around()
    {
        string[] forbidden = ["cc", "bcc", "bypass", "force", "override", "ignore"];
        var names = typeof(SendRequest).GetProperties().Concat(typeof(Send).GetProperties()).Concat(typeof(Claim).GetProperties()).Select(p =>
            p.Name.ToLowerInvariant());
        Assert.DoesNotContain(names, name => forbidden.Any(name.Contains));
    }

    [Fact]
    public void Pressure_tells_what_is_used_and_when_the_next_may_go()
    {
        var mailbox = Some.Mailbox.Having(Some.Slot(MailClass.Nurture, Some.Now.AddHours(-20)), Some.Slot(MailClass.Ack, Some.Now.AddHours(-2)));
        var pressure = Pressure.Of(Nurture, mailbox, Some.Now);
        Assert.Equal(["2/1d", "3/7d", "6/1d"], pressure.Select(p => p.Rule));
        Assert.Equal([2, 2, 2], pressure.Select(p => p.Used));
        Assert.Equal([Some.Now.AddHours(4), Some.Now, Some.Now], pressure.Select(p => p.Next));
    }
}
