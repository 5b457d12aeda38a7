using System.Net;
using System.Text.Json.Serialization;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LeadRouter.Adapters.Http;

/// <summary>The webhook that forms and form builders call.</summary>
public sealed class IngestRoutes(
    IngestSubmission ingest, RateGate rates, IntakeGauge gauge, IConfigurations configurations, SourceHandshakes handshakes, IOptions<LeadRouterOptions> options) : IRoutes
{
    private static readonly string[] KeptHeaders = ["Origin", "Referer", "User-Agent", "Accept-Language"];
    private static readonly string[] KeyHeaders = ["Idempotency-Key", "X-Idempotency-Key", "webhook-id"];

    public IEnumerable<Route> All =>
    [
        new("ReceiveLead", ["POST"], "api/leads/{source}", Access.Anyone, "Stores a submission, then answers") { Handle = ReceiveAsync, Also = [303, 401, 415, 429] },
        new("SourceHandshake", ["GET", "OPTIONS"], "api/leads/{source}", Access.Anyone, "Handshakes of providers and browsers") { Handle = HandshakeAsync, Also = [204, 403] },
    ];

    private async Task<IResult> ReceiveAsync(HttpRequest request, CancellationToken ct)
    {
        var source = request.Value("source").ToLowerInvariant();
        AllowOrigin(request, source);
        if (rates.Refuse(source, Callers.AddressOf(request, options.Value.ProxyHops)) is { } wait)
            return new HttpProblem(StatusCodes.Status429TooManyRequests, "rate.limited", "Too many submissions from this address; try again later.") { RetryAfter = wait };
        if (await RequestBody.ReadAsync(request, ct).ConfigureAwait(false) is not { } body) return RequestBody.TooLarge;
        var raw = new RawSubmission(request.ContentType, body, Kept(request));
        var incoming = new Incoming(source, raw, IdempotencyKey(request)) { Request = Callers.Signed(request, body, options.Value.PublicUrl), Origin = request.Headers.Origin };
        var ingested = await gauge.CountAsync(() => ingest.RunAsync(incoming, ct)).ConfigureAwait(false);
        return ingested switch
        {
            Ingested.Forged => new HttpProblem(StatusCodes.Status401Unauthorized, "signature.invalid", "The signature of this source is missing, wrong or too old."),
            Ingested.Unsupported unsupported => new HttpProblem(StatusCodes.Status415UnsupportedMediaType, "body.unsupported", unsupported.Problem),
            Ingested.Unreadable broken => new HttpProblem(StatusCodes.Status400BadRequest, "body.unreadable", broken.Problem)
            {
                More = { ["submissionId"] = broken.Id },
            },
            _ when NextPage(request, source, body) is { } next => new SeeOther(next),
            Ingested.Several { All: [var one] } => HttpJson.Ok(one.Told() with { Submissions = [one.Told()] }),
            Ingested.Several many => HttpJson.Ok(new { submissions = many.All.Select(one => one.Told()) }),
            _ => HttpJson.Ok(ingested.Told()),
        };
    }

    private Task<IResult> HandshakeAsync(HttpRequest request, CancellationToken ct)
    {
        var source = request.Value("source").ToLowerInvariant();
        if (!HttpMethods.IsOptions(request.Method)) return Task.FromResult(handshakes.Answer(request, source) ?? Pages.ThankYou(request));
        AllowOrigin(request, source);
        return Task.FromResult(Results.StatusCode(StatusCodes.Status204NoContent));
    }

    private static Dictionary<string, string> Kept(HttpRequest request) =>
        KeptHeaders.Where(h => request.Headers.ContainsKey(h)).ToDictionary(h => h, h => request.Headers[h].ToString());

    private static string? IdempotencyKey(HttpRequest request) =>
        KeyHeaders.Select(h => request.Headers[h].ToString()).FirstOrDefault(v => v is { Length: > 0 and <= 255 });

    private void AllowOrigin(HttpRequest request, string source)
    {
        if (request.Headers.Origin.ToString() is not { Length: > 0 } origin) return;
        var headers = request.HttpContext.Response.Headers;
        headers.Vary = "Origin";
        if (configurations.Current.Live.Sources.GetValueOrDefault(source) is not { } row || !row.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase)) return;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowMethods = "POST";
        headers.AccessControlAllowHeaders = "content-type, idempotency-key";
        headers.AccessControlMaxAge = "600";
    }

    /// <summary>Where a browser goes after a plain form post: an allow-listed <c>_next</c>, else a page of ours. Null for programs.</summary>
    private string? NextPage(HttpRequest request, string source, byte[] body)
    {
        var row = configurations.Current.Live.Sources.GetValueOrDefault(source);
        if (row is not null && FormNext(request, body) is { } next && row.Redirects.Any(allowed => IsWithin(next, allowed))) return next;
        var accepts = request.Headers.Accept.ToString();
        if (!accepts.Contains("text/html", StringComparison.OrdinalIgnoreCase)) return null;
        return row?.Redirects is [var first, ..] && !first.Contains('*', StringComparison.Ordinal) ? first : $"/api/leads/{Uri.EscapeDataString(source)}";
    }

    private static bool IsWithin(string url, string allowed) =>
        Uri.TryCreate(url, UriKind.Absolute, out var target) && target.Scheme is "https" or "http"
        && (url == allowed || (allowed.EndsWith("/*", StringComparison.Ordinal) && url.StartsWith(allowed[..^1], StringComparison.Ordinal)));

    private static string? FormNext(HttpRequest request, byte[] body) =>
        body.AsSpan().IndexOf("_next"u8) >= 0 && FormReader.Read(request.ContentType, body) is FormReading.Read { All: [var form, ..] }
            ? (form.Find("_next") as FormValue.Text)?.Value
            : null;

    /// <summary>303: the browser fetches the next page with GET, so that reloading it posts nothing.</summary>
    private sealed class SeeOther(string location) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = location;
            return Task.CompletedTask;
        }
    }
}

