using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach;

public sealed class MailEventsTests
{
    private static readonly AttemptToken Token = new(7);

    [Fact]
    public void Events_in_any_order_and_number_leave_the_same_state_and_counters()
    {
        var mailEvent = from kind in Gen.Enum<MailEventKind>()
                        from at in Gen.Int[0, 20]
                        from token in Gen.Long[6, 7]
                        from @group in Gen.OneOf("nurture", "newsletter")
                        select new MailEvent(kind, Some.Now.AddSeconds(at), new AttemptToken(token), @group);
        var cases = from events in mailEvent.Array[0, 12]
                    from again in Gen.Int[0, 11].Array[0, 6]
                    from answered in Gen.Enum<Answered>()
                    from shuffled in Gen.Shuffle(Enumerable.Range(-1, events.Length + 1 + (events.Length == 0 ? 0 : again.Length)).ToArray())
                    select (events: events.Concat(events.Length == 0 ? [] : again.Select(i => events[i % events.Length])).ToArray(), answered,
                        shuffled);
        cases.Sample(c =>
        {
            var inOrder = Play(c.events, c.answered, Enumerable.Range(-1, c.events.Length + 1));
            var shuffled = Play(c.events, c.answered, c.shuffled);
            Assert.Equal(Convert.ToHexString(MailboxCodec.ToBytes(inOrder.State)), Convert.ToHexString(MailboxCodec.ToBytes(shuffled.State)));
            Assert.Equal(inOrder.Send, shuffled.Send);
            Assert.Equal(inOrder.Counted.Order(), shuffled.Counted.Order());
        }, iter: 10_000, threads: 1);
    }

    [Fact]
    public void Evidence_resolves_an_unknown_outcome_and_the_slot_stays()
    {
        var (state, send) = Dispatched();
        var unknown = (Move.Moved)Outbox.Confirm(state, send, Token, new ProviderAnswer.Unknown(), Some.Now.AddSeconds(10), TimeSpan.Zero);
        var seen = MailEvents.Observe(unknown.State, unknown.Send, new MailEvent(MailEventKind.Delivered, Some.Now.AddMinutes(1), Token));
        Assert.Equal(new SendStatus.Accepted(Token, Some.Now.AddSeconds(30)), seen.Send!.Status);
        Assert.Equal(SlotStatus.Accepted, Assert.Single(seen.State.Log.Sends).Status);
    }

    [Fact]
    public void A_bounce_of_somebody_elses_mail_still_suppresses()
    {
        var seen = MailEvents.Observe(Some.Mailbox, null, new MailEvent(MailEventKind.Bounced, Some.Now, Token));
        Assert.Equal(DropReason.Bounced, Some.Decide(Some.Rules(MailClass.Legal), seen.State).Reason);
        Assert.Null(seen.Send);
    }

    [Fact]
    public void The_last_word_on_a_group_counts_whenever_it_arrives()
    {
        var later = MailEvents.Observe(Some.Mailbox, null, new MailEvent(MailEventKind.GroupResubscribed, Some.Now.AddDays(1), Token, "nurture"));
        var earlier = MailEvents.Observe(later.State, null, new MailEvent(MailEventKind.GroupUnsubscribed, Some.Now, Token, "nurture"));
        var rules = Some.Rules(MailClass.Nurture, new ContactPolicyRow("nurture", "1/1d"));
        Assert.Equal(Verdict.Admit, Some.Decide(rules, earlier.State).Verdict);
    }

    private enum Answered { Nothing, Accepted, Unknown }

    private static (MailboxState State, Send Send) Dispatched()
    {
        var admitted = Outbox.Submit(Some.Rules(MailClass.Ack), Some.Mailbox, Some.Request(MailClass.Ack),
            Claim.Dispatch(Token, Some.Now.AddSeconds(30)), Some.Now);
        return (admitted.State, admitted.Send);
    }

    /// <summary>Index -1 is the sender's own confirmation, which may come before or after any event.</summary>
    private static (MailboxState State, Send Send, List<MailFacts> Counted) Play(MailEvent[] events, Answered answered, IEnumerable<int> order)
    {
        var (state, send) = Dispatched();
        var counted = new List<MailFacts>();
        foreach (var i in order)
        {
            if (i >= 0)
            {
                var seen = MailEvents.Observe(state, send, events[i]);
                (state, send) = (seen.State, seen.Send!);
                if (seen.NewFacts != MailFacts.None) counted.Add(seen.NewFacts);
            }
            else if (Confirmed(state, send, answered) is Move.Moved moved) (state, send) = (moved.State, moved.Send);
        }
        return (state, send, counted);
    }

    private static Move Confirmed(MailboxState state, Send send, Answered answered) => answered switch
    {
        Answered.Accepted => Outbox.Confirm(state, send, Token, new ProviderAnswer.Accepted(), Some.Now.AddSeconds(2), TimeSpan.Zero),
        Answered.Unknown => Outbox.Confirm(state, send, Token, new ProviderAnswer.Unknown(), Some.Now.AddSeconds(2), TimeSpan.Zero),
        _ => new Move.NotYours(),
    };
}
