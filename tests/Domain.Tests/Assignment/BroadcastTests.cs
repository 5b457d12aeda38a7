using LeadRouter.Domain.Assignment;
using static LeadRouter.Domain.Tests.Assignment.Given;

namespace LeadRouter.Domain.Tests.Assignment;

public class BroadcastTests
{
    private static readonly PoolPolicy Loud = Policy with { Strategy = Strategy.Broadcast };
    private static readonly PoolRoster Roster = new(Loud, [.. Reps("ana", "ben"), Rep("chen") with { Paused = true }]);
    private static readonly Ruling Offer = AssignmentRule.Decide(Roster, AssignmentBook.Empty, Lead());

    [Fact]
    public void Lead_is_offered_to_all_who_are_eligible_and_nobody_pays_yet()
    {
        Assert.Equal(["ana", "ben"], Assert.IsType<AssignmentOutcome.Broadcast>(Offer.Outcome).Reps.Select(r => r.Value));
        Assert.Equal(Credit.Zero, Offer.Book.Ledger(Emea).Largest);
    }

    [Fact]
    public void First_to_accept_gets_it_and_pays_those_who_were_offered_it()
    {
        var claimed = Claim("ben");

        var ledger = claimed.Book.Ledger(Emea);
        Assert.Equal([0.5m, -0.5m, 0m], ledger.Reps.Select(r => ledger[r].Credit.Leads));
        Assert.Equal(1, claimed.Book.Loads[Id("ben")].Open);
        Assert.True(Replay.Agrees(DecisionJson.Read(DecisionJson.Write(claimed.Decision)).Record!));
    }

    [Fact]
    public void Second_to_accept_is_told_who_was_first()
    {
        var claimed = Claim("ben");
        Assert.Equal(new ClaimOutcome.Taken(Id("ben")), Broadcasts.Claim(Roster, claimed.Book, claimed.Decision, Id("ana"), Monday9));
    }

    [Fact]
    public void Shift_that_ends_does_not_void_an_offer()
    {
        var evening = new PoolRoster(Loud, [Rep("ana") with { OnShift = false }, Rep("ben")]);
        Assert.IsType<ClaimOutcome.Claimed>(Broadcasts.Claim(evening, Offer.Book, Offer.Outcome.Decision, Id("ana"), Monday9.AddHours(9)));
    }

    [Fact]
    public void Cap_reached_since_the_offer_refuses_the_claim()
    {
        var full = new PoolRoster(Loud, [Rep("ana") with { Caps = new Caps(Open: 0) }, Rep("ben")]);
        var refused = Broadcasts.Claim(full, Offer.Book, Offer.Outcome.Decision, Id("ana"), Monday9);
        Assert.Equal(ExclusionReason.CapOpen, Assert.IsType<ClaimOutcome.AtCap>(refused).Cap.Reason);
    }

    [Theory]
    [InlineData("chen")]
    [InlineData("stranger")]
    public void Rep_who_was_not_offered_it_cannot_claim(string rep) =>
        Assert.IsType<ClaimOutcome.NotOffered>(Broadcasts.Claim(Roster, Offer.Book, Offer.Outcome.Decision, Id(rep), Monday9));

    [Fact]
    public void Offer_that_ended_cannot_be_claimed()
    {
        var ended = Settlement.Settle(Offer.Book, Emea, Lead().Id, Offer.Outcome.Decision, OwnerLeft.TimedOut, Monday9);
        Assert.Equal(DecisionStatus.Void, ended.Decision.Status);
        Assert.IsType<ClaimOutcome.Gone>(Broadcasts.Claim(Roster, ended.Book, ended.Decision, Id("ana"), Monday9));
    }

    [Fact]
    public void Same_broadcast_decided_twice_stays_one_offer()
    {
        var again = AssignmentRule.Decide(Roster, Offer.Book, Lead(), Offer.Outcome.Decision);
        Assert.IsType<AssignmentOutcome.Broadcast>(again.Outcome);
        Assert.Same(Offer.Outcome.Decision, again.Outcome.Decision);
    }

    private static ClaimOutcome.Claimed Claim(string rep) => Assert.IsType<ClaimOutcome.Claimed>(
        Broadcasts.Claim(Roster, Offer.Book, Offer.Outcome.Decision, Id(rep), Monday9.AddMinutes(2)));
}
