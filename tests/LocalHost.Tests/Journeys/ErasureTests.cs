using LeadRouter.Adapters.Tables;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>P1: after an erasure nothing of a person stands anywhere in the host's files, and nothing else has changed.</summary>
public sealed class ErasureTests : IAsyncLifetime
{
    private const string HashSecret = "the hash secret of the tests";

    private static readonly string[] Exports =
        ["/api/leads?limit=500", "/api/quarantine?limit=500", "/api/events?limit=500&include=attributes", "/api/insights/funnel?by=source&format=csv", "/metrics", "/dev/stats", "/dev/mail.json", "/dev/mail", "/api/config/problems"];

    private HostProcess process = null!;
    private Api api = null!;

    public async ValueTask InitializeAsync()
    {
        process = await HostProcess.StartAsync(virtualClock: true, ("HashSecret", HashSecret));
        api = new Api(process.Client);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    [Fact]
    public async Task Nothing_of_the_person_is_left_in_any_byte_the_books_are_the_same_and_who_opted_out_stays_so()
    {
        string[] canaries = ["zacharias", "quellwasser", "zaq", "34611999888", "611 999 888", "611-999-888", "meinegeheimfrage"];
        var closed = await api.ReceiveAsync(Person());
        await StopAllMailAsync();
        (await api.SignalAsync(closed, new { type = "won" })).Is(HttpStatusCode.OK);
        var open = await api.ReceiveAsync(Person().With("message", "meinegeheimfrage again"));
        var touch = await api.ReceiveAsync(new JsonObject { ["phone"] = "+34 611 999 888", ["message"] = "meinegeheimfrage by phone" });
        var kept = (await api.SubmitAsync(Person().With("message", "meinegeheimfrage lost"), "no-such-form")).Value("submissionId")!;
        var discarded = (await api.SubmitAsync(Person().With("message", "meinegeheimfrage thrown away"), "no-such-form")).Value("submissionId")!;
        (await api.SendAsync(HttpMethod.Delete, $"/api/quarantine/{discarded}", null, HostProcess.EditorKey)).Is(HttpStatusCode.OK);
        await api.SubmitAsync(new JsonObject { ["tel"] = "611-999-888", ["name"] = "Z.", ["message"] = "meinegeheimfrage by number" }, "no-such-form");
        using var cutOff = new StringContent("""{"message":"meinegeheimfrage cut off","contact":{"email":"ZAQ@quellwasser.example",""", System.Text.Encoding.UTF8, "application/json");
        (await api.PostAsync("/api/leads/website", cutOff, key: null)).Is(HttpStatusCode.BadRequest, "body.unreadable");
        var bystander = await api.ReceiveAsync(A.Lead());
        await api.SettleAsync();
        Assert.All(new[] { "zacharias", "meinegeheimfrage" }, canary => Assert.All(new[] { "store.db", "mail.jsonl" }, name => Assert.Contains(Files(), file => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal) && StoreFile.Holds(file, canary))));
        var aboutOthers = await api.MailsAboutAsync(bystander);
        var before = await api.AccountingAsync();
        var offers = await OffersAsync();

        var erased = (await EraseAsync("zaq@quellwasser.example")).Is(HttpStatusCode.OK);
        Assert.Equal(("erased", "7"), (erased.Value("status"), erased.Value("submissions")));
        await api.SettleAsync();

        var answers = await Task.WhenAll(Exports.Select(path => api.GetAsync(path)));
        foreach (var canary in canaries)
        {
            foreach (var file in Files()) Assert.False(StoreFile.Holds(file, canary), $"{Path.GetFileName(file)} still holds {canary}");
            Assert.All(answers, answer => Assert.DoesNotContain(canary, answer.Is(HttpStatusCode.OK).Text, StringComparison.OrdinalIgnoreCase));
        }
        var after = await api.AccountingAsync();
        Assert.Equal(before["received"]!.ToString(), after["received"]!.ToString());
        Assert.Equal(before["closed"]!["won"]!.ToString(), after["closed"]!["won"]!.ToString());
        Assert.Equal(offers, await OffersAsync());
        Assert.Equal(("won", "disqualified", "linked", "discarded"), ((await api.LeadAsync(closed)).State, (await api.LeadAsync(open)).State, (await api.LeadAsync(touch)).State, (await api.LeadAsync(kept)).State));
        Assert.Equal("source", Assert.Single((await api.LeadAsync(open)).Json["attributes"]!.AsObject()).Key);
        Assert.Equal("offered", (await api.LeadAsync(bystander)).State);
        Assert.Equal(aboutOthers.Select(m => m.Text), (await api.MailsAboutAsync(bystander)).Select(m => m.Text));

        Assert.All(canaries, canary => Assert.DoesNotContain(canary, process.Log, StringComparison.OrdinalIgnoreCase));

        // Repeating it is harmless, and the person may come again as somebody new.
        (await EraseAsync("zaq@quellwasser.example")).Is(HttpStatusCode.OK);
        var again = await api.ReceiveAsync(Person().With("message", "a new start"));
        Assert.Equal(("offered", null), ((await api.LeadAsync(again)).State, (await api.LeadAsync(again)).Json["previous"]));
        // He wanted no more mail, and his hash remembers it.
        Assert.Contains((await api.LeadAsync(again)).Json["timeline"]!.AsArray(), e => e!["text"]!.ToString().StartsWith("acknowledgement not sent", StringComparison.Ordinal));
        Assert.DoesNotContain(await api.MailsAsync(), m => string.Equals(m.To, "zaq@quellwasser.example", StringComparison.OrdinalIgnoreCase));
        var pressure = (await api.GetAsync($"/api/contacts/{ContactId("zaq@quellwasser.example")}/pressure")).Is(HttpStatusCode.OK).Json;
        Assert.Contains("unsubscribe", pressure["suppressions"]!.AsArray().Select(s => s!["kind"]!.ToString()));
        var other = new { sendId = "n", @class = "nurture", to = "zaq@quellwasser.example", consentAt = "2026-03-01T00:00:00Z", country = "ES", data = new { subject = "News", text = "Of spring" } };
        Assert.Equal("dropped", (await api.PostAsync("/api/sends", Api.Json(other))).Is(HttpStatusCode.OK).Value("outcome"));
    }

