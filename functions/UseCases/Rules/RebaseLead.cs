using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Scoring;

namespace LeadRouter.UseCases.Rules;

/// <summary>Puts a lead on the active version: from now on its policy of that version counts. What it was scored by stays told.</summary>
public sealed class RebaseLead(ILeadStore leads, IConfigurations configurations)
{
    /// <summary>Null when the active version has no policy of the name that the lead runs under. An unknown lead is refused where signals are taken.</summary>
    public async Task<Signal.Rebase?> OnActiveAsync(LeadId id, string? by, CancellationToken ct)
    {
        var rules = configurations.Current.Rules;
        var policy = (await leads.OpenAsync(id, ct).ConfigureAwait(false))?.Record.Life.Terms.Policy ?? "";
        if (rules.Set.SlaPolicies.TryGetValue(policy, out var row)) return new Signal.Rebase(row.ToTerms(), rules.Number, by);
        return policy.Length == 0 ? new Signal.Rebase(Domain.Sla.SlaTerms.Unrouted, rules.Number, by) : null;
    }
}
