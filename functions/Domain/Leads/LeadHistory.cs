using System.Collections.Immutable;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Leads;

/// <summary>What became of an offer to a rep. An offer to several is one to each of them, with the same attempt.</summary>
public sealed record Offer(int Attempt, RepId Rep, PoolId Pool, DateTimeOffset At)
{
    public DateTimeOffset? AcceptedAt { get; init; }

    public DateTimeOffset? ContactedAt { get; init; }

    public DateTimeOffset? QualifiedAt { get; init; }

    // Time on the offer's clock from the receipt to each; null where the clock runs every hour of every day.
    public TimeSpan? AssignedBusiness { get; init; }

    public TimeSpan? AcceptedBusiness { get; init; }

    public TimeSpan? TouchedBusiness { get; init; }

    /// <summary>Milestones reached before their deadline had ever passed.</summary>
    public ImmutableArray<Milestone> Kept { get; init; } = [];

    /// <summary>Milestones whose deadline passed, reached later or not.</summary>
    public ImmutableArray<Milestone> Broken { get; init; } = [];

    /// <summary>The reason with which the rep gave it back.</summary>
    public string? Rejected { get; init; }
}

/// <summary>
/// What the measures need of a lead's past and its state does not tell any more. It follows from the steps alone, and never decides one.
/// </summary>
public sealed record LeadHistory
{
    /// <summary>A lead that is offered again for years must not fill its row: past so many, the second oldest offer makes room.</summary>
    public const int OffersKept = 500;

    public static readonly LeadHistory None = new();

    public ImmutableArray<Offer> Offers { get; init; } = [];

    public DateTimeOffset? ScoredAt { get; init; }

    public DateTimeOffset? WonAt { get; init; }

    /// <summary>It was in the house queue at least once.</summary>
    public bool Housed { get; init; }

    /// <summary>In the house queue since then; null when it is elsewhere.</summary>
    public DateTimeOffset? HouseSince { get; init; }

    /// <summary>Time spent in the house queue by visits that have ended.</summary>
    public TimeSpan? InHouse { get; init; }

    /// <summary>The last rating; null when nobody rated it.</summary>
    public bool? Good { get; init; }

    /// <summary>The history with one more step.</summary>
    /// <param name="received">When the lead came in: its time to each milestone starts then.</param>
    public LeadHistory After(DateTimeOffset received, LifecycleState before, Signal signal, LifecycleStep step, DateTimeOffset now)
    {
        if (step.Story.IsEmpty || step.Refusal is not null) return this;
        var history = Marked(before, signal, step.State, now).Continued(before, step.State);
        foreach (var rep in before.Asked.Where(rep => Concerns(signal, before, rep)))
            history = history.WithOffer(before.Attempt, rep, offer => Timed(Answered(offer, before, signal, step, now), received, before.Hours ?? step.State.Hours));
        return history.WithOffers(received, step.State, now);
    }

    /// <summary>A lead that is its own again is still the same offer to its owner, under the number that he is charged with anew.</summary>
    private LeadHistory Continued(LifecycleState before, LifecycleState after) =>
        before.BeforeLink is { } linked && before.Status == LeadStatus.Linked && after.Status.IsOwned() && after.Attempt != linked.Attempt
            ? this with { Offers = [.. Offers.Select(o => o.Attempt == linked.Attempt ? o with { Attempt = after.Attempt } : o)] }
            : this;

    /// <summary>What one of several says is his own answer; time passes for all of them.</summary>
    private static bool Concerns(Signal signal, LifecycleState before, RepId rep) => before.Status.IsOwned() || (before.Status == LeadStatus.Broadcast && signal switch
    {
        Signal.Claimed claimed => claimed.Rep == rep,
        Signal.Rejected { By: { } by } => by == rep,
        _ => true,
    });

    private LeadHistory WithOffers(DateTimeOffset received, LifecycleState state, DateTimeOffset now)
    {
        if (state is not { Status: LeadStatus.Offered or LeadStatus.Broadcast, Pool: { } pool } || Offers.Any(o => o.Attempt == state.Attempt)) return this;
        var business = OnClock(state.Hours, received, now);
        return this with
        {
            Offers = state.Asked.Aggregate(Offers, (offers, rep) => Kept(offers).Add(new Offer(state.Attempt, rep, pool, now) { AssignedBusiness = business })),
        };
    }

