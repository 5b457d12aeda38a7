using LeadRouter.Domain.Insights;

namespace LeadRouter.UseCases.Ports;

/// <summary>The figures of leads by the day of their receipt, as the projections keep them.</summary>
public interface IInsights
{
    /// <summary>The days that have figures, oldest first, with what is asked for of each.</summary>
    /// <param name="to">The last day, included.</param>
    Task<IReadOnlyList<InsightDay>> ReadAsync(DateOnly from, DateOnly to, IEnumerable<Slice> slices, CancellationToken ct);

    /// <summary>Has the days that changed summed up before somebody asks. Some at a time, newest first: no question waits for long.</summary>
    Task SumUpAsync(CancellationToken ct);
}
