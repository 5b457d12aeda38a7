namespace LeadRouter.Domain.Leads;

/// <summary>How long a submission may stay in a state before somebody has to hear of it.</summary>
public static class AgeLimits
{
    private static readonly TimeSpan ForUs = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Null where a clock of the lead's own looks after it. What waits for the product itself may take minutes; what waits for a person, days.
    /// </summary>
    public static TimeSpan? Of(LeadStatus status, TimeSpan quarantine) => status switch
    {
        LeadStatus.Received or LeadStatus.Assigning => ForUs,
        LeadStatus.Quarantined => quarantine,
        _ => null,
    };
}
