using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Outreach;

/// <summary>What happens to a mail over its cap.</summary>
public enum Over
{
    /// <summary>It waits for the next free instant, as long as its <c>MaxDelay</c> allows.</summary>
    Defer,

    /// <summary>It is not sent, and that is fine: somebody just got the same.</summary>
    Drop,

    /// <summary>It joins one digest that goes within <c>MaxDelay</c>.</summary>
    Merge,

    /// <summary>It is refused, and whoever asked is told so.</summary>
    Block,
}

/// <summary>A row of <c>ContactPolicies</c>, read.</summary>
/// <param name="MaxDelay">A mail not sent this long after it was asked for expires; a digest leaves this long after its first item.</param>
/// <param name="QuietHours">Hours of the contact's own clock in which nothing of this class goes; no days means every day.</param>
/// <param name="Reserved">Slots of a shared cap, and of the ceiling, that other classes leave free for this one.</param>
public sealed record ContactPolicy(MailClass Class, Caps Caps, Over Over, TimeSpan MaxDelay, WeeklyHours QuietHours, int Reserved)
{
    public static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromDays(3);
}
