using System.Globalization;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Scoring;

/// <param name="Band">Null when no band holds the total.</param>
/// <param name="Groups">Points by group, within the group's cap and floor; they add up to the total.</param>
/// <param name="Disqualified">Every disqualifier that applies; any one is enough.</param>
public sealed record ScoreResult(
    decimal Total, string? Band, bool Mql, IReadOnlyDictionary<string, decimal> Groups, IReadOnlyList<Evidence> Evidence,
    IReadOnlyList<Disqualification> Disqualified)
{
    /// <summary>The lead as routing sees it, with <c>Score</c> and <c>Band</c>.</summary>
    public LeadAttributes Onto(LeadAttributes lead) =>
        lead.With("Score", Total.ToString("0.##", CultureInfo.InvariantCulture)).With("Band", Band);
}

/// <summary>A scoring row that matched.</summary>
/// <param name="Decayed">What is left of the points, by the age of the evidence.</param>
/// <param name="Since">The time of the evidence.</param>
public sealed record Evidence(string Rule, string Group, decimal Points, decimal Decayed, DateTimeOffset Since);

public sealed record Disqualification(string Rule, string Reason);
