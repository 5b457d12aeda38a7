using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Sla;

/// <summary>What the page behind a rep's link shows.</summary>
public abstract record LinkPage
{
    /// <summary>Forged or damaged: nothing is said of any lead.</summary>
    public sealed record Invalid : LinkPage;

    public sealed record Expired(RepRow? Rep) : LinkPage;

    /// <summary>The lead as it stands, and whether the link's action is still open to this rep.</summary>
    /// <param name="Closed">Why the action is not open; null when it is.</param>
    /// <param name="Done">What the press of the button just brought about.</param>
    public sealed record Shown(RepLink Link, RepRow Rep, LeadRecord Lead, LinkClosed? Closed, SignalOutcome? Done = null) : LinkPage;
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

    /// <summary>The offer stands, but this rep cannot take it now: he has as many leads as he may.</summary>
    NotNow,
}

/// <summary>The page behind a link in a rep's mail. Showing changes nothing; acting sends a signal, once.</summary>
public sealed class AnswerLink(ILeadStore leads, LinkKeys keys, IConfigurations configurations, PostSignal post, TimeProvider clock)
{
    public async Task<LinkPage> ShowAsync(string token, CancellationToken ct)
    {
        var live = configurations.Current.Live;
        switch (RepLinks.Read(token, keys.All, clock.GetUtcNow()))
        {
            case RepLinkReading.Expired expired:
                return new LinkPage.Expired(live.Reps.GetValueOrDefault(expired.Link.Rep));
            case RepLinkReading.Valid { Link: var link } when live.Reps.GetValueOrDefault(link.Rep) is { } rep
                && await leads.OpenAsync(link.Lead, ct).ConfigureAwait(false) is { } open:
                return new LinkPage.Shown(link, rep, open.Record, ClosedFor(link, open.Record.Life));
            default:
                return new LinkPage.Invalid();
        }
    }

    /// <param name="reason">Of a rejection or disqualification: the RowKey of a row in <c>Reasons</c>.</param>
    public async Task<LinkPage> ActAsync(string token, string? action, string? reason, CancellationToken ct)
    {
        var page = await ShowAsync(token, ct).ConfigureAwait(false);
        if (page is not LinkPage.Shown { Closed: null } shown) return page;
        // The button names the action too: a page kept open cannot press another one.
        if (!string.Equals(action, shown.Link.Action.ToString(), StringComparison.OrdinalIgnoreCase)) return page;
        if (SignalOf(shown.Link, reason) is not { } signal) return page;
        // The generation tells a press that is repeated from one after the first was taken back.
        var id = $"rep-{shown.Link.Attempt}-{shown.Link.Action.ToString().ToLowerInvariant()}-{shown.Link.Rep}-{shown.Lead.Life.Generation}";
        var outcome = await post.RunAsync(shown.Link.Lead, id, signal, reason ?? "", ct).ConfigureAwait(false);
        var after = await AfterAsync(shown.Link, ct).ConfigureAwait(false) ?? shown.Lead;
        if (outcome is SignalOutcome.Taken { Answer.Refusal: not null }) return shown with { Lead = after, Done = outcome, Closed = ClosedFor(shown.Link, after.Life) };
        if (shown.Lead.Life.Status != LeadStatus.Broadcast || shown.Link.Action != RepAction.Accept || after.Life.Owner == shown.Link.Rep)
            return shown with { Lead = after, Done = outcome };
        // The accept was noted, and then the pool said no; or it has not said anything yet.
        return after.Life.Claimant == shown.Link.Rep
            ? shown with { Lead = after, Done = new SignalOutcome.Pending(id) }
            : shown with { Lead = after, Closed = ClosedFor(shown.Link, after.Life) ?? LinkClosed.NotNow };
    }

    /// <summary>The lead after the signal. Of an offer to several, not before the pool has said whether the first to accept may have it.</summary>
    private async Task<LeadRecord?> AfterAsync(RepLink link, CancellationToken ct)
    {
        // Real time: a person waits at a screen.
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var record = (await leads.OpenAsync(link.Lead, ct).ConfigureAwait(false))?.Record;
            if (record?.Life is not { Status: LeadStatus.Broadcast, Claimant: not null } || TimeProvider.System.GetElapsedTime(started) > ClaimPatience) return record;
            await Task.Delay(ClaimPause, ct).ConfigureAwait(false);
        }
    }

    private static readonly TimeSpan ClaimPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClaimPause = TimeSpan.FromMilliseconds(20);

    private Signal? SignalOf(RepLink link, string? reason) => link.Action switch
    {
        RepAction.Accept => new Signal.Accepted(link.Rep, link.Attempt),
        RepAction.Contacted => new Signal.Contacted(link.Rep, link.Attempt),
        RepAction.Reject when configurations.Current.Live.Reason(ReasonOn.Reject, reason) is { } row => row.ToRejection(link.Rep, null, link.Attempt),
        RepAction.Disqualified => new Signal.Disqualified(link.Rep, reason, link.Attempt),
        RepAction.Qualified => new Signal.Qualified(link.Rep, [], link.Attempt),
        _ => null,
    };

    private static LinkClosed? ClosedFor(RepLink link, LifecycleState life)
    {
        if (life.Status.IsClosed()) return LinkClosed.Withdrawn;
        if (life.Status == LeadStatus.Broadcast && life.Attempt == link.Attempt && life.OfferedTo.Contains(link.Rep))
            return link.Action is RepAction.Accept or RepAction.Reject ? null : LinkClosed.Withdrawn;
        if (life.Owner is { } owner && owner != link.Rep) return LinkClosed.TakenByOther;
        if (life.Owner is null || life.Attempt != link.Attempt || !life.Status.IsOwned()) return LinkClosed.Withdrawn;
        return Rank(life.Status) >= Rank(link.Action) ? LinkClosed.DoneByYou : null;
    }

    private static int Rank(LeadStatus status) => status switch
    {
        LeadStatus.Offered => 0,
        LeadStatus.Accepted => 1,
        LeadStatus.Contacted => 2,
        _ => 3,
    };

    private static int Rank(RepAction action) => action switch
    {
        RepAction.Accept => 1,
        RepAction.Contacted => 2,
        RepAction.Qualified => 3,
        _ => 4,
    };
}
