namespace LeadRouter.Domain.Assignment;

public static class EnglishPhrases
{
    public static readonly Phrases Instance = new()
    {
        Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        And = "and",
        DecimalSign = ".",
        Excluded = new Dictionary<ExclusionReason, (string, string)>
        {
            [ExclusionReason.Inactive] = ("{0} inactive", "{0} inactive"),
            [ExclusionReason.OffHours] = ("{0} off shift until {1}", "{0} has no shift ahead"),
            [ExclusionReason.TimeOff] = ("{0} on time off until {1}", "{0} on time off"),
            [ExclusionReason.Paused] = ("{0} paused until {1}", "{0} paused"),
            [ExclusionReason.CapHour] = ("{0} at {2} of {3} this hour", "{0} at {2} of {3} this hour"),
            [ExclusionReason.CapDay] = ("{0} at {2} of {3} today", "{0} at {2} of {3} today"),
            [ExclusionReason.CapWeek] = ("{0} at {2} of {3} this week", "{0} at {2} of {3} this week"),
            [ExclusionReason.CapOpen] = ("{0} at {2} of {3} open", "{0} at {2} of {3} open"),
            [ExclusionReason.Territory] = ("{0} outside the territory", "{0} outside the territory"),
            [ExclusionReason.Skill] = ("{0} lacks {4}", "{0} lacks {4}"),
            [ExclusionReason.Language] = ("{0} does not speak {4}", "{0} does not speak {4}"),
            [ExclusionReason.Tried] = ("{0} was tried already", "{0} was tried already"),
            [ExclusionReason.Rejected] = ("{0} rejected it", "{0} rejected it"),
            [ExclusionReason.Conflict] = ("{0} has a conflict", "{0} has a conflict"),
        },
        Counted = new Dictionary<ExclusionReason, string>
        {
            [ExclusionReason.Inactive] = "{0} more inactive",
            [ExclusionReason.OffHours] = "{0} more off shift",
            [ExclusionReason.TimeOff] = "{0} more on time off",
            [ExclusionReason.Paused] = "{0} more paused",
            [ExclusionReason.CapHour] = "{0} more at the hour's cap",
            [ExclusionReason.CapDay] = "{0} more at the day's cap",
            [ExclusionReason.CapWeek] = "{0} more at the week's cap",
            [ExclusionReason.CapOpen] = "{0} more at the cap of open leads",
            [ExclusionReason.Territory] = "{0} more outside the territory",
            [ExclusionReason.Skill] = "{0} more without the skills",
            [ExclusionReason.Language] = "{0} more without the language",
            [ExclusionReason.Tried] = "{0} more tried already",
            [ExclusionReason.Rejected] = "{0} more who rejected it",
            [ExclusionReason.Conflict] = "{0} more with a conflict",
        },
        Picked = new Dictionary<PickedBy, string>
        {
            [PickedBy.Credit] = "{0}'s credit {1} is the highest of {2}",
            [PickedBy.LongestWait] = "{0} ties at {1} and has waited longest of {2}",
            [PickedBy.Draw] = "{0} ties at {1} and wins the draw among {2}",
            [PickedBy.OnlyOne] = "only {0} could take it",
            [PickedBy.PersonOwner] = "{0} already owns this contact",
            [PickedBy.AccountOwner] = "{0} already owns this company",
            [PickedBy.Manual] = "{0} was chosen by hand",
            [PickedBy.Claim] = "{0} accepted first of {2}",
        },
        InPool = "pool {0}",
        PassedOn = "nobody in {0} could take it",
        LaterTier = "{0} in a later tier",
        Busier = "{0} busier",
        Held = "Held until {0}",
        LookAgain = "Held, next look {0}",
        Overflowed = "Passed on to pool {0}",
        NobodyEver = "Nobody can take it",
        Offered = "Offered to {0}",
        NoMembers = "the pool has no reps",
        LessCredit = "{0}'s credit {1} is below {2}'s {3}",
        TiedOut = "{0}'s credit {1} ties with {2}'s, who was next",
        WasNext = "{0} could have taken it",
        NotMember = "{0} was not in the pool",
        GotIt = "{0} got it",
    };
}
