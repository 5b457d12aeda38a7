using LeadRouter.Domain.Assignment;
using static LeadRouter.Domain.Tests.Assignment.Given;

namespace LeadRouter.Domain.Tests.Assignment;

public class ChargeOnceTests
{
    private static readonly PoolRoster Roster = Pool(Reps("ana", "ben", "chen"));

    [Fact]
    public void Same_decision_twice_charges_once_and_answers_the_same()
    {
        var first = AssignmentRule.Decide(Roster, AssignmentBook.Empty, Lead());
        var second = AssignmentRule.Decide(Roster, first.Book, Lead(), first.Outcome.Decision);

        Assert.Same(first.Book, second.Book);
        Assert.Equal(first.Outcome, second.Outcome);
    }

    [Fact]
    public void Same_decision_twice_in_one_group_charges_once()
    {
        var (outcomes, book) = AssignmentRule.DecideAll(
            [(Roster, Lead("a")), (Roster, Lead("b")), (Roster, Lead("a"))], AssignmentBook.Empty, _ => null);

        Assert.Equal(outcomes[0], outcomes[2]);
        Assert.Equal(2, book.Ledger(Emea).Sequence);
        Assert.Equal(2, book.Loads.Reps.Sum(r => book.Loads[r].Open));
    }

    [Fact]
    public void Group_decides_as_its_leads_would_one_by_one()
    {
        var oneByOne = AssignmentBook.Empty;
        var owners = Roster.Owners(30, ref oneByOne);
        var (outcomes, book) = AssignmentRule.DecideAll(
            Enumerable.Range(0, 30).Select(i => (Roster, Lead($"lead{i}"))), AssignmentBook.Empty, _ => null);

        Assert.Equal(owners, outcomes.Select(OwnerOf));
        Assert.Equal(BookJson.Write(oneByOne), BookJson.Write(book));
    }

    [Fact]
    public void Refund_before_the_charge_makes_the_late_charge_a_no_op()
    {
        var id = Lead().Id;
        var settled = Settlement.Settle(AssignmentBook.Empty, Emea, id, null, OwnerLeft.LostRace, Monday9);
        Assert.Equal(DecisionStatus.Void, settled.Decision.Status);

        var late = AssignmentRule.Decide(Roster, settled.Book, Lead(), DecisionJson.Read(DecisionJson.Write(settled.Decision)));

        Assert.IsType<AssignmentOutcome.TakenBack>(late.Outcome);
        Assert.Same(settled.Book, late.Book);
    }

    [Fact]
    public void Refund_undoes_the_charge_to_the_last_millionth_and_only_once()
    {
        var windows = CapWindows.At(Monday9, NodaTime.DateTimeZone.Utc);
        var roster = Pool([.. Reps("ana", "ben", "chen").Select(r => r with { Windows = windows })]);
        var book = AssignmentBook.Empty;
        roster.Owners(7, ref book);
        var before = Credits(book);

        var charged = AssignmentRule.Decide(roster, book, Lead());
        var owner = Id(OwnerOf(charged.Outcome));
        var refunded = Settle(charged.Book, charged.Outcome.Decision, OwnerLeft.Spam);
        var again = Settle(refunded.Book, refunded.Decision, OwnerLeft.Invalid);

        Assert.NotEqual(before, Credits(charged.Book));
        Assert.Equal(before, Credits(refunded.Book));
        Assert.Equal(book.Loads[owner], refunded.Book.Loads[owner]);
        Assert.Equal((DecisionStatus.Refunded, true), (refunded.Decision.Status, refunded.Decision.Released));
        Assert.Same(refunded.Book, again.Book);
    }

