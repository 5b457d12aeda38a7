using System.Collections.Immutable;

namespace LeadRouter.Domain.Insights;

/// <summary>What became of a mail at the throttle. Stored by name.</summary>
public enum MailFigure
{
    Sent,
    Deferred,
    Merged,
    Dropped,
    Suppressed,
    Refused,
    Unknown,
    Admitted,

    /// <summary>Of the deferred and dropped, those that a complaint breaker held back.</summary>
    Breaker,
}

/// <summary>What the throttle did on one day, UTC. Days add up.</summary>
/// <param name="Counts">By class and figure, none of them zero.</param>
public sealed record MailDay(DateOnly Day, ImmutableSortedDictionary<string, long> Counts)
{
    public MailDay(DateOnly day) : this(day, ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal)) { }

    /// <param name="mailClass">Null for all classes together.</param>
    public long this[string? mailClass, MailFigure figure] => mailClass is not null
        ? Counts.GetValueOrDefault(Key(mailClass, figure))
        : Counts.Where(c => c.Key.EndsWith($" {figure}", StringComparison.Ordinal)).Sum(c => c.Value);

    public MailDay Plus(string mailClass, MailFigure figure) =>
        this with { Counts = Counts.SetItem(Key(mailClass, figure), this[mailClass, figure] + 1) };

    public MailDay Plus(MailDay other) => this with { Counts = other.Counts.Aggregate(Counts, (sum, c) => sum.SetItem(c.Key, sum.GetValueOrDefault(c.Key) + c.Value)) };

    private static string Key(string mailClass, MailFigure figure) => $"{mailClass} {figure}";
}

/// <summary>The report of the throttle: days in groups.</summary>
public static class ThrottleReport
{
    public const string Name = "throttle";

    public static readonly ImmutableArray<MailFigure> Figures = [.. Enum.GetValues<MailFigure>()];

    /// <summary>Each group that has counts, in the order of its key, and the sum of all.</summary>
    public static (IReadOnlyList<(string Key, MailDay Sum)> Groups, MailDay Total) Of(IReadOnlyList<MailDay> days, InsightQuery query) => (
        query.By == GroupBy.All ? [] : [.. days.GroupBy(d => InsightGroups.KeyOf(query.By, d.Day)).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, Sum(g)))],
        Sum(days));

    private static MailDay Sum(IEnumerable<MailDay> days) => days.Aggregate(new MailDay(DateOnly.MinValue), (sum, day) => sum.Plus(day));
}
