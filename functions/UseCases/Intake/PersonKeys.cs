using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Options;

namespace LeadRouter.UseCases.Intake;

/// <summary>What a person can be recognised by.</summary>
public sealed class PersonKeys(IOptions<LeadRouterOptions> options)
{
    public const string Email = "email";
    public const string Phone = "phone";

    private readonly MailboxRules rules = MailboxRules.Parse(options.Value.MailboxRules) ?? throw new OptionsValidationException(
        LeadRouterOptions.Section, typeof(LeadRouterOptions), ["LeadRouter:MailboxRules is written gmail.com=dots,plus; outlook.com=plus"]);

    /// <summary>The mailbox that an address belongs to, in the one spelling that stands for it.</summary>
    public PersonKey Mailbox(string address) => new(Email, rules.Canonical(address));

    /// <summary>Every key of the lead, the strongest first.</summary>
    public IReadOnlyList<PersonKey> Of(LeadAttributes lead) => [.. All(lead)];

    private IEnumerable<PersonKey> All(LeadAttributes lead)
    {
        var name = Folded(lead["FullName"]);
        if (lead["Email"] is { } email)
            // Behind a shared address there are several people: only with the name it says who.
            yield return lead["EmailKind"] == "role" ? new PersonKey("shared", $"{email}\n{name}") : Mailbox(email);
        if (lead["Phone"] is { } phone) yield return new PersonKey(Phone, phone);
        if (lead["ExternalId"] is { } id && lead["Source"] is { } source) yield return new PersonKey("external", $"{source}\n{id}");
        if (name.Contains(' ', StringComparison.Ordinal) && (lead["EmailKind"] is "business" or "role" ? lead["EmailDomain"] : lead["WebsiteDomain"]) is { } domain)
            yield return new PersonKey("name", $"{name}\n{domain}");
    }

    /// <summary>Words in order of the alphabet: "Ruiz, Eva" is "Eva Ruiz".</summary>
    private static string Folded(string? name) => name is null ? "" : string.Join(
        ' ',
        name.Split([' ', ',', '.', '-', '\u00a0'], StringSplitOptions.RemoveEmptyEntries).Select(AttributeNames.Fold).Order(StringComparer.Ordinal));
}
