using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

public enum Strategy { Weighted, LeastLoaded, Ordered, Broadcast }

/// <summary>Whose owner gets the lead first. <see cref="Account"/> looks at the person's owner, then the company's.</summary>
public enum Stickiness { None, Person, Account }

/// <summary>Whether a rep on time off earns credit: <see cref="Accrue"/> is for protected leave, capped and repaid slowly.</summary>
public enum Absence { Forgive, Accrue }

/// <summary>A row of <c>Pools</c>.</summary>
public sealed record PoolPolicy(PoolId Pool)
{
    public Strategy Strategy { get; init; } = Strategy.Weighted;
    public Stickiness Stickiness { get; init; } = Stickiness.None;

    /// <summary>A lead that goes to its former owner costs him nothing and earns the others nothing.</summary>
    public bool StickyOffLedger { get; init; }

    public Absence Absence { get; init; } = Absence.Forgive;

    /// <summary>The most that one rep is owed for an absence.</summary>
    public Credit AccrueMax { get; init; } = Credit.Of(5);

    /// <summary>What is owed for an absence is repaid as at most one lead in so many.</summary>
    public int RepayOneIn { get; init; } = 4;

    /// <summary>The pool that takes a lead when nobody here can take it now; null holds the lead.</summary>
    public PoolId? Overflow { get; init; }

    /// <summary>A credit beyond this, either way, raises the alarm: somebody or something chooses who is eligible.</summary>
    public Credit AlarmCredit { get; init; } = Credit.Of(3);
}
