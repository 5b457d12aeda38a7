using LeadRouter.Domain.Leads;

namespace LeadRouter.UseCases.Ports;

/// <summary>Asks somebody else what is known of a lead's company. It may be slow, wrong or away: a lead never waits for it longer than its limit.</summary>
public interface IEnricher
{
    /// <summary>Whether there is anybody to ask.</summary>
    bool IsOn { get; }

    /// <summary>Attributes that the lead does not have yet; null when nobody answered in time, or the day's budget is used up.</summary>
    Task<IReadOnlyDictionary<string, string>?> AskAsync(LeadAttributes lead, CancellationToken ct);
}
