using LeadRouter.Domain.Insights;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Insights;

/// <summary>A report with one row a group, and the row of all of them.</summary>
public sealed record InsightTable(Report Report, IReadOnlyList<InsightGroup> Groups, InsightGroup Total, Prices Prices);

/// <summary>Answers what became of the leads of a period. Reads figures, never leads.</summary>
public sealed class ShowInsights(IInsights insights, ILeadIndex index, ShowPools pools, IConfigurations configurations, MailCounts counts, IMailDays mailDays, TimeProvider clock)
{
    public async Task<InsightTable> TableAsync(Report report, InsightQuery query, CancellationToken ct)
    {
        var days = await insights.ReadAsync(query.From, query.To, query.Slices(report.Parts), ct).ConfigureAwait(false);
        var (groups, total) = InsightGroups.Of(days, query, clock.GetUtcNow(), report.Parts);
        return new InsightTable(report, groups, total, Prices());
    }

    /// <summary>The accounting of the whole store, which the figures of any period are part of.</summary>
    public Task<LeadCounts> AccountingAsync(CancellationToken ct) => index.CountAsync(ct);

    public async Task<IReadOnlyList<SeatFigure>> FairnessAsync(InsightQuery query, CancellationToken ct)
    {
        var days = await insights.ReadAsync(query.From, query.To, [Fairness.Slice], ct).ConfigureAwait(false);
        return Fairness.Of(await pools.AllAsync(ct).ConfigureAwait(false), days);
    }

    /// <summary>Of the last whole day, or of the day given.</summary>
    public async Task<IReadOnlyList<SourceFigure>> AnomaliesAsync(DateOnly? day, CancellationToken ct)
    {
        var judged = day ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-1);
        return Anomalies.Of(await insights.ReadAsync(judged.AddDays(-Anomalies.DaysBefore), judged, Anomalies.Slices, ct).ConfigureAwait(false), judged);
    }

    /// <summary>What the throttle did, in days of its doing and not of a receipt.</summary>
    public async Task<IReadOnlyList<MailDay>> ThrottleAsync(InsightQuery query, CancellationToken ct)
    {
        // This process's own counts of the last seconds, too.
        await counts.WriteAsync(ct).ConfigureAwait(false);
        return await mailDays.ReadAsync(query.From, query.To, ct).ConfigureAwait(false);
    }

    private Prices Prices() => new(configurations.Current.Live.Sources.Values
        .Where(s => s.CostPerLead is not null)
        .ToDictionary(s => Contribution.KeyOf(s.Key), s => s.CostPerLead!.Value));
}
