using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Outreach;

/// <summary>Tells the contact that his enquiry arrived: at most once, whatever happens.</summary>
public sealed class AcknowledgeContact(SendMail send) : IEffectHandler
{
    public IReadOnlyList<Type> Handles => [typeof(Effect.AcknowledgeContact)];

    public async Task<EffectResult> RunAsync(EffectCall call, CancellationToken ct)
    {
        var lead = call.Lead;
        if (lead.Attributes["Email"] is not { } address) return new EffectResult(Note: new StoryLine("notAcknowledged", "No address to acknowledge to"));
        var data = new Dictionary<string, object?> { ["name"] = lead.Attributes["FirstName"] ?? lead.Attributes["FullName"] };
        // One acknowledgement a lead, whichever step asks for it.
        var mail = new OutgoingMail($"{lead.Id}-ack", "ack", "ack", Language(lead), address, lead.Attributes["FullName"], lead.Id, data)
        {
            Topic = lead.Source,
            Contact = Facts(lead),
        };
        var outcome = await send.RunAsync(mail, ct).ConfigureAwait(false);
        return MailEnds.ResultOf(outcome, mail, "acknowledgement", new StoryLine("acknowledged", "The contact was told that the enquiry arrived"));
    }

    private static ContactFacts Facts(LeadRecord lead) => new(
        lead.Attributes["TimeZone"], lead.Attributes["Country"], Words.TruthOf(Folding.Fold(lead.Attributes["Consent"] ?? "")) == true ? lead.ReceivedAt : null);

    private static string Language(LeadRecord lead) => lead.Attributes["Language"] is { } language
        ? language.ToLowerInvariant().Split('-', '_')[0]
        : lead.Attributes["Country"] is "ES" or "MX" or "CO" or "AR" or "CL" or "PE" or "UY" or "EC" or "GT" or "CR" or "PA" or "DO" or "BO" or "PY" or "HN" or "NI" or "SV" or "VE" ? "es" : "en";
}
