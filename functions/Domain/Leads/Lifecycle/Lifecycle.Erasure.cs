namespace LeadRouter.Domain.Leads;

/// <summary>The end of a lead whose person asked to be forgotten.</summary>
public static partial class Lifecycle
{
    public const string ErasedReason = "erased";

    private static LifecycleStep OnErased(LifecycleState state)
    {
        var line = Line("erased", $"The person was erased");
        // Reasons and explanations may quote what a form said.
        var silent = state with { Why = null, BeforeLink = null, IsErased = true };
        return state.Status switch
        {
            LeadStatus.Quarantined => Go(silent with { Status = LeadStatus.Discarded, Reason = ErasedReason }, line),
            LeadStatus.Discarded => Go(silent with { Reason = ErasedReason }, line),
            _ when state.Status.IsOpen() => Go(Closed(silent, LeadStatus.Disqualified, ErasedReason), line, ReleaseOwner(state)),
            // Nobody can work with what is left, but what became of it stays told.
            _ => Go(silent, line),
        };
    }
}
