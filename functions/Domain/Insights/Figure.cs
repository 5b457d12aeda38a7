namespace LeadRouter.Domain.Insights;

/// <summary>What is counted. Stored by number: a number is never given to another figure.</summary>
public enum Figure : byte
{
    /// <summary>Submissions, whatever became of them.</summary>
    Received = 0,
    Quarantined = 1,
    Discarded = 2,

    /// <summary>Repeat enquiries: touches of a lead that was known.</summary>
    Linked = 3,

    /// <summary>Submissions that are leads of their own.</summary>
    Leads = 4,
    InProgress = 5,
    Won = 6,
    Lost = 7,
    Disqualified = 8,
    Expired = 9,

    // How far leads came, whatever they are now.
    Scored = 10,
    Mql = 11,
    ReachedOffered = 12,
    ReachedAccepted = 13,
    ReachedContacted = 14,
    ReachedQualified = 15,
    ReachedWon = 16,

    // The same within 28 and 84 days of the receipt.
    OfferedIn4 = 20,
    AcceptedIn4 = 21,
    ContactedIn4 = 22,
    QualifiedIn4 = 23,
    WonIn4 = 24,
    OfferedIn12 = 25,
    AcceptedIn12 = 26,
    ContactedIn12 = 27,
    QualifiedIn12 = 28,
    WonIn12 = 29,

    /// <summary>Leads with a milestone that passed.</summary>
    Breached = 30,

    /// <summary>Leads that were in the house queue.</summary>
    Housed = 31,

    /// <summary>Leads that are in the house queue.</summary>
    InHouse = 32,
    HouseSeconds = 33,

    /// <summary>Leads that a rep gave back.</summary>
    Rejected = 34,

    /// <summary>Closed leads that nobody ever contacted.</summary>
    NeverContacted = 35,

    /// <summary>Leads that nobody contacted although they were paid for: see <see cref="Contribution"/>.</summary>
    Leaked = 36,

    /// <summary>Sum of the completeness, in percent, of what <see cref="Measured"/> counts.</summary>
    Completeness = 40,

    /// <summary>Leads and repeat enquiries whose completeness is known.</summary>
    Measured = 41,
    Good = 42,
    Bad = 43,

    // Of offers, not of leads.
    Offers = 50,
    AcceptKept = 51,
    AcceptBroken = 52,
    ContactKept = 53,
    ContactBroken = 54,
    QualifyKept = 55,
    QualifyBroken = 56,
}

/// <summary>What is timed, from the receipt on. Stored by number.</summary>
public enum Measure : byte
{
    Assigned = 0,
    Accepted = 1,
    Touched = 2,

    // On the clock of the offer, which stands still outside its hours.
    AssignedBusiness = 3,
    AcceptedBusiness = 4,
    TouchedBusiness = 5,
}

/// <summary>What is counted by a name of its own.</summary>
public enum Named
{
    /// <summary>Offers given back, by reason.</summary>
    Rejection,

    // Leads by source, in every other grouping too: only a source has a price.
    Enquiry,
    Accepted,
    Qualified,
    Won,
    Leaked,
}
