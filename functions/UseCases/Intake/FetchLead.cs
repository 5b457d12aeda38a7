using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Intake;

/// <summary>Fetches a lead that its provider announced by id, and reads it by the map of its source.</summary>
public sealed class FetchLead(ILeadFetcher fetcher, IConfigurations configurations) : IEffectHandler
{
    public IReadOnlyList<Type> Handles => [typeof(Effect.Fetch)];

    public async Task<EffectResult> RunAsync(EffectCall call, CancellationToken ct)
    {
        var id = ((Effect.Fetch)call.Pending.Effect).Id;
        if (configurations.Current.Live.Sources.GetValueOrDefault(call.Lead.Source) is not { } source) return Unfetched($"source.unknown: there is no source {call.Lead.Source}");
        if (!fetcher.CanFetch(source)) return Unfetched("fetch.no-credentials: there is no token to fetch the lead with");
        return await fetcher.FetchAsync(source, id, ct).ConfigureAwait(false) switch
        {
            Fetched.Lead lead => Read(call.Lead, id, FormReader.Read(lead.ContentType, lead.Body), source),
            Fetched.Refused refused => Unfetched($"fetch.refused: {refused.Problem}"),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private static EffectResult Read(LeadRecord lead, string id, FormReading reading, Domain.Rules.SourceRow source)
    {
        if (reading is not FormReading.Read { All: [{ Problem: null } form, ..] }) return Unfetched("fetch.unreadable: the provider's answer is no form");
        var verdict = Verdict.Of(lead.Source, source, SubmissionReader.Map(source, form), doubt: null, canFetch: true);
        return verdict.FetchId is null && !verdict.IsQuarantined
            ? new EffectResult(new Signal.Fetched(verdict.Attributes.With("ExternalId", id), verdict.Problems))
            : Unfetched("contact.unreachable: neither a usable email address nor a phone number");
    }

    private static EffectResult Unfetched(string problem) => new(new Signal.Unfetched(problem));
}
