using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Intake;

/// <summary>
/// Adds what a service knows of the company, beside recognising the person, so that it costs no step of its own. Whatever goes wrong, the
/// lead goes on without.
/// </summary>
public sealed class EnrichLead(IEnricher enricher) : IEffectHandler
{
    public IReadOnlyList<Type> Handles => [typeof(Effect.Enrich)];

    public async Task<EffectResult> RunAsync(EffectCall call, CancellationToken ct)
    {
        if (await enricher.AskAsync(call.Lead.Attributes, ct).ConfigureAwait(false) is not { Count: > 0 } facts) return EffectResult.Done;
        var more = facts.Where(f => call.Lead.Attributes[f.Key] is null).ToList();
        if (more.Count == 0) return EffectResult.Done;
        var attributes = more.Aggregate(call.Lead.Attributes, (lead, fact) => KnownFacts.With(lead, fact.Key, fact.Value));
        return new EffectResult(Note: new StoryLine("enriched", $"A service knows: {string.Join(", ", more.Select(f => AttributeNames.Canonical(f.Key)))}")) { Attributes = attributes };
    }
}
