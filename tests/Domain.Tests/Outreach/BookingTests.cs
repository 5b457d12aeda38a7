using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach;

/// <summary>What asking for a mail comes to, for each state in which its outbox row can be.</summary>
public sealed class BookingTests
{
    private static readonly MailRules Ack = Some.Rules(MailClass.Ack);
    private static readonly MailRules Assignment = Some.Rules(MailClass.Assignment);

    [Fact]
    public void A_mail_nobody_asked_for_before_is_dispatched_in_the_same_step()
    {
        var yours = Assert.IsType<Booking.Yours>(Take(Ack, MailboxState.New, null));
        Assert.Equal(SlotStatus.Dispatched, Assert.Single(yours.Mailbox.Log.Sends).Status);
    }

    [Fact]
    public void A_write_whose_reply_was_lost_is_recognised_by_its_token()
    {
        var claim = Claim.Dispatch(Some.Token(), Some.Now.AddMinutes(1));
        var first = Assert.IsType<Booking.Yours>(Take(Ack, MailboxState.New, null, claim));
        var again = Assert.IsType<Booking.Yours>(Take(Ack, first.Mailbox, first.Mail, claim));
        Assert.Equal((first.Mailbox, first.Mail), (again.Mailbox, again.Mail));
        Assert.IsType<Booking.Busy>(Take(Ack, first.Mailbox, first.Mail));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 61)]
    public void An_attempt_that_was_left_behind_ends_a_contacts_mail_as_unknown_and_keeps_its_slot(bool isDead, int seconds)
    {
        var left = Assert.IsType<Booking.Yours>(Take(Ack, MailboxState.New, null));
        var ended = Assert.IsType<Booking.Ended>(Take(Ack, left.Mailbox, left.Mail, isDead: isDead, at: Some.Now.AddSeconds(seconds)));
        Assert.IsType<SendStatus.Unknown>(ended.Status);
        Assert.Equal(SlotStatus.Unknown, Assert.Single(ended.Changed!.Log.Sends).Status);
        Assert.Equal(DropReason.Capped, Assert.IsType<Booking.Held>(Take(Ack, ended.Changed, null, id: "another", isDead: isDead, at: Some.Now.AddSeconds(seconds))).Decision.Reason);
    }

    [Fact]
    public void Whoever_asks_after_72_hours_about_an_unknown_mail_ends_it()
    {
        var left = Assert.IsType<Booking.Yours>(Take(Ack, MailboxState.New, null));
        var unknown = Assert.IsType<Booking.Ended>(Take(Ack, left.Mailbox, left.Mail, isDead: true));
        var late = Assert.IsType<Booking.Ended>(Take(Ack, unknown.Changed!, unknown.Resolved, at: Some.Now.AddMinutes(1) + Outbox.EvidenceWindow));
        Assert.IsType<SendStatus.Unresolved>(late.Status);
        Assert.Equal(late.Status, late.Resolved!.Status);
        Assert.Null(Assert.IsType<Booking.Ended>(Take(Ack, late.Changed!, late.Resolved, at: Some.Now.AddDays(9))).Changed);
    }

    [Fact]
    public void A_reps_mail_of_unknown_fate_goes_again_in_a_slot_of_its_own()
    {
        var left = Assert.IsType<Booking.Yours>(Take(Assignment, MailboxState.New, null));
        var again = Assert.IsType<Booking.Yours>(Take(Assignment, left.Mailbox, left.Mail, isDead: true));
        Assert.Equal([SlotStatus.Dispatched, SlotStatus.Unknown], again.Mailbox.Log.Sends.Select(e => e.Status).Order());
        Assert.Equal(2, again.Mail.Attempts);
    }

    [Fact]
    public void The_first_above_a_reps_cap_opens_the_digest_and_the_next_join_it()
    {
        var state = MailboxState.New;
        for (var i = 0; i < 16; i++) state = Assert.IsType<Booking.Yours>(Take(Assignment, state, null, id: $"lead-{i}")).Mailbox;
        var opens = Assert.IsType<Booking.Held>(Take(Assignment, state, null, id: "lead-16"));
        var joins = Assert.IsType<Booking.Held>(Take(Assignment, opens.Changed!, null, id: "lead-17"));
        Assert.Equal((true, false, opens.Decision.Digest, Some.Now.AddMinutes(5)), (opens.OpensDigest, joins.OpensDigest, joins.Decision.Digest, joins.Decision.Until));
        // Asked again, nobody knows whether the one who opened it lived to see to it.
        Assert.True(Assert.IsType<Booking.Held>(Take(Assignment, joins.Changed!, opens.Mail, id: "lead-16")).OpensDigest);
    }

    [Fact]
    public void What_holds_a_mail_reads_like_a_sentence()
    {
        var mailbox = MailboxState.New.InZones(["America/Bogota"]);
        Assert.Equal("held until 08:00: quiet hours in America/Bogota", HoldWords.Held(Some.Now.AddHours(4), Holds.QuietHours, mailbox, Some.Now));
        Assert.Equal("held until 2026-03-04 04:00: the cap of its class is reached, the ceiling of mails to one person is reached",
            HoldWords.Held(Some.Now.AddDays(2), Holds.Cap | Holds.Ceiling, mailbox, Some.Now));
        Assert.Equal("held until 09:00:05 UTC: the mail provider does not take mail now", HoldWords.Held(Some.Now.AddSeconds(5), Holds.Provider, MailboxState.New, Some.Now));
        Assert.All(Enum.GetValues<Holds>().Where(h => h != Holds.None), hold => Assert.NotEmpty(HoldWords.Why(hold, mailbox)));
        Assert.All(Enum.GetValues<DropReason>().Where(r => r != DropReason.None), reason => Assert.NotEqual(HoldWords.Of(DropReason.None), HoldWords.Of(reason)));
    }

    [Fact]
    public void A_contacts_link_is_read_back_and_no_other_token_is()
    {
        var key = new LinkKey("k1", "0123456789abcdef"u8.ToArray());
        var link = new ContactLink("0123456789abcdef0123456789abcdef", "nurture", "es");
        var token = ContactLinks.Sign(link, key);
        Assert.Equal(link, ContactLinks.Read(token, [new LinkKey("k0", "another secret of"u8.ToArray()), key]));
        Assert.Null(ContactLinks.Read(token, []));
        for (var i = 0; i < token.Length; i++)
            foreach (var c in "aB0.-=é\0") if (token[i] != c) Assert.Null(ContactLinks.Read($"{token[..i]}{c}{token[(i + 1)..]}", [key]));
        for (var i = 0; i < token.Length; i++) Assert.Null(ContactLinks.Read(token[..i], [key]));
        var rep = RepLinks.Sign(new RepLink(new Domain.Leads.LeadId("l"), new Domain.Leads.RepId("r"), 1, RepAction.Accept, Some.Now), key);
        Assert.Null(ContactLinks.Read(rep, [key]));
        Assert.IsType<RepLinkReading.Invalid>(RepLinks.Read(token, [key], Some.Now));
    }

    private static Booking Take(MailRules rules, MailboxState state, Send? known, Claim? claim = null, string id = "lead-0", bool isDead = false, DateTimeOffset? at = null)
    {
        var now = at ?? Some.Now;
        var request = new SendRequest(new SendId(id), rules.Class, now, now.AddDays(1)) { TopicName = "web" };
        return Booking.Take(rules, state, known, request, claim ?? Claim.Dispatch(Some.Token(), now.AddMinutes(1)), _ => isDead, TimeSpan.Zero, now);
    }
}
