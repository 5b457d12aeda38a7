using System.Globalization;
using System.Text.Json;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>Other senders under the same caps: they have a mail sent, or only take a slot and hand it over themselves.</summary>
public sealed class SendRoutes(SendMail send, ReserveSend reserve, SendReader reader, IMailStore mails) : IRoutes
{
    public IEnumerable<Route> All =>
    [
        new("RequestSend", ["POST"], "api/sends", Access.Editor, "Sends a mail under the caps of its contact, or only reserves a slot") { Handle = RequestAsync },
        new("ConfirmSend", ["POST"], "api/sends/{sendId}/confirm", Access.Editor, "Tells what became of a mail that a reserved slot was for") { Handle = ConfirmAsync },
    ];

    private async Task<IResult> RequestAsync(HttpRequest request, CancellationToken ct)
    {
        if (await RequestBody.ReadAsync(request, ct).ConfigureAwait(false) is not { } body) return RequestBody.TooLarge;
        if (reader.Read(body, out var bad) is not { } asked) return bad!;
        var contact = mails.IdOf(asked.Mail.To).Value;
        if (asked.Lease is not { } lease) return View(asked.Id, contact, await send.RunAsync(asked.Mail, ct).ConfigureAwait(false));
        return await reserve.RunAsync(asked.Mail, lease, ct).ConfigureAwait(false) switch
        {
            Reservation.Admitted admitted => HttpJson.Ok(new { sendId = asked.Id, contactId = contact, outcome = "admitted", lease = admitted.Lease.ToString(), leaseUntil = admitted.Until }),
            Reservation.Answered answered => View(asked.Id, contact, answered.Outcome),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private async Task<IResult> ConfirmAsync(HttpRequest request, CancellationToken ct)
    {
        if (await RequestBody.ReadAsync(request, ct).ConfigureAwait(false) is not { } body) return RequestBody.TooLarge;
        if (!SendReader.TryReadConfirmation(body, out var lease, out var answer)) return SendReader.Unreadable("lease is one that api/sends gave, outcome one of accepted, rejected, unknown.");
        var status = await reserve.ConfirmAsync(SendReader.RowOf(request.Value("sendId")), lease, answer, ct).ConfigureAwait(false);
        return status is null
            ? new HttpProblem(StatusCodes.Status409Conflict, "lease.unknown", "This lease is not, or no longer, the one of this send.")
            : HttpJson.Ok(new { sendId = request.Value("sendId"), status = Name(status) });
    }

    private static string Name(SendStatus status) => status.GetType().Name.ToLowerInvariant();

    private static readonly string[] NobodyKnows = ["nobody knows whether it was sent; it is not repeated"];

    private static IResult View(string sendId, string contactId, MailOutcome outcome) => outcome switch
    {
        MailOutcome.Sent => HttpJson.Ok(new { sendId, contactId, outcome = "sent" }),
        MailOutcome.Later later => HttpJson.Ok(new { sendId, contactId, outcome = "deferred", until = later.At, reasons = new[] { later.Why } }),
        MailOutcome.Dropped dropped => HttpJson.Ok(new { sendId, contactId, outcome = "dropped", reason = dropped.Reason, reasons = new[] { HoldWords.Of(dropped.Reason) } }),
        MailOutcome.Refused refused => HttpJson.Ok(new { sendId, contactId, outcome = "refused", reasons = new[] { refused.Error ?? "refused before" } }),
        _ => HttpJson.Ok(new { sendId, contactId, outcome = "unknown", reasons = NobodyKnows }),
    };
}

/// <summary>A send as another sender asks for it.</summary>
/// <param name="Lease">Only a slot, for so long.</param>
public sealed record AskedSend(string Id, OutgoingMail Mail, TimeSpan? Lease);

/// <summary>Parses what other senders ask for.</summary>
public sealed class SendReader(IConfigurations configurations, TimeProvider clock)
{
    private const int LongestText = 20_000;
    private const int LongestId = 100;
    private static readonly TimeSpan UsualLease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestLease = TimeSpan.FromHours(1);

    private sealed record SendBody(
        string? SendId, string? Class, string? To, string? Name, string? Language, string? Template, Dictionary<string, string>? Data, string? Topic,
        bool? ReserveOnly, int? LeaseSeconds, string? TimeZone, string? Country, DateTimeOffset? ConsentAt);

    private sealed record ConfirmBody(string? Lease, string? Outcome);

    public AskedSend? Read(byte[] json, out HttpProblem? problem)
    {
        problem = null;
        try
        {
            if (JsonSerializer.Deserialize<SendBody>(json, HttpJson.Options) is { } body) return Read(body, out problem);
            problem = Unreadable("The body is not a JSON object.");
        }
        catch (JsonException broken)
        {
            problem = Unreadable($"The body is not a send: {HttpJson.Reason(broken)}");
        }
        return null;
    }

    public static bool TryReadConfirmation(byte[] json, out Lease lease, out ProviderAnswer answer)
    {
        (lease, answer) = (null!, new ProviderAnswer.Unknown());
        try
        {
            var body = JsonSerializer.Deserialize<ConfirmBody>(json, HttpJson.Options);
            if (Lease.Parse(body?.Lease) is not { } read) return false;
            lease = read;
            answer = body!.Outcome switch
            {
                "accepted" => new ProviderAnswer.Accepted(),
                "rejected" => new ProviderAnswer.Rejected(null),
                _ => new ProviderAnswer.Unknown(),
            };
            return body.Outcome is "accepted" or "rejected" or "unknown";
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Apart from the product's own sends, which are named after leads.</summary>
    public static SendId RowOf(string sendId) => new($"api-{sendId}");

    public static HttpProblem Unreadable(string detail) => new(StatusCodes.Status400BadRequest, "body.unreadable", detail);

    private AskedSend? Read(SendBody body, out HttpProblem? problem)
    {
        var id = body.SendId ?? $"{Guid.CreateVersion7():N}";
        var mailClass = MailClass.Of(body.Class ?? "");
        problem = Problem(body, id, mailClass);
        if (problem is not null) return null;
        var data = (body.Data ?? []).ToDictionary(d => d.Key, d => (object?)d.Value);
        var mail = new OutgoingMail(RowOf(id).Value, mailClass.Name, body.Template ?? "message", body.Language ?? "en", body.To!, body.Name, new LeadId(""), data)
        {
            Topic = body.Topic,
            Contact = new ContactFacts(body.TimeZone, body.Country, body.ConsentAt),
        };
        return new AskedSend(id, mail, body.ReserveOnly == true ? LeaseOf(body) : null);
    }

    private HttpProblem? Problem(SendBody body, string id, MailClass mailClass)
    {
        if (id.Length is 0 or > LongestId || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            return Refuse("send.id", $"sendId is 1 to {LongestId} letters, digits, points, hyphens and underscores.");
        if (EmailAddress.Parse(body.To ?? "") is null) return Refuse("email.invalid", "to is no address that mail could go to: one recipient, no name.");
        if (!mailClass.ReachesContacts || configurations.Current.Live.ContactPolicies.Of(mailClass) is null)
            return Refuse("class.unknown", $"class is a row of ContactPolicies for contacts; '{body.Class}' is none.");
        if (body.ConsentAt > clock.GetUtcNow()) return Refuse("consent.future", "consentAt is when the contact consented.");
        if (body.ReserveOnly == true) return null;
        if (body.Template is not (null or "message")) return Refuse("template.unknown", "template is message; other mails are the product's own.");
        return body.Data is { } data && Has(data, "subject") && Has(data, "text") && data.Values.All(v => v.Length <= LongestText) && IsLink(data.GetValueOrDefault("url"))
            ? null
            : Refuse("data.invalid", $"data holds subject and text, and perhaps title, button and url (http or https); each at most {LongestText} characters.");
    }

    private static bool Has(Dictionary<string, string> data, string name) => data.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value);

    private static bool IsLink(string? url) => url is null || (Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https");

    private static TimeSpan LeaseOf(SendBody body) => body.LeaseSeconds is { } seconds && seconds > 0
        ? seconds < LongestLease.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestLease
        : UsualLease;

    private static HttpProblem Refuse(string code, string detail) => new(StatusCodes.Status422UnprocessableEntity, code, detail);
}
