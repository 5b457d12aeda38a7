using System.Net.Http.Headers;
using System.Text;

namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>A request as a form builder sends it, and the lead that it must become.</summary>
public sealed class Payload(string name, JsonNode json)
{
    public static readonly IReadOnlyList<Payload> All =
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Payloads"), "*.json").Order(StringComparer.Ordinal)
            .Select(file => new Payload(Path.GetFileNameWithoutExtension(file), JsonNode.Parse(File.ReadAllText(file))!)),
    ];

    public string Name => name;

    public string Source => json["source"]!.ToString();

    public string? Body => json["request"]?["rawBody"]?.ToString();

    public string Response => json["response"]!["rawBody"]!.ToString();

    public JsonObject? ExpectedLead => json["expectedLead"] as JsonObject;

    public string? SignatureHeader => json["signature"]?["header"]?.ToString() is { } header && Headers.ContainsKey(header) ? header : null;

    public HttpStatusCode Status => json["expectedResponse"]?["status"]?.ToString() == "303" ? HttpStatusCode.SeeOther : HttpStatusCode.OK;

    public string? Location => json["expectedResponse"]?["headers"]?[nameof(Location)]?.ToString();

    public Dictionary<string, string> Headers =>
        json["request"]?["headers"]?.AsObject().ToDictionary(h => h.Key, h => h.Value!.ToString(), StringComparer.OrdinalIgnoreCase) ?? [];

    public static Payload Named(string name) => All.Single(p => p.Name == name);

    /// <summary>The expected lead in the attributes that the contract shows.</summary>
    public IEnumerable<(string Attribute, string? Expected)> ExpectedAttributes()
    {
        foreach (var (member, value) in ExpectedLead!)
        {
            if (member != "utm") yield return (member, value!.ToString());
            else
                foreach (var (utm, text) in value!.AsObject()) yield return (utm == "source" ? "utmSource" : utm, text!.ToString());
        }
    }

    public Task<Reply> PostAsync(Api api, (string Name, string Value)? header = null, string? body = null) =>
        PostAsync(api, Encoding.UTF8.GetBytes(body ?? Body!), header);

    public Task<Reply> PostAsync(Api api, byte[] body) => PostAsync(api, body, null);

    private async Task<Reply> PostAsync(Api api, byte[] body, (string Name, string Value)? header)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(json["request"]!["contentType"]!.ToString());
        var headers = Headers;
        if (header is { } other) headers[other.Name] = other.Value;
        return await api.PostAsync($"/api/leads/{Source}", content, key: null, [.. headers.Where(h => h.Value.Length > 0).Select(h => (h.Key, h.Value))]);
    }
}

/// <summary>A host that knows the secrets of the payloads, at the instant at which their signatures are fresh, and a provider to fetch from.</summary>
public sealed class ProviderHost : IAsyncLifetime
{
    private static readonly DateTimeOffset Fresh = DateTimeOffset.FromUnixTimeSeconds(1772445667);

    public HostProcess Process { get; private set; } = null!;

    public Api Api { get; private set; } = null!;

    internal FakeGraph Graph { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Graph = await FakeGraph.StartAsync();
        Process = await HostProcess.StartAsync(
            virtualClock: true,
            ("PublicUrl", "https://leads.northwind.example"),
            ("Secrets__google-ads", "google-test-key"),
            ("Secrets__hubspot", "hubspot-client-secret"),
            ("Secrets__meta", "meta-app-secret"),
            ("Secrets__meta-verify", "meta-verify-token"),
            ("Secrets__meta-token", "a token of the page"),
            ("Secrets__typeform", "typeform-test-secret"),
            ("Secrets__webflow__0", "webflow-next-secret"),
            ("Secrets__webflow__1", "webflow-test-secret"),
            ("Secrets__generic-signed", "whsec_c3RhbmRhcmQtd2ViaG9va3MtdGVzdC1rZXktMDAwMQ=="),
            ("Secrets__linkedin", "linkedin-client-secret"),
            ("Secrets__linkedin-token", "a token of the page"),
            ("LinkedInUrl", Graph.Url),
            ("MetaUrl", Graph.Url));
        Api = new Api(Process.Client);
        await Api.MoveToAsync(Fresh);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Graph.DisposeAsync();
    }
}
