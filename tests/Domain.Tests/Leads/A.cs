using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Leads;

/// <summary>The words of these tests: Monday, 2 March 2026, nine o'clock; ana has the lead, ben is next, mia is the manager.</summary>
internal static class A
{
    public static readonly DateTimeOffset Monday9 = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly RepId Ana = new("ana");
    public static readonly RepId Ben = new("ben");
    public static readonly RepId Cleo = new("cleo");
    public static readonly PoolId Spain = new("spain");
    public static readonly LeadId First = new("first");

    /// <summary>Half an hour to accept with a reminder after 15 minutes, four hours to contact, five days to qualify.</summary>
    public static readonly SlaTerms Terms = new()
    {
        Policy = "standard",
        AcceptWithin = TimeSpan.FromMinutes(30),
        ContactWithin = TimeSpan.FromHours(4),
        QualifyWithin = TimeSpan.FromDays(5),
        RemindAt = [new Reminder(0.5, null)],
        Ladder = [LadderStep.Remind, LadderStep.Manager, LadderStep.Reassign, LadderStep.Overflow, LadderStep.House],
    };

    public static LeadRecord Lead(LifecycleState? life = null) => new()
    {
        Id = new LeadId("lead"),
        Source = "web",
        ReceivedAt = Monday9,
        Attributes = LeadAttributes.Empty.With("Email", "eva@acme.example").With("FullName", "Eva Ruiz"),
        Life = life ?? LifecycleState.Received(Monday9),
    };

    /// <summary>A lead that came to this state the usual way, seen at <see cref="Monday9"/>.</summary>
    public static LifecycleState Life(LeadStatus status, SlaTerms? terms = null) => status switch
    {
        LeadStatus.Received => LifecycleState.Received(Monday9),
        LeadStatus.Quarantined => LifecycleState.Quarantined(Monday9, "source.unknown"),
        LeadStatus.Discarded => LifecycleState.Quarantined(Monday9, "source.unknown") with { Status = LeadStatus.Discarded },
        LeadStatus.Linked => LifecycleState.Received(Monday9) with { Status = LeadStatus.Linked, LinkedTo = First },
        _ => Routed(status, terms ?? Terms),
    };

    public static LifecycleState Offered(SlaTerms? terms = null) => Life(LeadStatus.Offered, terms);

    public static Signal.Assigned AssignedTo(RepId rep, int attempt = 1) => new(attempt, rep, Spain, "The most credit of all.");

    public static Signal.Scored Scored(SlaTerms? terms = null) => new(30, "A", "fallback", Spain, terms ?? Terms);

    public static Signal.Rejected Rejected(Disposition disposition, bool refund = false, DateTimeOffset? until = null) =>
        new(Ana, "reason", disposition, refund, until, 1);

    private static LifecycleState Routed(LeadStatus status, SlaTerms terms)
    {
        var life = LifecycleState.Received(Monday9) with { Status = status, Attempt = 1, CycleStart = 1, Pool = Spain, Terms = terms };
        if (status != LeadStatus.Assigning) life = life with { Acknowledged = true };
        if (status.IsOwned() || status.IsClosed()) life = life with { Owner = Ana };
        return status switch
        {
            LeadStatus.Held => life with { Until = Monday9.AddHours(1) },
            LeadStatus.Broadcast => life with { OfferedTo = [Ana, Ben], Deadline = Deadline.Arm(terms, Milestone.Accept, Monday9) },
            LeadStatus.Offered => life with { Deadline = Deadline.Arm(terms, Milestone.Accept, Monday9) },
            LeadStatus.Accepted => life with { AcceptedAt = Monday9, Deadline = Deadline.Arm(terms, Milestone.Contact, Monday9) },
            LeadStatus.Contacted => life with { AcceptedAt = Monday9, Deadline = Deadline.Arm(terms, Milestone.Qualify, Monday9) },
            LeadStatus.Qualified => life with { AcceptedAt = Monday9 },
            LeadStatus.Nurturing => life with { Tried = [Ana], Until = Monday9.AddDays(7), LastActivity = Monday9.AddDays(7) },
            LeadStatus.House => life with { Tried = [Ana], Reason = "ladder" },
            _ => life,
        };
    }
}
