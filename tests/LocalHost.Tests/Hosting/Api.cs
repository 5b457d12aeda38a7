using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>A mail as the mailbox shows it.</summary>
public sealed record Mail(DateTimeOffset At, string Class, string SendId, string To, string Subject, string Text, string Html, IReadOnlyList<string> Links)
{
    /// <summary>The path of the link that opens the page of this action: its token names it.</summary>
    public async Task<string> LinkToAsync(Api api, string action)
    {
        foreach (var link in Links.Where(l => l.Contains("/r/", StringComparison.Ordinal)))
        {
            var path = new Uri(link).PathAndQuery;
            if ((await api.GetAsync(path, key: null)).Text.Contains($"value=\"{action}\"", StringComparison.Ordinal)) return path;
        }
        throw new InvalidOperationException($"No link to {action} in the mail '{Subject}' to {To}");
    }
}

/// <summary>What a client of the product can do, in the words of the contract.</summary>
public sealed class Api(HttpClient http)
{
    public Task<Reply> GetAsync(string path, string? key = HostProcess.EditorKey) => SendAsync(HttpMethod.Get, path, null, key);

    public Task<Reply> PostAsync(string path, HttpContent? body, string? key = HostProcess.EditorKey, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, key, headers);

    public async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? body, string? key, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (key is not null) request.Headers.Add("x-api-key", key);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Reply.ReadAsync(await http.SendAsync(request));
    }

    public Task<Reply> SubmitAsync(JsonObject lead, string source = "website", string? idempotencyKey = null) => PostAsync(
        $"/api/leads/{source}",
        Json(lead),
        key: null,
        idempotencyKey is null ? [] : [("Idempotency-Key", idempotencyKey)]);

    /// <summary>Submits a lead, waits until it came to rest, and answers its id.</summary>
    public async Task<string> ReceiveAsync(JsonObject lead)
    {
        var id = (await SubmitAsync(lead)).Is(HttpStatusCode.OK).Value("leadId")!;
        await SettleAsync();
        return id;
    }

    public async Task<Lead> LeadAsync(string id) => new((await GetAsync($"/api/lead/{id}")).Is(HttpStatusCode.OK).Json);

    public Task<Reply> SignalAsync(string id, object signal, string? idempotencyKey = null, string? key = HostProcess.EditorKey) => PostAsync(
        $"/api/lead/{id}/signals",
        Json(signal),
        key,
        idempotencyKey is null ? [] : [("Idempotency-Key", idempotencyKey)]);

    /// <summary>Edits the configuration, or one table of it.</summary>
    /// <param name="body">JSON, or content of another type.</param>
    public async Task<JsonNode> ConfigureAsync(object body, string? table = null) => (await SendAsync(
        HttpMethod.Put, table is null ? "/api/config" : $"/api/config/{table}", body as HttpContent ?? Json(body), HostProcess.EditorKey)).Is(HttpStatusCode.OK).Json;

    public async Task<IReadOnlyList<Mail>> MailsAsync() =>
        JsonSerializer.Deserialize<List<Mail>>((await GetAsync("/dev/mail.json", key: null)).Is(HttpStatusCode.OK).Text, JsonSerializerOptions.Web)!;

    public async Task<IReadOnlyList<Mail>> MailsAboutAsync(string lead) => [.. (await MailsAsync()).Where(m => m.SendId.Contains(lead, StringComparison.Ordinal))];

    /// <summary>The accounting, which balances whenever somebody looks.</summary>
    public async Task<JsonNode> AccountingAsync()
    {
        var accounting = (await GetAsync("/api/accounting", HostProcess.ViewerKey)).Is(HttpStatusCode.OK).Json;
        Assert.True(accounting["balanced"]!.GetValue<bool>(), accounting.ToJsonString());
        return accounting;
    }

    public async Task<DateTimeOffset> NowAsync() => (await GetAsync("/dev/clock", key: null)).Is(HttpStatusCode.OK).Json["now"]!.GetValue<DateTimeOffset>();

    public async Task<int> AdvanceAsync(TimeSpan by) =>
        (await PostAsync("/dev/clock/advance", Json(new { by = XmlConvert.ToString(by) }), key: null)).Is(HttpStatusCode.OK).Json["fired"]!.GetValue<int>();

    public async Task<int> MoveToAsync(DateTimeOffset to) =>
        (await PostAsync("/dev/clock/set", Json(new { to = to.ToString("O", CultureInfo.InvariantCulture) }), key: null)).Is(HttpStatusCode.OK).Json["fired"]!.GetValue<int>();

    /// <summary>Waits until no lead is being moved, without moving the clock.</summary>
    public Task SettleAsync() => AdvanceAsync(TimeSpan.Zero);

    public async Task<IReadOnlyList<JsonNode>> ListAsync(string query = "", int limit = 500)
    {
        var all = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = (await GetAsync($"/api/leads?limit={limit}{query}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}")).Is(HttpStatusCode.OK).Json;
            all.AddRange(page["items"]!.AsArray().Select(i => i!));
            cursor = page["next"]?.GetValue<string>();
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>Everything the feed tells after a position, and the position then.</summary>
    public async Task<(IReadOnlyList<JsonNode> Events, string Next)> FeedAsync(string? after = null, int limit = 500)
    {
        var all = new List<JsonNode>();
        while (true)
        {
            var page = (await GetAsync($"/api/events?limit={limit}{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}")).Is(HttpStatusCode.OK).Json;
            var items = page["items"]!.AsArray();
            after = page["next"]!.GetValue<string>();
            if (items.Count == 0) return (all, after);
            all.AddRange(items.Select(i => Told(i!)));
        }
    }

    /// <summary>The data of a CloudEvent with its id, time and the end of its type: <c>offered</c>.</summary>
    private static JsonNode Told(JsonNode cloudEvent)
    {
        var told = cloudEvent["data"]!.DeepClone();
        (told["id"], told["at"], told["type"]) = (cloudEvent["id"]!.ToString(), cloudEvent["time"]!.ToString(), cloudEvent["type"]!.ToString().Split('.')[^1]);
        return told;
    }

    public static StringContent Json(object body) =>
        new(body is JsonNode node ? node.ToJsonString() : JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json");
}
