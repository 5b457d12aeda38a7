using System.Text;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>The shapes of real form builders, byte for byte, under the sample's rows.</summary>
public sealed class ProviderTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private readonly Api api = host.Api;

    public static IEnumerable<TheoryDataRow<string>> Posts() => Payload.All.Where(p => p.Body is not null && p.ExpectedLead is not null).Select(p => new TheoryDataRow<string>(p.Name));

    public static IEnumerable<TheoryDataRow<string>> Signed() => Payload.All.Where(p => p.SignatureHeader is not null).Select(p => new TheoryDataRow<string>(p.Name));

    [Theory]
    [MemberData(nameof(Posts))]
    public async Task A_post_becomes_exactly_the_lead_that_it_says(string name)
    {
        var payload = Payload.Named(name);
        var id = await ReceiveAsync(payload);
        var lead = (await api.LeadAsync(id)).Json["attributes"]!;
        foreach (var (attribute, expected) in payload.ExpectedAttributes())
            Assert.Equal((attribute, expected), (attribute, lead[attribute]?.ToString()));
        if (payload.Status == HttpStatusCode.SeeOther) return;
        var again = (await payload.PostAsync(api)).Is(HttpStatusCode.OK);
        Assert.Equal(("duplicate", id), (again.Value("status"), again.Value("submissionId")));
    }

    [Theory]
    [MemberData(nameof(Signed))]
    public async Task One_bit_changed_is_refused_counted_and_not_kept(string name)
    {
        var payload = Payload.Named(name);
        var before = await api.AccountingAsync();
        (await payload.PostAsync(api, body: Flipped(payload.Body!))).Is(HttpStatusCode.Unauthorized, "signature.invalid");
        var header = payload.Headers[payload.SignatureHeader!];
        (await payload.PostAsync(api, (payload.SignatureHeader!, Encoding.UTF8.GetString(Flipped(header))))).Is(HttpStatusCode.Unauthorized, "signature.invalid");
        (await payload.PostAsync(api, (payload.SignatureHeader!, ""))).Is(HttpStatusCode.Unauthorized, "signature.invalid");
        var after = await api.AccountingAsync();
        Assert.Equal(before["received"]!.ToString(), after["received"]!.ToString());
        Assert.Equal((Refused(before, payload.Source) + 3), Refused(after, payload.Source));
    }

    [Fact]
    public async Task A_secret_that_travels_in_the_body_is_compared_and_never_stored()
    {
        var payload = Payload.Named("google-ads-lead-form");
        (await payload.PostAsync(api, body: payload.Body!.Replace("google-test-key", "google-test-kez", StringComparison.Ordinal))).Is(HttpStatusCode.Unauthorized, "signature.invalid");
        var lead = await api.LeadAsync(await ReceiveAsync(payload));
        Assert.DoesNotContain("google-test-key", lead.Json.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("Redmond", lead.Json["attributes"]!["what is your preferred dealership?"]?.ToString());
        foreach (var file in new[] { "store.db", "store.db-wal" }.Select(name => Path.Combine(host.Process.Data, name)))
            Assert.False(StoreFile.Holds(file, "google-test-key"), $"{Path.GetFileName(file)} holds the secret");
    }

    [Fact]
    public async Task A_test_of_a_provider_runs_through_and_reaches_nobody()
    {
        var id = await ReceiveAsync(Payload.Named("google-ads-lead-form-test"));
        var lead = await api.LeadAsync(id);
        Assert.Equal(("disqualified", "test", null), (lead.State, lead.Json["reason"]?.ToString(), lead.Owner));
        Assert.NotNull(lead.Json["score"]);
        Assert.Empty(await api.MailsAboutAsync(id));
    }

    [Fact]
    public async Task A_second_secret_is_taken_while_it_replaces_the_first()
    {
        var webflow = Payload.Named("webflow-form-submission");
        var timestamp = webflow.Headers["x-webflow-timestamp"];
        var body = webflow.Body!.Replace("6321ca84df3949bfc6752327", "rotated", StringComparison.Ordinal);
        var signature = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("webflow-next-secret"u8, Encoding.UTF8.GetBytes($"{timestamp}:{body}")));
        Assert.Equal("accepted", (await webflow.PostAsync(api, ("x-webflow-signature", signature), body)).Is(HttpStatusCode.OK).Value("status"));
    }

    [Fact]
    public async Task Leads_that_are_announced_by_id_are_fetched_each_once()
    {
        var payload = Payload.Named("meta-leadgen-webhook");
        var reply = (await payload.PostAsync(api)).Is(HttpStatusCode.OK);
        await api.SettleAsync();
        var lead = await api.LeadAsync(reply.Value("leadId")!);
        foreach (var (attribute, expected) in Payload.Named("meta-lead-graph-response").ExpectedAttributes())
            Assert.Equal((attribute, expected), (attribute, lead.Json["attributes"]![attribute]?.ToString()));
        Assert.Equal("51-200", lead.Json["attributes"]!["employees"]?.ToString());
        Assert.Equal("duplicate", (await payload.PostAsync(api)).Is(HttpStatusCode.OK).Value("status"));
        Assert.Equal(1, host.Graph.Asked("233370042045345"));
    }

    [Fact]
    public async Task A_delivery_of_several_is_answered_one_by_one()
    {
        var body = """{"object":"page","entry":[{"changes":[{"value":{"leadgen_id":"many-1"}},{"value":{"leadgen_id":"many-2"}}]},{"changes":[{"value":{"leadgen_id":"missing"}}]}]}""";
        var signature = "sha256=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("meta-app-secret"u8, Encoding.UTF8.GetBytes(body)));
        var reply = (await Payload.Named("meta-leadgen-webhook").PostAsync(api, ("X-Hub-Signature-256", signature), body)).Is(HttpStatusCode.OK);
        await api.SettleAsync();
        var ids = reply.Json["submissions"]!.AsArray().Select(s => s!["submissionId"]!.ToString()).ToList();
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(["many-1@tailspin.example", "many-2@tailspin.example"], (await Task.WhenAll(ids.Take(2).Select(api.LeadAsync))).Select(l => l.Json["attributes"]!["email"]!.ToString()));
        var kept = (await api.GetAsync("/api/quarantine")).Is(HttpStatusCode.OK).Json["items"]!.AsArray().Single(i => i!["id"]!.ToString() == ids[2])!;
        Assert.StartsWith("fetch.refused", kept["problems"]![0]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_array_of_thin_events_waits_in_quarantine()
    {
        var reply = (await Payload.Named("hubspot-webhooks-api").PostAsync(api)).Is(HttpStatusCode.OK);
        var all = reply.Json["submissions"]!.AsArray();
        Assert.Equal(2, all.Count);
        Assert.All(all, s => Assert.Equal("quarantined", s!["status"]!.ToString()));
        Assert.All(all, s => Assert.StartsWith("contact.unreachable: ", s!["problems"]![0]!.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_inside_an_object_is_a_lead_for_each_element()
    {
        var sources = (await api.GetAsync("/api/config/Sources")).Is(HttpStatusCode.OK).Json.AsArray();
        sources.Add(new JsonObject { ["RowKey"] = "fair-list", ["Shape"] = "flat", ["Map"] = "Each=leads; Email=contact.mail; Company=firm", ["IdempotencyKey"] = "no" });
        await api.ConfigureAsync(sources, "Sources");

        var first = await SendListAsync();
        Assert.Equal(["accepted", "accepted", "quarantined", "quarantined"], first.Select(s => s.Status));
        Assert.Equal(4, first.Select(s => s.Id).Distinct().Count());
        var leads = await Task.WhenAll(first.Take(2).Select(s => api.LeadAsync(s.Id)));
        Assert.Equal([("ida@fair.example", "Fabrikam"), ("ole@fair.example", "Wingtip")], leads.Select(l => (l.Json["attributes"]!["email"]!.ToString(), l.Json["attributes"]!["company"]!.ToString())));
        Assert.Equal(first.Select(s => (s.Id, s.Status.Replace("accepted", "duplicate", StringComparison.Ordinal))), await SendListAsync());
    }

    private async Task<List<(string Id, string Status)>> SendListAsync()
    {
        const string body = """{"sent":"today","leads":[{"no":"f-1","contact":{"mail":"ida@fair.example"},"firm":"Fabrikam"},{"no":"f-2","contact":{"mail":"ole@fair.example"},"firm":"Wingtip"},{"no":"f-3","firm":"Nobody"},"f-4"]}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var reply = (await api.PostAsync("/api/leads/fair-list", content, key: null)).Is(HttpStatusCode.OK);
        return [.. reply.Json["submissions"]!.AsArray().Select(s => (s!["submissionId"]!.ToString(), s!["status"]!.ToString()))];
    }

    [Fact]
    public async Task The_handshake_gives_the_challenge_back_to_who_knows_the_token()
    {
        var right = (await api.GetAsync("/api/leads/meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meta-verify-token", key: null)).Is(HttpStatusCode.OK);
        Assert.Equal(("text/plain", "1158201444"), (right.MediaType, right.Text));
        (await api.GetAsync("/api/leads/meta?hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong", key: null)).Is(HttpStatusCode.Forbidden, "challenge.refused");
    }

    [Fact]
    public async Task LinkedIn_gets_its_challenge_back_signed_and_its_leads_are_fetched_each_once()
    {
        const string code = "890e4665-4dfe-4ab1-b689-ed553bceeed0";
        var proven = (await api.GetAsync($"/api/leads/linkedin?challengeCode={code}", key: null)).Is(HttpStatusCode.OK);
        Assert.Equal((code, LinkedInHash(code)), (proven.Value("challengeCode"), proven.Value("challengeResponse")));
        (await api.GetAsync($"/api/leads/linkedin?challengeCode={new string('x', 300)}", key: null)).Is(HttpStatusCode.Forbidden, "challenge.refused");

        const string body = """{"type":"LEAD_ACTION","leadGenFormResponse":"urn:li:leadGenFormResponse:11ae5c16-3","leadType":"SPONSORED","leadAction":"CREATED","occurredAt":1772445667000}""";
        (await AnnounceAsync(body, LinkedInHash(body))).Is(HttpStatusCode.Unauthorized, "signature.invalid");
        var reply = (await AnnounceAsync(body, LinkedInHash($"hmacsha256={body}"))).Is(HttpStatusCode.OK);
        await api.SettleAsync();
        var lead = (await api.LeadAsync(reply.Value("leadId")!)).Json["attributes"]!;
        Assert.Equal(("Nora Vik", "nora.vik@fabrikam.example", "Fabrikam"), (lead["fullName"]!.ToString(), lead["email"]!.ToString(), lead["company"]!.ToString()));
        Assert.Equal("duplicate", (await AnnounceAsync(body, LinkedInHash($"hmacsha256={body}"))).Is(HttpStatusCode.OK).Value("status"));
        Assert.Equal(1, host.Graph.Asked("11ae5c16-3"));
    }

    private static string LinkedInHash(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("linkedin-client-secret"u8, Encoding.UTF8.GetBytes(text)));

    private async Task<Reply> AnnounceAsync(string body, string signature)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await api.PostAsync("/api/leads/linkedin", content, key: null, ("X-LI-Signature", signature));
    }

    private async Task<string> ReceiveAsync(Payload payload)
    {
        var (_, position) = await api.FeedAsync();
        var reply = (await payload.PostAsync(api)).Is(payload.Status);
        await api.SettleAsync();
        if (reply.Status == HttpStatusCode.OK) return reply.Value("submissionId")!;
        Assert.Equal(payload.Location, reply.Headers.Location!.ToString());
        return (await api.FeedAsync(position)).Events[0]["leadId"]!.ToString();
    }

    private static int Refused(JsonNode accounting, string source) => accounting["refused"]![source]?.GetValue<int>() ?? 0;

    private static byte[] Flipped(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        bytes[^3] ^= 1;
        return bytes;
    }
}