    private LeadHistory Marked(LifecycleState before, Signal signal, LifecycleState after, DateTimeOffset now)
    {
        var history = signal switch
        {
            Signal.Scored or Signal.Unfit => this with { ScoredAt = ScoredAt ?? now },
            Signal.Rated rated => this with { Good = rated.Good },
            Signal.Won => this with { WonAt = now },
            _ => this,
        };
        return (before.Status == LeadStatus.House, after.Status == LeadStatus.House) switch
        {
            (false, true) => history with { Housed = true, HouseSince = now },
            (true, false) when history.HouseSince is { } since => history with { HouseSince = null, InHouse = (history.InHouse ?? TimeSpan.Zero) + (now - since) },
            _ => history,
        };
    }

    private LeadHistory WithOffer(int attempt, RepId rep, Func<Offer, Offer> change)
    {
        var at = Offers.ToList().FindIndex(o => o.Attempt == attempt && o.Rep == rep);
        if (at < 0 || change(Offers[at]) is var changed && changed == Offers[at]) return this;
        return this with { Offers = Offers.SetItem(at, changed) };
    }

    private static Offer Answered(Offer offer, LifecycleState before, Signal signal, LifecycleStep step, DateTimeOffset now) => signal switch
    {
        // Of several the first to accept has the lead only when the pool says so.
        Signal.Accepted when before.Status == LeadStatus.Broadcast => offer,
        Signal.Accepted or Signal.Claimed => Reached(offer, Milestone.Accept, before.Terms, now),
        Signal.UndoAccept => offer with { AcceptedAt = null, Kept = offer.Kept.Remove(Milestone.Accept) },
        // Whoever has talked to the lead has taken it, and whoever qualified it has talked to it.
        Signal.Contacted => Reached(Reached(offer, Milestone.Accept, before.Terms, now), Milestone.Contact, before.Terms, now),
        Signal.Qualified => Reached(
            Reached(Reached(offer, Milestone.Accept, before.Terms, now), Milestone.Contact, before.Terms, now), Milestone.Qualify, before.Terms, now),
        Signal.Rejected rejected => offer with { Rejected = rejected.Reason },
        Signal.TimerFired when before.Deadline is { } missed && step.Story.Any(line => line.Kind == "breached") && !offer.Broken.Contains(missed.Milestone)
            => offer with { Broken = offer.Broken.Add(missed.Milestone) },
        _ => offer,
    };

    /// <summary>An instant keeps the time that was counted when it came about.</summary>
    private static Offer Timed(Offer offer, DateTimeOffset received, FrozenHours? hours) => offer with
    {
        AcceptedBusiness = offer.AcceptedAt is { } accepted ? offer.AcceptedBusiness ?? OnClock(hours, received, accepted) : null,
        TouchedBusiness = offer.ContactedAt is { } touched ? offer.TouchedBusiness ?? OnClock(hours, received, touched) : null,
    };

    private static TimeSpan? OnClock(FrozenHours? hours, DateTimeOffset from, DateTimeOffset to) => hours is null ? null : BusinessClock.Between(hours.ToCalendar(), from, to);

    private static Offer Reached(Offer offer, Milestone milestone, SlaTerms terms, DateTimeOffset now)
    {
        var first = milestone switch
        {
            Milestone.Accept => offer.AcceptedAt is null,
            Milestone.Contact => offer.ContactedAt is null,
            _ => offer.QualifiedAt is null,
        };
        if (!first) return offer;
        var reached = milestone switch
        {
            Milestone.Accept => offer with { AcceptedAt = now },
            Milestone.Contact => offer with { ContactedAt = now },
            _ => offer with { QualifiedAt = now },
        };
        return terms.Within(milestone) is null || offer.Broken.Contains(milestone) ? reached : reached with { Kept = offer.Kept.Add(milestone) };
    }

    private static ImmutableArray<Offer> Kept(ImmutableArray<Offer> offers) => offers.Length < OffersKept ? offers : offers.RemoveAt(1);
}
