using System.Collections.Immutable;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Scoring;

/// <summary>What a lead is worth under a rule set at an instant.</summary>
public static class Score
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static ScoreResult Of(RuleSet rules, LeadAttributes lead, DateTimeOffset now, EvidenceTimes times)
    {
        List<Evidence> evidence = [.. rules.ScoringTable.Matches(lead).Select(row => Weigh(rules.Scoring[row], now, times))];
        var groups = evidence
            .GroupBy(e => e.Group, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => Clamp(rules, g.Key, g.Sum(e => e.Decayed)), StringComparer.OrdinalIgnoreCase);
        // A floor above zero counts for a group without evidence too.
        foreach (var group in rules.Groups.Values) groups.TryAdd(group.Key, group.Clamp(0));
        var total = groups.Values.Sum();
        var band = rules.Bands.FirstOrDefault(b => b.Holds(total));
        return new ScoreResult(total, band?.Key, band?.Mql ?? false, groups, evidence, Disqualify(rules, lead));
    }

    private static Evidence Weigh(ScoringRow row, DateTimeOffset now, EvidenceTimes times)
    {
        var since = times.Of(row.Conditions);
        return new Evidence(row.Key, row.Group, row.Points, Decay(row.Points, row.HalfLifeDays, now - since), since);
    }

    /// <summary>Half the points are left after each half-life; rounded to cents, so that the evidence adds up to the total exactly.</summary>
    public static decimal Decay(decimal points, decimal? halfLifeDays, TimeSpan age)
    {
        if (halfLifeDays is not { } halfLife || age <= TimeSpan.Zero) return points;
        var left = Math.Pow(2, -(age / Day) / (double)halfLife);
        return Math.Round(points * (decimal)left, 2, MidpointRounding.AwayFromZero);
    }

    private static decimal Clamp(RuleSet rules, string group, decimal points) =>
        rules.Groups.TryGetValue(group, out var bounds) ? bounds.Clamp(points) : points;

    private static List<Disqualification> Disqualify(RuleSet rules, LeadAttributes lead) =>
        [.. rules.DisqualifierTable.Matches(lead).Select(row => new Disqualification(rules.Disqualifiers[row].Key, rules.Disqualifiers[row].Reason))];
}

/// <summary>When each thing that is known of the lead became known.</summary>
/// <param name="Received">The time of everything that <paramref name="ByAttribute"/> does not name.</param>
/// <param name="ByAttribute">By folded name (<see cref="AttributeNames.Fold"/>): the last time that the attribute was said.</param>
public sealed record EvidenceTimes(DateTimeOffset Received, IReadOnlyDictionary<string, DateTimeOffset>? ByAttribute = null)
{
    /// <summary>What a repeat enquiry told is as fresh as the enquiry, and what it did not tell is as old as it was.</summary>
    /// <param name="now">Touches after it do not count: a lead may be scored as of an earlier instant, though not of one before touches that are no longer kept.</param>
    public static EvidenceTimes Of(LeadRecord lead, DateTimeOffset now)
    {
        if (lead.Touches.IsEmpty && lead.ToldBefore is null) return new EvidenceTimes(lead.ReceivedAt);
        var times = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var (attribute, at) in lead.ToldBefore ?? ImmutableSortedDictionary<string, DateTimeOffset>.Empty) Told(attribute, at);
        foreach (var touch in lead.Touches)
        {
            Told("touches", touch.At);
            foreach (var attribute in touch.Told) Told(attribute, touch.At);
        }
        return new EvidenceTimes(lead.ReceivedAt, times);

        void Told(string attribute, DateTimeOffset at)
        {
            if (at <= now && (!times.TryGetValue(attribute, out var before) || at > before)) times[attribute] = at;
        }
    }

    /// <summary>A row's evidence is complete when the last of what it reads was said.</summary>
    public DateTimeOffset Of(IReadOnlyList<Condition> conditions) =>
        conditions.Count == 0 ? Received : conditions.Max(c => Of(c.Folded));

    public DateTimeOffset Of(string attribute) =>
        ByAttribute is not null && ByAttribute.TryGetValue(AttributeNames.Fold(attribute), out var time) ? time : Received;
}
