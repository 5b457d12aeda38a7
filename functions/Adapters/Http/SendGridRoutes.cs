using System.Text.Json;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Outreach;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>SendGrid's event webhook: signed, and harmless to repeat.</summary>
public sealed class SendGridRoutes(EventKeys keys, TakeMailEvents take) : IRoutes
{
    private const int LargestReport = 4 * 1024 * 1024;

    public IEnumerable<Route> All =>
    [
        new("SendGridEvents", ["POST"], "api/events/sendgrid", Access.Anyone, "What became of mails, reported and signed by SendGrid") { Handle = HandleAsync, Also = [401] },
    ];

    private async Task<IResult> HandleAsync(HttpRequest request, CancellationToken ct)
    {
        if (await RequestBody.ReadAsync(request, ct, LargestReport).ConfigureAwait(false) is not { } body) return RequestBody.LargerThan(LargestReport);
        var (signature, timestamp) = (request.Headers["X-Twilio-Email-Event-Webhook-Signature"], request.Headers["X-Twilio-Email-Event-Webhook-Timestamp"]);
        if (!keys.IsGenuine(signature, timestamp, body))
            return new HttpProblem(StatusCodes.Status401Unauthorized, "signature.invalid", "The report is not signed by a known key, or long ago.");
        if (SendGridEvents.Read(body) is not { } events)
            return new HttpProblem(StatusCodes.Status400BadRequest, "body.unreadable", "The body is not a JSON array of events.");
        await take.RunAsync(events, ct).ConfigureAwait(false);
        return HttpJson.Ok(new { taken = events.Count });
    }
}

/// <summary>Reads SendGrid's events; the arguments that our mails carry come back in each of them.</summary>
internal static class SendGridEvents
{
    /// <summary>Null when the body is no array. An event of a kind or form that says nothing to us is left out.</summary>
    public static IReadOnlyList<ReportedEvent>? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Array ? [.. document.RootElement.EnumerateArray().Select(Read).OfType<ReportedEvent>()] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ReportedEvent? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || Text(json, "email") is not { Length: > 0 and <= 254 } address || At(json) is not { } at) return null;
        if (Kind(Text(json, "event"), Text(json, "type")) is not { } kind) return null;
        var mailClass = Text(json, "class") is { Length: > 0 and <= Suppression.LongestGroup } named ? named : "";
        var isOurs = AttemptToken.TryParse(Text(json, "attempt"), out var attempt);
        var row = isOurs && Text(json, "row") is { Length: > 0 and <= 200 } id && Tables.TableNames.IsKey(id) ? new SendId(id) : (SendId?)null;
        return new ReportedEvent(address, row, mailClass, new MailEvent(kind, at, attempt, mailClass));
    }

    private static MailEventKind? Kind(string? name, string? type) => name switch
    {
        "processed" => MailEventKind.Processed,
        "delivered" => MailEventKind.Delivered,
        "deferred" => MailEventKind.Deferred,
        "bounce" when type == "blocked" => MailEventKind.Blocked,
        "bounce" => MailEventKind.Bounced,
        "blocked" => MailEventKind.Blocked,
        "dropped" => MailEventKind.DroppedByProvider,
        "open" => MailEventKind.Opened,
        "click" => MailEventKind.Clicked,
        "spamreport" => MailEventKind.Complained,
        "unsubscribe" => MailEventKind.Unsubscribed,
        "group_unsubscribe" => MailEventKind.GroupUnsubscribed,
        "group_resubscribe" => MailEventKind.GroupResubscribed,
        _ => null,
    };

    /// <summary>Seconds since 1970, within the years that anybody can mean.</summary>
    private static DateTimeOffset? At(JsonElement json) =>
        json.TryGetProperty("timestamp", out var value)
        && (value.ValueKind == JsonValueKind.Number ? value.TryGetInt64(out var seconds) : long.TryParse(value.ToString(), out seconds))
        && seconds is > 0 and < 32_503_680_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
