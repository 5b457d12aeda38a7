using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Insights;

/// <summary>One figure of a report: what it is called everywhere, and how it comes out of a group.</summary>
/// <param name="Parts">What it is made of.</param>
/// <param name="Value">A count (long), a share or minutes (double), money (decimal), counts by name, or null: there is nothing to divide by.</param>
public sealed record ReportFigure(string Name, TallyParts Parts, Func<InsightGroup, Prices, object?> Value);

/// <summary>A table of figures, one row a group.</summary>
public sealed record Report(string Name, IReadOnlyList<ReportFigure> Figures)
{
    public TallyParts Parts { get; } = Figures.Aggregate(TallyParts.None, (parts, figure) => parts | figure.Parts);

    public IEnumerable<KeyValuePair<string, object?>> Row(InsightGroup group, Prices prices) =>
        Figures.Select(f => KeyValuePair.Create(f.Name, f.Value(group, prices)));
}

/// <summary>What a lead of each source costs, today; a source without a price is not among them.</summary>
public sealed record Prices(IReadOnlyDictionary<string, decimal> BySource)
{
    public decimal Of(IEnumerable<(string Source, long Count)> counts) => counts.Sum(c => BySource.GetValueOrDefault(c.Source) * c.Count);

    public long Priced(IEnumerable<(string Source, long Count)> counts) => counts.Where(c => BySource.ContainsKey(c.Source)).Sum(c => c.Count);
}

/// <summary>Words in which figures are defined.</summary>
internal static class Figures
{
    public static ReportFigure Count(string name, Figure figure) => Count(name, g => g[figure]);

    public static ReportFigure Count(string name, Func<InsightGroup, long> count) => new(name, TallyParts.Figures, (g, _) => count(g));

    public static ReportFigure BySource(string name, Func<InsightGroup, Prices, object?> value) => new(name, TallyParts.Sources, value);

    public static ReportFigure Share(string name, Figure part, Figure whole) => Share(name, g => g[part], g => g[whole]);

    public static ReportFigure Share(string name, Func<InsightGroup, long> part, Func<InsightGroup, long> whole) =>
        new(name, TallyParts.Figures, (g, _) => Ratio(part(g), whole(g)));

    /// <summary>A share with the 95 % interval of what it would be if many more were seen.</summary>
    public static IEnumerable<ReportFigure> Sure(string name, Func<InsightGroup, long> part, Func<InsightGroup, long> whole) =>
    [
        Share(name, part, whole),
        new($"{name}Low", TallyParts.Figures, (g, _) => Bound(part(g), whole(g), low: true)),
        new($"{name}High", TallyParts.Figures, (g, _) => Bound(part(g), whole(g), low: false)),
    ];

    public static ReportFigure Minutes(string name, Measure measure, double quantile) =>
        new(name, TallyParts.Times, (g, _) => g.Sum.Quantile(measure, quantile) is { } span ? Math.Round(span.TotalMinutes, 2) : null);

    public static ReportFigure Money(string name, Func<InsightGroup, Prices, decimal?> value) =>
        BySource(name, (g, p) => value(g, p) is { } money ? Math.Round(money, 2) : null);

    public static double? Ratio(long part, long whole) => whole == 0 ? null : Math.Round((double)part / whole, 4);

    private static double? Bound(long part, long whole, bool low) =>
        whole == 0 ? null : Math.Round(low ? Wilson.Interval(part, whole).Low : Wilson.Interval(part, whole).High, 4);
}