    [Fact]
    public async Task Who_left_only_a_number_is_found_by_it()
    {
        var called = await api.ReceiveAsync(new JsonObject { ["phone"] = "+34 611 777 123", ["full_name"] = "Xanthippe Zukunft" });
        var kept = (await api.SubmitAsync(new JsonObject { ["phone"] = "+34 611777123", ["full_name"] = "X. Zukunft" }, "no-such-form")).Value("submissionId")!;
        await api.SettleAsync();
        var id = (await api.PostAsync("/api/contacts/lookup", Api.Json(new { phone = "+34 (611) 777-123" }))).Is(HttpStatusCode.OK).Value("contactId");
        var erased = (await api.SendAsync(HttpMethod.Delete, $"/api/contacts/{id}", null, HostProcess.EditorKey)).Is(HttpStatusCode.OK);
        Assert.Equal(("erased", "2"), (erased.Value("status"), erased.Value("submissions")));
        Assert.Equal(("disqualified", "discarded"), ((await api.LeadAsync(called)).State, (await api.LeadAsync(kept)).State));
        Assert.All(new[] { "zukunft", "611777123" }, canary => Assert.DoesNotContain(Files(), file => StoreFile.Holds(file, canary)));
        (await api.PostAsync("/api/contacts/lookup", Api.Json(new { phone = "611 777 123" }))).Is(HttpStatusCode.UnprocessableEntity, "phone.invalid");
    }

    [Fact]
    public async Task What_is_no_contacts_id_erases_nobody() =>
        (await api.SendAsync(HttpMethod.Delete, "/api/contacts/0123456789abcdef", null, HostProcess.EditorKey)).Is(HttpStatusCode.NotFound, "contact.unknown");

    [Fact]
    public async Task Nobody_erases_without_an_editors_key() => (await api.SendAsync(HttpMethod.Delete, "/api/contacts/0123456789abcdef", null, HostProcess.ViewerKey)).Is(HttpStatusCode.Forbidden, "key.role");

    private async Task StopAllMailAsync()
    {
        var mail = (await api.GetAsync("/dev/mail.json", key: null)).Json.AsArray().Single(m => m!["class"]!.ToString() == "ack")!;
        using var stop = new FormUrlEncodedContent([new("action", "stop-all")]);
        (await api.PostAsync(new Uri(mail["headers"]!["List-Unsubscribe"]!.ToString().Trim('<', '>')).PathAndQuery, stop, key: null)).Is(HttpStatusCode.OK);
    }

    private async Task<string> OffersAsync() => (await api.GetAsync("/api/insights/sla?by=rep")).Is(HttpStatusCode.OK).Json["items"]!.ToJsonString();

    private static JsonObject Person() => new()
    {
        ["email"] = "Zaq@Quellwasser.example",
        ["full_name"] = "Zacharias Quellwasser",
        ["phone"] = "+34 611 999 888",
        ["company"] = "Quellwasser",
        ["country"] = "ES",
        ["message"] = "meinegeheimfrage",
    };

    private Task<Reply> EraseAsync(string address) =>
        api.SendAsync(HttpMethod.Delete, $"/api/contacts/{ContactId(address)}", null, HostProcess.EditorKey);

    private static string ContactId(string address) => new KeyedHash(System.Text.Encoding.UTF8.GetBytes(HashSecret)).Of(address);

    /// <summary>Everything under the data folder; nobody can read a file that is locked.</summary>
    private IEnumerable<string> Files() => Directory.EnumerateFiles(process.Data, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal));
}
