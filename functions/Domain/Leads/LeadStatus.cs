namespace LeadRouter.Domain.Leads;

/// <summary>
/// Where a lead stands. <see cref="Assigning"/> lasts only while a pool decides and is shown to clients as <c>received</c>; <see cref="Broadcast"/>
/// is an offer to several reps, none of whom owns it yet, and is shown as <c>offered</c>.
/// </summary>
public enum LeadStatus
{
    Received,
    Assigning,
    Held,
    Broadcast,
    Offered,
    Accepted,
    Contacted,
    Qualified,
    Nurturing,
    House,
    Won,
    Lost,
    Disqualified,
    Expired,

    /// <summary>The submission could not be read; a person decides.</summary>
    Quarantined,

    /// <summary>A person threw the quarantined submission away.</summary>
    Discarded,

    /// <summary>The submission became a touch of a lead that was known already.</summary>
    Linked,
}

/// <summary>The accounting bucket: each submission is in exactly one.</summary>
public enum Bucket
{
    InProgress,
    Quarantined,
    Discarded,
    Linked,
    Won,
    Lost,
    Disqualified,
    Expired,
}

public static class LeadStatuses
{
    public static bool IsClosed(this LeadStatus status) =>
        status is LeadStatus.Won or LeadStatus.Lost or LeadStatus.Disqualified or LeadStatus.Expired;

    /// <summary>A rep owns the lead in these states, and only in these an SLA milestone can run.</summary>
    public static bool IsOwned(this LeadStatus status) =>
        status is LeadStatus.Offered or LeadStatus.Accepted or LeadStatus.Contacted or LeadStatus.Qualified;

    /// <summary>Open leads need a clock; the others are at rest.</summary>
    public static bool IsOpen(this LeadStatus status) => status.Bucket() == Leads.Bucket.InProgress;

    public static Bucket Bucket(this LeadStatus status) => status switch
    {
        LeadStatus.Won => Leads.Bucket.Won,
        LeadStatus.Lost => Leads.Bucket.Lost,
        LeadStatus.Disqualified => Leads.Bucket.Disqualified,
        LeadStatus.Expired => Leads.Bucket.Expired,
        LeadStatus.Quarantined => Leads.Bucket.Quarantined,
        LeadStatus.Discarded => Leads.Bucket.Discarded,
        LeadStatus.Linked => Leads.Bucket.Linked,
        _ => Leads.Bucket.InProgress,
    };

    /// <summary>The name that clients see.</summary>
    public static string PublicName(this LeadStatus status) => status switch
    {
        LeadStatus.Assigning => PublicName(LeadStatus.Received),
        LeadStatus.Broadcast => PublicName(LeadStatus.Offered),
        _ => char.ToLowerInvariant(status.ToString()[0]) + status.ToString()[1..],
    };
}
