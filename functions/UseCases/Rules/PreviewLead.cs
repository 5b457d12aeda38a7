using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.Domain.Scoring;
using LeadRouter.Domain.Sla;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Sla;

namespace LeadRouter.UseCases.Rules;

/// <summary>Whose preview, and by which rules.</summary>
/// <param name="Lead">Typed in; null for an existing one.</param>
/// <param name="Version">Null is the draft.</param>
public sealed record PreviewRequest(FormFields? Lead, LeadId? Existing, int? Version);

/// <summary>What a preview came to.</summary>
public abstract record PreviewOutcome
{
    /// <param name="Assignment">The ruling of each pool that was asked; none for a lead that is disqualified or finds no row.</param>
    /// <param name="Deadlines">If it were given to its owner at this instant.</param>
    public sealed record Seen(
        int? Version, LeadAttributes Lead, ScoreResult Score, IReadOnlyList<FailedCell> Unscored, RouteOutcome Route,
        IReadOnlyList<AssignmentOutcome> Assignment, SlaTerms Terms, IReadOnlyList<Deadline> Deadlines, Labels Labels) : PreviewOutcome;

    /// <summary>The draft cannot be read.</summary>
    public sealed record Unreadable(IReadOnlyList<Problem> Problems) : PreviewOutcome;

    public sealed record NoSuchVersion : PreviewOutcome;

    public sealed record NoSuchLead : PreviewOutcome;
}

/// <summary>What would become of a lead, and why. Reads only: nothing changes, nothing is sent.</summary>
public sealed class PreviewLead(IConfigStore store, IConfigurations configurations, ILeadStore leads, IPoolBooks books, RosterCache rosters, IAccountOwners accounts, OfferClocks clocks, ConfigCheck check, TimeProvider clock)
{
    private static readonly LeadId Nobody = new("preview");

    public async Task<PreviewOutcome> RunAsync(PreviewRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (rules, bad) = await RulesAsync(request.Version, ct).ConfigureAwait(false);
        if (rules is null) return bad!;
        var record = request.Existing is { } id
            ? (await leads.OpenAsync(id, ct).ConfigureAwait(false))?.Record
            : Typed(request.Lead!, configurations.Current.Live, now);
        if (record is null) return new PreviewOutcome.NoSuchLead();
        var book = await books.ReadAsync(ct).ConfigureAwait(false);
        // Read before it is known whether the pool cares: one that does not takes no notice of it.
        var owner = Rosters.CompanyOf(record.Attributes) is { } company ? await accounts.FindAsync(company, ct).ConfigureAwait(false) : null;
        return Decide(rules, record, await rosters.CurrentAsync(ct).ConfigureAwait(false), book, clocks, now, owner) with { Version = request.Version };
    }

    internal static PreviewOutcome.Seen Decide(RuleSet rules, LeadRecord lead, Rosters rosters, AssignmentBook book, OfferClocks clocks, DateTimeOffset now, RepId? accountOwner = null)
    {
        var score = Score.Of(rules, lead.Attributes, now, EvidenceTimes.Of(lead, now));
        var unscored = rules.ScoringTable.Explain(lead.Attributes).Failed;
        var route = Routing.Of(rules, score.Onto(lead.Attributes), explain: true);
        var terms = route is RouteOutcome.Routed to && rules.SlaPolicies.TryGetValue(to.SlaPolicy, out var policy) ? policy.ToTerms() : SlaTerms.Unrouted;
        var seen = new PreviewOutcome.Seen(null, lead.Attributes, score, unscored, route, [], terms, [], rosters.Labels);
        if (score.Disqualified.Count > 0 || route is not RouteOutcome.Routed routed) return seen;
        var life = lead.Life with { Value = routed.Value, Skills = [.. routed.Skills] };
        var request = AssignLead.RequestFor(lead with { Life = life }, life.Attempt + 1, now, rosters.LiveStamp) with { AccountOwner = accountOwner };
        var rulings = AssignLead.Chain(rosters, routed.Pool, lead.Attributes, book, request, null);
        // Without an owner the hours are those that no rep changes: the pool's or the lead's.
        var owner = rulings[^1].Ruling.Outcome switch
        {
            AssignmentOutcome.Assigned assigned => assigned.Owner,
            AssignmentOutcome.Broadcast offer => offer.Reps[0],
            _ => default,
        };
        var hours = clocks.HoursFor(terms, owner, lead.Attributes, now);
        var deadlines = Enum.GetValues<Milestone>().Select(m => Deadline.Arm(terms, m, now, hours)).OfType<Deadline>();
        return seen with { Assignment = [.. rulings.Select(r => r.Ruling.Outcome)], Deadlines = [.. deadlines] };
    }

    private async Task<(RuleSet? Rules, PreviewOutcome? Bad)> RulesAsync(int? version, CancellationToken ct)
    {
        if (version is { } number)
            return await configurations.FindAsync(number, ct).ConfigureAwait(false) is { } known ? (known.Set, null) : (null, new PreviewOutcome.NoSuchVersion());
        var draft = await store.TablesAsync(ct).ConfigureAwait(false);
        var (rules, problems) = RuleSet.Compile(draft.Tables, check.Locale);
        return (rules, rules is null ? new PreviewOutcome.Unreadable(problems) : null);
    }

    /// <summary>A typed lead is cleaned as a submission would be, so that it meets the same rules.</summary>
    private static LeadRecord Typed(FormFields fields, LiveConfig live, DateTimeOffset now)
    {
        var source = LeadAttributes.From(fields.All)["Source"] ?? "website";
        var clean = Cleaning.Clean(fields, source, live.Sources.GetValueOrDefault(source)?.DefaultRegion);
        return new LeadRecord { Id = Nobody, Source = source, ReceivedAt = now, Attributes = clean.Attributes, Life = LifecycleState.Received(now) };
    }
}
