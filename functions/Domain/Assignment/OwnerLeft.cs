namespace LeadRouter.Domain.Assignment;

/// <summary>Why a lead leaves its owner.</summary>
public enum OwnerLeft
{
    Closed, Invalid, Duplicate, Spam, WrongTerritory, Declined, Overloaded, TimedOut, Breached, NoFit, Timing, Reassigned,

    /// <summary>The lead got another owner while this one was being charged: he never had it.</summary>
    LostRace,
}

public static class OwnerLeftRefunds
{
    /// <summary>Whether the owner gets his credit back, where no row of <c>Reasons</c> says otherwise.</summary>
    public static bool Refunds(this OwnerLeft why) => why is OwnerLeft.Invalid or OwnerLeft.Duplicate or OwnerLeft.Spam
        or OwnerLeft.WrongTerritory or OwnerLeft.Reassigned or OwnerLeft.LostRace;
}
