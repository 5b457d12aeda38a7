using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Sla;

/// <summary>What the page behind a rep's link shows.</summary>
public abstract record LinkPage
{
    /// <summary>Forged or damaged: nothing is said of any lead.</summary>
    public sealed record Invalid : LinkPage;

    /// <summary>Signed with a key that is no longer in use.</summary>
    public sealed record Retired(RepRow? Rep) : LinkPage;

    public sealed record Expired(RepRow? Rep) : LinkPage;

    /// <summary>The lead as it stands, and whether the link's action is still open to this rep.</summary>
    /// <param name="Closed">Why the action is not open; null when it is.</param>
    public sealed record Shown(RepLink Link, RepRow Rep, OpenLead Open, LinkClosed? Closed) : LinkPage
    {
        public LeadRecord Lead => Open.Record;

        public DateTimeOffset Now { get; init; }

        /// <summary>What the press of the button just brought about.</summary>
        public SignalOutcome? Done { get; init; }

        /// <summary>What the form lacked, so that nothing happened.</summary>
        public RepAnswer.Incomplete? Lacks { get; init; }
    }

    /// <summary>The rep's own page.</summary>
    public sealed record Mine(RepLink Link, MyLeads Leads) : LinkPage;
}

/// <summary>Why a link's action is not open any more.</summary>
public enum LinkClosed
{
    /// <summary>This rep did just that, or more, before.</summary>
    DoneByYou,

    /// <summary>Somebody else has the lead by now.</summary>
    TakenByOther,

    /// <summary>Nobody has it, or it ended.</summary>
    Withdrawn,

    /// <summary>An accept can be taken back for some minutes only.</summary>
    TooLate,

    /// <summary>The offer stands, but this rep cannot take it now: he has as many leads as he may.</summary>
    NotNow,
}

/// <summary>What the form of a page posted.</summary>
public sealed record RepForm(string? Action, string? Reason = null, string? Until = null, string? Rating = null)
{
    public IReadOnlyList<string> Criteria { get; init; } = [];

    /// <summary>Tells a repeated press from another answer.</summary>
    public string Print => string.Join('|', [Reason, Until, Rating, .. Criteria.Order(StringComparer.Ordinal)]);
}
