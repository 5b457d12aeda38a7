using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Sla;
using LeadRouter.UseCases.Sla;

namespace LeadRouter.Adapters.Http;

internal static class EnglishRepWords
{
    public static readonly RepWords All = new()
    {
        Language = "en",
        Name = "Name",
        Company = "Company",
        Email = "Email",
        Phone = "Phone",
        Country = "Country",
        Message = "Message",
        Reason = "Reason",
        AgainOn = "If “{0}”: when to offer it again",
        Criteria = "Confirm what you know of the lead",
        Rating = "How good was the lead?",
        Good = "Good",
        Bad = "Bad",
        Until = "until",
        Expired = "This link has expired",
        ExpiredText = "Use the newest mail about this lead.",
        Invalid = "This link does not work",
        InvalidText = "It may have been cut off or changed on its way. Nothing was done. Open it from the mail itself.",
        NothingToDo = "Nothing to do here",
        Yours = "This lead is already yours",
        Taken = "The lead was taken by {0} {1}.",
        PassedOn = "The lead was passed on to {0} {1}.",
        Withdrawn = "The lead was withdrawn: it is no longer offered to you.",
        NotNow = "You have as many leads as you may just now. Close one and press again: the lead is still offered.",
        TooLate = "An accept can be taken back for ten minutes. Reject the lead instead, or tell your manager.",
        Stored = "Received",
        StoredText = "Your answer is stored and takes effect in a moment.",
        MyLeads = "My leads",
        OpenLeads = "Open",
        EndedLeads = "Ended or passed on lately",
        RejectedByYou = "Rejected by you",
        TimedOut = "Not accepted in time",
        GivenToOther = "Passed on",
        WasOffered = "Offered to you {0}",
        NoLeads = "You have no open leads.",
        WorkingTimeLeft = " ({0} of working time left)",
        Pausing = "Pause",
        PauseText = "While you are paused you get no new leads. Those you have stay with you.",
        PauseUntil = "Until (leave empty to pause until you resume)",
        Pause = "Pause",
        PausedUntil = "You are paused until {0}.",
        PausedOpenly = "You are paused until you resume.",
        PausedByOffice = "Your row in the table of reps says that you are paused. Ask whoever keeps it.",
        Resume = "Resume",
        JustNow = "just now",
        AgoForm = "{0} ago",
        Units = [("minute", "minutes"), ("hour", "hours"), ("day", "days")],
        Deadlines = new Dictionary<Milestone, string>
        {
            [Milestone.Accept] = "Accept by",
            [Milestone.Contact] = "Contact by",
            [Milestone.Qualify] = "Qualify by",
        },
        Lackings = new Dictionary<Lack, string>
        {
            [Lack.Reason] = "Choose a reason.",
            [Lack.Date] = "Choose a date in the future.",
            [Lack.Criteria] = "Not noted yet. To mark the lead qualified, these are missing:",
            [Lack.Rating] = "Say whether the lead was good or bad.",
        },
        States = new Dictionary<LeadStatus, string>
        {
            [LeadStatus.Offered] = "Offered to you",
            [LeadStatus.Accepted] = "Accepted",
            [LeadStatus.Contacted] = "Contacted",
            [LeadStatus.Qualified] = "Qualified",
            [LeadStatus.Won] = "Won",
            [LeadStatus.Lost] = "Lost",
            [LeadStatus.Disqualified] = "Disqualified",
            [LeadStatus.Expired] = "Expired",
        },
        Actions = new Dictionary<RepAction, ActionWords>
        {
            [RepAction.Accept] = new("Accept this lead?", "Accept", "Accept", "The lead is yours", "You have accepted it before."),
            [RepAction.Reject] = new("Reject this lead?", "Reject", "Reject", "You have rejected the lead", "You have rejected it before."),
            [RepAction.Contacted] = new("Have you contacted the lead?", "I have contacted the lead", "Yes, contacted", "Noted: contacted", "You have noted that before."),
            [RepAction.Qualified] = new("Is the lead qualified?", "The lead is qualified", "Yes, qualified", "Noted: qualified", "You have noted that before."),
            [RepAction.Disqualified] = new("Disqualify the lead?", "Disqualify the lead", "Disqualify", "Noted: disqualified", "You have noted that before."),
            [RepAction.UndoAccept] = new("Take the accept back?", "Take the accept back", "Take it back", "The lead is offered to you again", "The accept is taken back already."),
            [RepAction.Rate] = new("Rate the lead", "Rate the lead", "Rate", "Noted: thank you", "You have rated this lead before."),
            [RepAction.MyLeads] = new("My leads", "My leads", "", "", ""),
        },
    };
}
