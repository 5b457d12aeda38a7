using LeadRouter.Domain.Insights;

namespace LeadRouter.UseCases.Ports;

/// <summary>What the throttle did, by day: the counts of every process that ever sent, added up when they are read.</summary>
public interface IMailDays
{
    /// <summary>Replaces what the process had counted on the day.</summary>
    Task WriteAsync(string process, MailDay day, CancellationToken ct);

    /// <summary>The days that have counts, oldest first.</summary>
    /// <param name="to">The last day, included.</param>
    Task<IReadOnlyList<MailDay>> ReadAsync(DateOnly from, DateOnly to, CancellationToken ct);
}