/// <summary>What the sender of one submission is told.</summary>
internal sealed record Receipt(LeadId SubmissionId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LeadId? LeadId, string Status)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Problems { get; init; }

    /// <summary>For who speaks of several: the list of this one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Receipt>? Submissions { get; init; }
}

internal static class Receipts
{
    public static Receipt Told(this Ingested ingested) => ingested switch
    {
        Ingested.Accepted accepted => new Receipt(accepted.Id, accepted.Id, "accepted"),
        Ingested.Duplicate again => new Receipt(again.Submission, again.Lead, "duplicate"),
        Ingested.Quarantined kept => new Receipt(kept.Id, null, "quarantined") { Problems = kept.Problems },
        _ => throw new InvalidOperationException(ingested.GetType().Name),
    };
}

/// <summary>Who calls, and what he may have signed.</summary>
internal static class Callers
{
    /// <summary>The address that the outermost of our own proxies saw; of IPv6 the network, which is one customer.</summary>
    public static string AddressOf(HttpRequest request, int proxyHops)
    {
        var address = request.HttpContext.Connection.RemoteIpAddress;
        var passedOn = request.Headers["X-Forwarded-For"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (proxyHops > 0 && passedOn.Length >= proxyHops && (IPAddress.TryParse(passedOn[^proxyHops], out var behind) || IPEndPoint.TryParse(passedOn[^proxyHops], out var end) && (behind = end.Address) is not null))
            address = behind;
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.GetAddressBytes() is { Length: 16 } six ? Convert.ToHexString(six.AsSpan(0, 8)) : address.ToString();
    }

    public static SignedRequest Signed(HttpRequest request, byte[] body, string publicUrl) => new(
        request.Method,
        Urls(request, publicUrl),
        name => request.Headers[name] is [var value, ..] ? value : null,
        name => request.Query[name] is [var value, ..] ? value : null,
        request.ContentType,
        body);

    // The address is known as it is meant to be called; a proxy or a second name in front may have been called by another one. A sender
    // may sign it with its escapes undone. Put together only for who signs it.
    private static IEnumerable<string> Urls(HttpRequest request, string publicUrl)
    {
        var path = $"{request.PathBase}{request.Path}{request.QueryString}";
        var scheme = request.Headers["X-Forwarded-Proto"] is [{ Length: > 0 } proto, ..] ? proto : request.Scheme;
        var host = request.Headers["X-Forwarded-Host"] is [{ Length: > 0 } forwarded, ..] ? forwarded : request.Host.Value;
        string[] urls = [publicUrl + path, $"{scheme}://{host}{path}"];
        foreach (var url in urls.Concat(urls.Select(Uri.UnescapeDataString)).Distinct()) yield return url;
    }
}
