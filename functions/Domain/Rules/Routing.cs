using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>Where a scored lead goes. Failed rows are there only when they were asked for.</summary>
public abstract record RouteOutcome
{
    private RouteOutcome()
    {
    }

    public IReadOnlyList<FailedCell> Failed { get; init; } = [];

    public sealed record Routed(string Rule, PoolId Pool, string SlaPolicy, decimal Value, IReadOnlyList<string> Skills) : RouteOutcome;

    /// <summary>No row accepts the lead: a published set has a fallback row, so only a draft can answer this.</summary>
    public sealed record Unrouted : RouteOutcome;
}

public static class Routing
{
    /// <param name="lead">With <c>Score</c> and <c>Band</c>; see <see cref="Scoring.ScoreResult.Onto"/>.</param>
    /// <param name="explain">Also tell, for every other row that the lead did not meet, the cell that refused it.</param>
    public static RouteOutcome Of(RuleSet rules, LeadAttributes lead, bool explain = false)
    {
        if (!explain) return Answer(rules, rules.RoutingTable.First(lead));
        var (matched, failed) = rules.RoutingTable.Explain(lead);
        return Answer(rules, matched.Count > 0 ? matched[0] : -1) with { Failed = failed };
    }

    private static RouteOutcome Answer(RuleSet rules, int row)
    {
        if (row < 0) return new RouteOutcome.Unrouted();
        var rule = rules.Routing[row];
        return new RouteOutcome.Routed(rule.Key, rule.Pool, rule.SlaPolicy, rule.Value, rule.Skills);
    }
}
