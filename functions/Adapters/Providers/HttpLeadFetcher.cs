using System.Net;
using System.Net.Http.Headers;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Options;

namespace LeadRouter.Adapters.Providers;

/// <summary>
/// Leads of the two providers that only announce them: which one it is, the source's handshake tells. The token is the secret
/// <c>{Secret}-token</c>.
/// </summary>
public sealed class HttpLeadFetcher(ISourceSecrets secrets, IOptions<LeadRouterOptions> options) : ILeadFetcher, IDisposable
{
    private const int LargestAnswer = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = LargestAnswer,
    };

    public bool CanFetch(SourceRow source) => source.Challenge != SourceChallenge.None && Token(source) is not null;

    public async Task<Fetched> FetchAsync(SourceRow source, string id, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(source, Uri.EscapeDataString(id.Split(':')[^1])));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(source));
        if (source.Challenge == SourceChallenge.LinkedIn)
        {
            request.Headers.Add("LinkedIn-Version", "202509");
            request.Headers.Add("X-Restli-Protocol-Version", "2.0.0");
        }
        using var answer = await http.SendAsync(request, ct).ConfigureAwait(false);
        // A token that ran out is renewed, a service that is down comes back: only what says that there is no such lead is final.
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.BadRequest) return new Fetched.Refused($"the provider answered {(int)answer.StatusCode}");
        if (!answer.IsSuccessStatusCode) throw new IOException($"The provider of source {source.Key} answered {(int)answer.StatusCode}");
        return new Fetched.Lead(answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false));
    }

    public void Dispose() => http.Dispose();

    private Uri Address(SourceRow source, string id) => new(source.Challenge == SourceChallenge.LinkedIn
        ? $"{options.Value.LinkedInUrl.TrimEnd('/')}/leadFormResponses/{id}"
        : $"{options.Value.MetaUrl.TrimEnd('/')}/{id}?fields=created_time,id,ad_id,form_id,field_data");

    private string? Token(SourceRow source) => source.Secret is { } name && secrets.Of($"{name}-token") is [var token, ..] ? token : null;
}
