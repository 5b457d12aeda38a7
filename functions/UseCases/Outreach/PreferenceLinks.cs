using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Options;

namespace LeadRouter.UseCases.Outreach;

/// <summary>The addresses of contacts' preference pages.</summary>
public sealed class PreferenceLinks(LinkKeys keys, IOptions<LeadRouterOptions> options)
{
    public string UrlFor(MailboxId mailbox, MailClass mailClass, string language) =>
        $"{options.Value.PublicUrl}/u/{ContactLinks.Sign(new ContactLink(mailbox.Value, mailClass.Name, language == "es" ? "es" : "en"), keys.Signing)}";

    public ContactLink? Read(string token) => ContactLinks.Read(token, keys.All);
}
