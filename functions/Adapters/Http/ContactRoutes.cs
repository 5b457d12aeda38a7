using System.Globalization;
using System.Text.Json;
using System.Xml;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>
/// What the throttle knows of a contact. A contact's id is the keyed hash of his address, or of the number of one who left no address: no
/// personal data stands in a URL.
/// </summary>
public sealed class ContactRoutes(IMailStore mails, IIdentityStore identities, ShowPressure pressure, Breakers breakers) : IRoutes
{
    internal static readonly HttpProblem NoSuchContact = new(StatusCodes.Status404NotFound, "contact.unknown", "There is no such contact; ids come from api/contacts/lookup.");

    public IEnumerable<Route> All =>
    [
        new("LookupContact", ["POST"], "api/contacts/lookup", Access.Viewer, "The id of the contact with an address, or with a number") { Handle = LookupAsync },
        new("GetPressure", ["GET"], "api/contacts/{contactId}/pressure", Access.Viewer, "For each rule: what is used, the limit, when the next mail may go") { Handle = PressureAsync },
    ];

    private sealed record LookupBody(string? Email, string? Phone);

    internal static bool IsContactId(string id) => id.Length == 32 && id.All(char.IsAsciiHexDigitLower);

    private async Task<IResult> LookupAsync(HttpRequest request, CancellationToken ct)
    {
        if (await RequestBody.ReadAsync(request, ct).ConfigureAwait(false) is not { } body) return RequestBody.TooLarge;
        if (!TryRead(body, out var asked)) return new HttpProblem(StatusCodes.Status400BadRequest, "body.unreadable", "The body is a JSON object with email or phone as a text.");
        if (asked is { Email: null, Phone: { } phone })
            return PhoneNumber.Parse(phone, region: null) is { } number
                ? HttpJson.Ok(new { contactId = identities.HashOf(new PersonKey(UseCases.Intake.PersonKeys.Phone, number)) })
                : new HttpProblem(StatusCodes.Status422UnprocessableEntity, "phone.invalid", "phone is no number with its country's code, such as +34 600 112 233.");
        return EmailAddress.Parse(asked?.Email ?? "") is { } address
            ? HttpJson.Ok(new { contactId = mails.IdOf(address.Address).Value })
            : new HttpProblem(StatusCodes.Status422UnprocessableEntity, "email.invalid", "email is no address that mail could go to.");
    }

    private static bool TryRead(byte[] body, out LookupBody? asked)
    {
        asked = null;
        try
        {
            asked = JsonSerializer.Deserialize<LookupBody>(body, HttpJson.Options);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private async Task<IResult> PressureAsync(HttpRequest request, CancellationToken ct)
    {
        var id = request.Value("contactId");
        if (!IsContactId(id)) return NoSuchContact;
        var seen = await pressure.RunAsync(new MailboxId(id), ct).ConfigureAwait(false);
        return HttpJson.Ok(View(id, seen, await breakers.AllAsync(ct).ConfigureAwait(false)));
    }

    private static object View(string id, ContactPressure seen, IReadOnlyList<(BreakerKey Key, ComplaintBreaker Breaker)> breakers) => new
    {
        contactId = id,
        zones = seen.Mailbox.Zones,
        pausedUntil = seen.Mailbox.PausedUntil,
        consent = seen.Mailbox.Consent is { } consent ? new { given = consent.Given, at = consent.At, expires = consent.Expires } : null,
        suppressions = seen.Mailbox.Suppressions.Where(s => s.Active).Select(s => new { kind = s.Kind, group = s.Group, since = s.At }),
        classes = seen.Classes.Select(c => new
        {
            @class = c.Class.Name,
            verdict = c.Decision.Verdict,
            next = Next(c.Decision),
            why = c.Why,
        }),
        rules = seen.Classes.SelectMany(c => c.Rules.Select(r => new
        {
            @class = c.Class.Name,
            rule = r.Rule,
            ceiling = r.IsCeiling,
            used = r.Used,
            limit = r.Limit,
            window = XmlConvert.ToString(r.Window),
            nextFree = r.Next,
        })),
        breakers = breakers.Select(b => new { domain = b.Key.Domain, @class = b.Key.Class, provider = b.Key.Provider, mode = b.Breaker.Mode }),
    };

    /// <summary>When a mail of the class may go; null when it could go now, or never.</summary>
    private static DateTimeOffset? Next(Decision decision) => decision.Verdict is Verdict.Defer or Verdict.Merge ? decision.Until : null;
}
