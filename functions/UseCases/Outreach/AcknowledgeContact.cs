using LeadRouter.Domain.Leads;
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
        var mail = new OutgoingMail($"{lead.Id}-ack", "ack", "ack", Language(lead), address, lead.Attributes["FullName"], lead.Id, data);
        return await send.RunAsync(mail, Repeat.Never, ct).ConfigureAwait(false) == MailFate.Accepted
            ? new EffectResult(Note: new StoryLine("acknowledged", "The contact was told that the enquiry arrived"))
            : new EffectResult(Note: new StoryLine("acknowledgeUnknown", "Nobody knows whether the acknowledgement was sent; it is not repeated"));
    }

    private static string Language(LeadRecord lead) => lead.Attributes["Language"] is { } language
        ? language.ToLowerInvariant().Split('-', '_')[0]
        : lead.Attributes["Country"] is "ES" or "MX" or "CO" or "AR" or "CL" or "PE" or "UY" or "EC" or "GT" or "CR" or "PA" or "DO" or "BO" or "PY" or "HN" or "NI" or "SV" or "VE" ? "es" : "en";
}
