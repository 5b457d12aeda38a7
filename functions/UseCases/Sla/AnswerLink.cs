using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Sla;

/// <summary>The page behind a link in a rep's mail. Showing changes nothing; acting sends a signal, once.</summary>
public sealed class AnswerLink(ILeadStore leads, LinkKeys keys, IConfigurations configurations, PostSignal post, RepDesk desk, TimeProvider clock)
{
    public async Task<LinkPage> ShowAsync(string token, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var live = configurations.Current.Live;
        switch (RepLinks.Read(token, keys.All, now))
        {
            case RepLinkReading.Expired expired:
                return new LinkPage.Expired(live.Reps.GetValueOrDefault(expired.Link.Rep));
            case RepLinkReading.Retired retired:
                return new LinkPage.Retired(live.Reps.GetValueOrDefault(retired.Link.Rep));
            case RepLinkReading.Valid { Link: { Action: RepAction.MyLeads } link } when live.Reps.GetValueOrDefault(link.Rep) is { } rep:
                return new LinkPage.Mine(link, await desk.ShowAsync(rep, now, ct).ConfigureAwait(false));
            case RepLinkReading.Valid { Link: var link } when live.Reps.GetValueOrDefault(link.Rep) is { } rep
                && await leads.OpenAsync(link.Lead, ct).ConfigureAwait(false) is { } open:
                return new LinkPage.Shown(link, rep, open, ClosedLinks.Why(link, open.Record.Life, now)) { Now = now };
            default:
                return new LinkPage.Invalid();
        }
    }

    public async Task<LinkPage> ActAsync(string token, RepForm form, CancellationToken ct)
    {
        var page = await ShowAsync(token, ct).ConfigureAwait(false);
        if (page is LinkPage.Mine mine) return mine with { Leads = await desk.ActAsync(mine.Leads, form, ct).ConfigureAwait(false) };
        if (page is not LinkPage.Shown { Closed: null } shown) return page;
        // The button names the action too: a page kept open cannot press another one.
        if (!string.Equals(form.Action, shown.Link.Action.ToString(), StringComparison.OrdinalIgnoreCase)) return page;
        return RepAnswer.Of(shown.Link, form, configurations.Current.Live, shown.Rep.TimeZone, shown.Now) switch
        {
            RepAnswer.Given given => await SendAsync(shown, given.Signal, form, ct).ConfigureAwait(false),
            RepAnswer.Incomplete lacks => shown with { Lacks = lacks },
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private async Task<LinkPage> SendAsync(LinkPage.Shown shown, Signal signal, RepForm form, CancellationToken ct)
    {
        var (link, life) = (shown.Link, shown.Lead.Life);
        // The generation tells a press that is repeated from one after the first was taken back. A rating moves no clock: one for each attempt.
        var round = link.Action == RepAction.Rate ? "once" : $"{life.Generation}";
        var id = $"rep-{link.Attempt}-{link.Action.ToString().ToLowerInvariant()}-{link.Rep}-{round}";
        var outcome = await post.RunAsync(shown.Open, id, signal, form.Print, ct).ConfigureAwait(false);
        var after = await AfterAsync(link, ct).ConfigureAwait(false) ?? shown.Open;
        // Refused because the lead moved on meanwhile: the page says what became of it.
        if (outcome is SignalOutcome.Taken { Answer.Refusal: not null })
            return shown with { Open = after, Closed = ClosedLinks.Why(link, after.Record.Life, shown.Now) ?? LinkClosed.Withdrawn, Done = outcome };
        if (life.Status != LeadStatus.Broadcast || link.Action != RepAction.Accept || after.Record.Life.Owner == link.Rep) return shown with { Open = after, Done = outcome };
        // The accept was noted, and then the pool said no; or it has not said anything yet.
        return after.Record.Life.Claimant == link.Rep
            ? shown with { Open = after, Done = new SignalOutcome.Pending(id) }
            : shown with { Open = after, Closed = ClosedLinks.Why(link, after.Record.Life, shown.Now) ?? LinkClosed.NotNow };
    }

    /// <summary>The lead after the signal. Of an offer to several, not before the pool has said whether the first to accept may have it.</summary>
    private async Task<OpenLead?> AfterAsync(RepLink link, CancellationToken ct)
    {
        // Real time: a person waits at a screen.
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var open = await leads.OpenAsync(link.Lead, ct).ConfigureAwait(false);
            if (open?.Record.Life is not { Status: LeadStatus.Broadcast, Claimant: not null } || TimeProvider.System.GetElapsedTime(started) > ClaimPatience) return open;
            await Task.Delay(ClaimPause, ct).ConfigureAwait(false);
        }
    }

    private static readonly TimeSpan ClaimPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClaimPause = TimeSpan.FromMilliseconds(20);
}

/// <summary>Whether a link's action is still open.</summary>
public static class ClosedLinks
{
    /// <summary>Null when it is.</summary>
    public static LinkClosed? Why(RepLink link, LifecycleState life, DateTimeOffset now)
    {
        // A lead can be rated whatever its end.
        if (link.Action == RepAction.Rate) return life.Attempt == 0 ? LinkClosed.Withdrawn : null;
        if (life.Status.IsClosed()) return life.Owner == link.Rep && life.Attempt == link.Attempt && Ends(link.Action, life.Status) ? LinkClosed.DoneByYou : LinkClosed.Withdrawn;
        if (life.Status == LeadStatus.Broadcast && life.Attempt == link.Attempt && life.OfferedTo.Contains(link.Rep))
            return link.Action is RepAction.Accept or RepAction.Reject ? null : LinkClosed.Withdrawn;
        if (life.Owner is { } owner && owner != link.Rep) return LinkClosed.TakenByOther;
        if (life.Owner is null || life.Attempt != link.Attempt || !life.Status.IsOwned()) return LinkClosed.Withdrawn;
        if (link.Action == RepAction.UndoAccept) return Undo(life, now);
        return Rank(life.Status) >= Rank(link.Action) ? LinkClosed.DoneByYou : null;
    }

    private static LinkClosed? Undo(LifecycleState life, DateTimeOffset now) => life switch
    {
        { Status: LeadStatus.Offered } => LinkClosed.DoneByYou,
        { Status: LeadStatus.Accepted, AcceptedAt: { } at } when now - at <= Lifecycle.UndoWindow => null,
        _ => LinkClosed.TooLate,
    };

    private static bool Ends(RepAction action, LeadStatus status) =>
        action is RepAction.Reject or RepAction.Disqualified && status == LeadStatus.Disqualified;

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