    [Theory]
    [InlineData(OwnerLeft.Invalid, true)]
    [InlineData(OwnerLeft.Duplicate, true)]
    [InlineData(OwnerLeft.Spam, true)]
    [InlineData(OwnerLeft.WrongTerritory, true)]
    [InlineData(OwnerLeft.Reassigned, true)]
    [InlineData(OwnerLeft.LostRace, true)]
    [InlineData(OwnerLeft.Declined, false)]
    [InlineData(OwnerLeft.Overloaded, false)]
    [InlineData(OwnerLeft.TimedOut, false)]
    [InlineData(OwnerLeft.Breached, false)]
    [InlineData(OwnerLeft.NoFit, false)]
    [InlineData(OwnerLeft.Timing, false)]
    [InlineData(OwnerLeft.Closed, false)]
    public void Reason_says_who_pays_and_either_way_the_place_is_free_again(OwnerLeft why, bool refunds)
    {
        var charged = AssignmentRule.Decide(Roster, AssignmentBook.Empty, Lead());
        var settled = Settle(charged.Book, charged.Outcome.Decision, why);

        Assert.Equal(refunds, settled.Book.Ledger(Emea).Largest == Credit.Zero);
        Assert.Equal(0, settled.Book.Loads[Id(OwnerOf(charged.Outcome))].Open);
        Assert.Equal(settled, Settle(settled.Book, settled.Decision, OwnerLeft.Closed));
    }

    [Fact]
    public void Lead_found_out_to_be_spam_after_it_timed_out_is_still_refunded()
    {
        var charged = AssignmentRule.Decide(Roster, AssignmentBook.Empty, Lead());
        var timedOut = Settle(charged.Book, charged.Outcome.Decision, OwnerLeft.TimedOut);
        var spam = Settle(timedOut.Book, timedOut.Decision, OwnerLeft.Spam);

        Assert.Equal(Credit.Zero, spam.Book.Ledger(Emea).Largest);
        Assert.Equal(0, spam.Book.Loads[Id(OwnerOf(charged.Outcome))].Open);
    }

    [Fact]
    public void Refund_after_the_owner_left_the_pool_still_sums_to_zero()
    {
        var charged = AssignmentRule.Decide(Roster, AssignmentBook.Empty, Lead());
        var others = Pool([.. Roster.Members.Where(m => m.Rep != Id(OwnerOf(charged.Outcome)))]);
        var book = charged.Book;
        others.Decide(Lead("next"), ref book);

        var settled = Settle(book, charged.Outcome.Decision, OwnerLeft.Spam);

        Assert.Equal(Credit.Zero, settled.Book.Ledger(Emea).Sum);
    }

    [Fact]
    public void Held_decision_may_be_decided_again_under_its_own_id()
    {
        var away = Pool(Rep("ana") with { OnShift = false, NextShift = Monday9.AddHours(1) });
        var held = AssignmentRule.Decide(away, AssignmentBook.Empty, Lead());
        var later = AssignmentRule.Decide(Pool(Rep("ana")), held.Book, Lead() with { Now = Monday9.AddHours(1) }, held.Outcome.Decision);

        Assert.Equal(DecisionStatus.Open, held.Outcome.Decision.Status);
        Assert.Equal("ana", OwnerOf(later.Outcome));
    }

    [Fact]
    public void Manual_change_refunds_the_old_owner_and_the_new_one_pays()
    {
        var charged = AssignmentRule.Decide(Roster, AssignmentBook.Empty, Lead());
        var settled = Settle(charged.Book, charged.Outcome.Decision, OwnerLeft.Reassigned);
        var next = Roster.Members.First(m => m.Rep != charged.Outcome.Decision.Owner).Rep;
        var book = settled.Book;

        Roster.Decide(Lead(attempt: 2) with { Desired = next }, ref book);

        var ledger = book.Ledger(Emea);
        Assert.Equal([next], ledger.Reps.Where(r => ledger[r].Credit < Credit.Zero));
        Assert.Equal([next], ledger.Reps.Where(r => book.Loads[r].Open == 1));
    }

    private static Settled Settle(AssignmentBook book, Decision decision, OwnerLeft why) =>
        Settlement.Settle(book, Emea, decision.Id, decision, why, Monday9);

    private static long[] Credits(AssignmentBook book) =>
        [.. book.Ledger(Emea).Reps.Select(r => book.Ledger(Emea)[r].Balance.Micro)];
}
