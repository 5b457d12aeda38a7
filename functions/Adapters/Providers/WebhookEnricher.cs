using System.Net.Http.Json;
using System.Text.Json;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeadRouter.Adapters.Providers;

/// <summary>Asks a service of the user's about a company: never about the person.</summary>
public sealed partial class WebhookEnricher(IOptions<LeadRouterOptions> options, TimeProvider clock, ILogger<WebhookEnricher> log) : IEnricher, IDisposable
{
    private const int LargestAnswer = 64 * 1024;
    private const int LongestFact = 200;
    private const int MostFacts = 50;

    // What recognises a person, or says where he came from, is his own to tell.
    private static readonly HashSet<string> NotToBeTold = ["Email", "Phone", "FullName", "FirstName", "LastName", "Source", "ExternalId", "EmailDomain", "EmailKind", "IsTest", "Consent"];

    private readonly HttpClient http = PublicNetwork.Client(options.Value.AllowPrivateHooks, TimeSpan.FromSeconds(options.Value.EnrichSeconds), LargestAnswer);
    private readonly Lock gate = new();
    private DateOnly day;
    private int asked;

    public bool IsOn => options.Value.EnrichUrl.Length > 0;

    public async Task<IReadOnlyDictionary<string, string>?> AskAsync(LeadAttributes lead, CancellationToken ct)
    {
        if (!IsOn || lead["EmailDomain"] is not { } domain || lead["EmailKind"] is "free" or "disposable" || !TakeFromBudget()) return null;
        try
        {
            using var answer = await http.PostAsJsonAsync(options.Value.EnrichUrl, new { domain, company = lead["Company"], country = lead["Country"] }, ct).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode) return Facts(await answer.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false));
            LogStatus((int)answer.StatusCode);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException or InvalidOperationException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            LogSilent(fault);
        }
        return null;
    }

    public void Dispose() => http.Dispose();

    private bool TakeFromBudget()
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        lock (gate)
        {
            if (today != day) (day, asked) = (today, 0);
            return asked++ < options.Value.EnrichPerDay;
        }
    }

    private static Dictionary<string, string> Facts(byte[] json)
    {
        var facts = new Dictionary<string, string>();
        var root = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
        if (root.ValueKind != JsonValueKind.Object) return facts;
        foreach (var member in root.EnumerateObject().Take(MostFacts))
        {
            var name = AttributeNames.Canonical(member.Name);
            if (NotToBeTold.Contains(name) || name.Length > LongestFact || member.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)) continue;
            var text = member.Value.ToString();
            if (text.Length is > 0 and <= LongestFact) facts[name] = text;
        }
        return facts;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The enrichment service answered with status {Status}")]
    private partial void LogStatus(int status);

    [LoggerMessage(Level = LogLevel.Information, Message = "The enrichment service did not answer")]
    private partial void LogSilent(Exception fault);
}
