using System.Collections.Immutable;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.Domain.Scoring;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Rules;

namespace LeadRouter.UseCases.Scoring;

/// <summary>Scores and routes a lead under the version that it entered with. Reads memory only: it is carried out within a step.</summary>
public sealed class ScoreLead(IConfigurations configurations, SeenAttributes seen)
{
    public async ValueTask<EffectResult> RunAsync(LeadRecord lead, DateTimeOffset now, CancellationToken ct)
    {
        var version = await configurations.FindAsync(lead.Version, ct).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"Lead {lead.Id} entered with configuration version {lead.Version}, which is not there");
        seen.Note(lead.Attributes);
        var decided = Decide(version.Set, lead, now);
        var card = decided.Score! with { Version = version.Number, At = now };
        // A lead that has been routed is scored again when its person enquires again; where it is, it stays, but it may become urgent.
        return lead.Life.Status == LeadStatus.Received ? decided with { Score = card } : new EffectResult(Tightening(lead, decided.Signal)) { Score = card };
    }

    private static Signal.Tightened? Tightening(LeadRecord lead, Signal? decided) =>
        decided is Signal.Scored scored && scored.Terms.IsTighterThan(lead.Life.Terms) ? new Signal.Tightened(scored.Band, scored.Terms) : null;

    /// <summary>What the same rules say of the lead again, as of the instant at which it was scored; null when it never was.</summary>
    public async ValueTask<ScoreCard?> ReplayAsync(LeadRecord lead, CancellationToken ct)
    {
        if (lead.Score is not { } told || await configurations.FindAsync(told.Version, ct).ConfigureAwait(false) is not { } version) return null;
        return Decide(version.Set, lead, told.At).Score! with { Version = told.Version, At = told.At };
    }

    public static EffectResult Decide(RuleSet rules, LeadRecord lead, DateTimeOffset now)
    {
        var score = Score.Of(rules, lead.Attributes, now, EvidenceTimes.Of(lead, now));
        var routed = Routing.Of(rules, score.Onto(lead.Attributes)) as RouteOutcome.Routed;
        var card = Card(score, routed);
        if (lead.IsTest) return new EffectResult(new Signal.Unfit("test")) { Score = card };
        if (score.Disqualified is [var first, ..]) return new EffectResult(new Signal.Unfit(first.Reason)) { Score = card };
        if (routed is null) throw new InvalidOperationException("No routing row takes the lead, although a published set has a fallback row");
        var terms = rules.SlaPolicies[routed.SlaPolicy].ToTerms();
        return new EffectResult(new Signal.Scored(card.Total, card.Band, routed.Rule, routed.Pool, terms, routed.Value, [.. routed.Skills])) { Score = card };
    }

    private static ScoreCard Card(ScoreResult score, RouteOutcome.Routed? routed) => new(
        Points(score.Total),
        score.Band ?? "",
        score.Groups.ToImmutableSortedDictionary(g => g.Key, g => Points(g.Value), StringComparer.Ordinal),
        [.. score.Evidence.Select(e => new ScoreEvidence(e.Rule, e.Group, Points(e.Decayed), e.Since))],
        routed?.Rule ?? "")
    {
        Mql = score.Mql,
    };

    private static int Points(decimal points) => (int)Math.Round(points, MidpointRounding.AwayFromZero);
}
