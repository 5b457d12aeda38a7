using System.Text.Json;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Ports;
using LeadRouter.Domain.Rules;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>The webhook that forms and form builders call.</summary>
public sealed class IngestRoutes(IngestSubmission ingest, IConfigurations configurations) : IRoutes
{
    private static readonly string[] KeptHeaders = ["Origin", "Referer", "User-Agent", "Accept-Language"];
    private static readonly string[] KeyHeaders = ["Idempotency-Key", "X-Idempotency-Key", "webhook-id"];

    public IEnumerable<Route> All =>
    [
        new("ReceiveLead", ["POST"], "api/leads/{source}", Access.Anyone, "Stores a submission, then answers") { Handle = ReceiveAsync },
        new("SourceHandshake", ["GET", "OPTIONS"], "api/leads/{source}", Access.Anyone, "Handshakes of providers and browsers") { Handle = HandshakeAsync },
    ];

    private async Task<IResult> ReceiveAsync(HttpRequest request, CancellationToken ct)
    {
        var source = request.Value("source").ToLowerInvariant();
        if (await RequestBody.ReadAsync(request, ct).ConfigureAwait(false) is not { } body) return RequestBody.TooLarge;
        AllowOrigin(request, source);
        var raw = new RawSubmission(request.ContentType, body, Kept(request));
        var ingested = await ingest.RunAsync(new Incoming(source, raw, IdempotencyKey(request)), ct).ConfigureAwait(false);
        return ingested switch
        {
            Ingested.Unsupported unsupported => new HttpProblem(StatusCodes.Status415UnsupportedMediaType, "body.unsupported", unsupported.Problem),
            Ingested.Unreadable broken => new HttpProblem(StatusCodes.Status400BadRequest, "body.unreadable", broken.Problem)
            {
                More = { ["submissionId"] = broken.Id },
            },
            _ when NextPage(request, source, body) is { } next => new SeeOther(next),
            Ingested.Accepted accepted => HttpJson.Ok(new { submissionId = accepted.Id, leadId = accepted.Id, status = "accepted" }),
            Ingested.Duplicate again => HttpJson.Ok(new { submissionId = again.Submission, leadId = again.Lead, status = "duplicate" }),
            Ingested.Quarantined kept => HttpJson.Ok(new { submissionId = kept.Id, status = "quarantined", problems = kept.Problems }),
            _ => throw new InvalidOperationException(ingested.GetType().Name),
        };
    }

    private Task<IResult> HandshakeAsync(HttpRequest request, CancellationToken ct)
    {
        var source = request.Value("source").ToLowerInvariant();
        if (HttpMethods.IsOptions(request.Method)) AllowOrigin(request, source);
        return Task.FromResult(HttpMethods.IsOptions(request.Method) ? Results.StatusCode(StatusCodes.Status204NoContent) : Pages.ThankYou(request));
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
        if (FormNext(request, body) is { } next && row is not null && row.Redirects.Any(allowed => IsWithin(next, allowed))) return next;
        var accepts = request.Headers.Accept.ToString();
        if (!accepts.Contains("text/html", StringComparison.OrdinalIgnoreCase)) return null;
        return row?.Redirects is [var first, ..] && !first.Contains('*', StringComparison.Ordinal) ? first : $"/api/leads/{Uri.EscapeDataString(source)}";
    }

    private static bool IsWithin(string url, string allowed) =>
        Uri.TryCreate(url, UriKind.Absolute, out var target) && target.Scheme is "https" or "http"
        && (url == allowed || (allowed.EndsWith("/*", StringComparison.Ordinal) && url.StartsWith(allowed[..^1], StringComparison.Ordinal)));

    private static string? FormNext(HttpRequest request, byte[] body)
    {
        if (!(body.AsSpan().IndexOf("_next"u8) >= 0)) return null;
        var reading = Domain.Intake.FormReader.Read(request.ContentType, body);
        return (reading as Domain.Intake.FormReading.Read)?.Fields["_next"];
    }

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
