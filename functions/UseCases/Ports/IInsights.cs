using LeadRouter.Domain.Insights;

namespace LeadRouter.UseCases.Ports;

/// <summary>The figures of leads by the day of their receipt, as the projections keep them.</summary>
public interface IInsights
{
    /// <summary>The days that have figures, oldest first.</summary>
    /// <param name="to">The last day, included.</param>
    Task<IReadOnlyList<InsightDay>> ReadAsync(DateOnly from, DateOnly to, CancellationToken ct);
}
