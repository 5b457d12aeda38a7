using LeadRouter.Domain.Assignment;
using static LeadRouter.Domain.Tests.Assignment.Given;

namespace LeadRouter.Domain.Tests.Assignment;

public class AbsenceTests
{
    private static readonly PoolPolicy Accrue = Policy with { Absence = Absence.Accrue, AccrueMax = Credit.Of(3) };
    private static readonly RepStanding[] All = Reps("ana", "ben", "chen", "dora");
    private static readonly RepStanding OnLeave = All[0] with { OffUntil = Monday9.AddDays(30) };

    [Fact]
    public void Forgiving_pool_owes_nothing_for_an_absence()
    {
        var book = AssignmentBook.Empty;
        Pool([OnLeave, .. All[1..]]).Owners(100, ref book);
        Assert.Equal(Credit.Zero, book.Ledger(Emea)[Id("ana")].Balance);
    }

    [Fact]
    public void Protected_leave_earns_up_to_the_cap_and_no_more()
    {
        var book = AssignmentBook.Empty;
        new PoolRoster(Accrue, [OnLeave, .. All[1..]]).Owners(8, ref book);
        Assert.Equal(Credit.Of(2), book.Ledger(Emea)[Id("ana")].Owed);

        new PoolRoster(Accrue, [OnLeave, .. All[1..]]).Owners(100, ref book, "more");
        Assert.Equal(Credit.Of(3), book.Ledger(Emea)[Id("ana")].Owed);
        Assert.Equal(Credit.Zero, book.Ledger(Emea).Sum);
    }

    [Fact]
    public void Cap_of_an_absence_is_met_exactly_and_the_owner_pays_only_what_was_earned()
    {
        var book = AssignmentBook.Empty;
        new PoolRoster(Accrue with { AccrueMax = Credit.Of(0.1m) }, [OnLeave, .. All[1..]]).Decide(Lead(), ref book);
        Assert.Equal([-0.6m, 0.1m, 0.25m, 0.25m], book.Ledger(Emea).Reps.Select(r => book.Ledger(Emea)[r].Balance.Leads).Order());
    }

    [Fact]
    public void Leave_is_repaid_slowly_after_the_return()
    {
        var book = AssignmentBook.Empty;
        new PoolRoster(Accrue, [OnLeave, .. All[1..]]).Owners(100, ref book);

        var owners = new PoolRoster(Accrue, All).Owners(60, ref book, "back");

        // A quarter of sixty, and the three that were owed; at most one in four of each stretch is repayment.
        Assert.InRange(owners.Count(o => o == "ana"), 17, 19);
        Assert.InRange(owners[..12].Count(o => o == "ana"), 5, 7);
        Assert.InRange(LongestRun(owners, "ana"), 1, 2);
        Assert.Equal(Credit.Zero, book.Ledger(Emea)[Id("ana")].Owed);
    }

    [Fact]
    public void Pause_earns_nothing_even_where_leave_does()
    {
        var book = AssignmentBook.Empty;
        new PoolRoster(Accrue, [All[0] with { Paused = true }, .. All[1..]]).Owners(50, ref book);
        Assert.Equal(Credit.Zero, book.Ledger(Emea)[Id("ana")].Balance);
    }
}
