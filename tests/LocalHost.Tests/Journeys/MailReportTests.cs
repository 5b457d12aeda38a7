using System.Text;
using LeadRouter.LocalHost.Tests.Hosting;
using LeadRouter.Tests.Shared;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>The provider's signed reports: S1 to S4 where they belong to the event webhook.</summary>
public sealed class MailReportTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly ReportKey current = new(), next = new(), ended = new(), stranger = new();
    private HostProcess host = null!;
    private Api api = null!;

    public async ValueTask InitializeAsync()
    {
        host = await HostProcess.StartAsync(
            virtualClock: true,
            ("SendGridEventKeys__0", current.Public),
            ("SendGridEventKeys__1", next.Public),
            ("SendGridEventKeys__2", ended.Public + ";until=2026-03-02T09:30:00Z"));
        api = new Api(host.Client);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var key in new[] { current, next, ended, stranger }) key.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_bounce_stops_all_mail_to_the_mailbox_and_a_hundred_copies_of_it_do_no_more()
    {
        var report = Report("eva@acme.example", "bounce");
        for (var copy = 0; copy < 100; copy++) (await PostAsync(current.Sign(report, Now))).Is(HttpStatusCode.OK);
        Assert.Equal("hardBounce", Assert.Single((await PressureAsync("eva@acme.example"))["suppressions"]!.AsArray())!["kind"]!.ToString());
        var lead = await api.LeadAsync(await api.ReceiveAsync(A.Lead().With("email", "eva@acme.example")));
        Assert.Contains(lead.Json["timeline"]!.AsArray(), e => e!["text"]!.ToString() == "acknowledgement not sent: the mailbox does not exist");
    }

    [Fact]
    public async Task No_flipped_bit_in_body_signature_or_timestamp_is_accepted()
    {
        var random = new Random(20260302);
        var body = Report("eva@acme.example", "spamreport");
        using var genuine = current.Sign(body, Now);
        var signature = genuine.Headers.GetValues("X-Twilio-Email-Event-Webhook-Signature").Single();
        var timestamp = genuine.Headers.GetValues("X-Twilio-Email-Event-Webhook-Timestamp").Single();
        for (var flip = 0; flip < (Prove.Big ? 10_000 : 150); flip++)
        {
            var (flipped, part) = ((byte[])body.Clone(), flip % 3);
            if (part == 0) flipped[random.Next(body.Length)] ^= (byte)(1 << random.Next(8));
            using var request = ReportKey.Post(flipped, part == 1 ? Flipped(signature) : signature, part == 2 ? Flipped(timestamp) : timestamp);
            (await Reply.ReadAsync(await host.Client.SendAsync(request))).Is(HttpStatusCode.Unauthorized, "signature.invalid");
        }
        Assert.Empty((await PressureAsync("eva@acme.example"))["suppressions"]!.AsArray());

        string Flipped(string text)
        {
            var characters = text.ToCharArray();
            // The last characters of base64 hold bits that nobody reads.
            var at = random.Next(Math.Max(1, characters.Length - 4));
            characters[at] = characters[at] == '1' ? '2' : '1';
            return new string(characters);
        }
    }

    [Theory]
    [InlineData(-299, true)]
    [InlineData(299, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public async Task A_report_signed_more_than_five_minutes_from_now_is_refused(int seconds, bool accepted) =>
        Assert.Equal(accepted ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, (await PostAsync(current.Sign(Report("eva@acme.example", "open"), Now.AddSeconds(seconds)))).Status);

    [Fact]
    public async Task Any_key_will_do_until_its_end_so_that_a_rotation_refuses_nothing()
    {
        var keys = new[] { current, next, ended };
        var replies = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => PostAsync(keys[i % 3].Sign(Report($"p{i}@acme.example", "open"), Now))));
        Assert.All(replies, r => r.Is(HttpStatusCode.OK));
        (await PostAsync(stranger.Sign(Report("eva@acme.example", "open"), Now))).Is(HttpStatusCode.Unauthorized, "signature.invalid");
        await api.AdvanceAsync(TimeSpan.FromMinutes(30));
        (await PostAsync(ended.Sign(Report("eva@acme.example", "open"), Now.AddMinutes(30)))).Is(HttpStatusCode.Unauthorized, "signature.invalid");
        (await PostAsync(next.Sign(Report("eva@acme.example", "open"), Now.AddMinutes(30)))).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("[{", HttpStatusCode.BadRequest)]
    [InlineData("[]\r\n", HttpStatusCode.OK)]
    [InlineData("""[null, 1, {"email":"x"}, {"email":"eva@acme.example","timestamp":1e99,"event":"bounce"}, {"email":[],"timestamp":1,"event":{}}]""", HttpStatusCode.OK)]
    public async Task Odd_reports_change_nothing(string body, HttpStatusCode status)
    {
        Assert.Equal(status, (await PostAsync(current.Sign(Encoding.UTF8.GetBytes(body), Now))).Status);
        Assert.Empty((await PressureAsync("eva@acme.example"))["suppressions"]!.AsArray());
        using var unsigned = ReportKey.Post("[]"u8.ToArray(), null, null);
        (await Reply.ReadAsync(await host.Client.SendAsync(unsigned))).Is(HttpStatusCode.Unauthorized, "signature.invalid");
    }

    [Fact]
    public async Task Complaints_open_the_breaker_and_acknowledgements_wait_while_assignments_go()
    {
        var ids = new List<(string Lead, string Email)>();
        for (var i = 0; i < 4; i++)
        {
            var form = A.Lead();
            ids.Add((await api.ReceiveAsync(form), form["email"]!.ToString()));
        }
        foreach (var (lead, email) in ids)
            foreach (var what in new[] { "delivered", "spamreport", "delivered", "spamreport" })
                (await PostAsync(current.Sign(await ReportOnAsync(lead, email, what), Now))).Is(HttpStatusCode.OK);
        var breaker = Assert.Single((await PressureAsync(ids[0].Email))["breakers"]!.AsArray())!;
        Assert.Equal(("ack", "other", "open"), (breaker["class"]!.ToString(), breaker["provider"]!.ToString(), breaker["mode"]!.ToString()));
        var health = (await api.GetAsync("/health", key: null)).Is(HttpStatusCode.OK).Json["breakers"]!.AsArray();
        Assert.Equal("""{"class":"ack","provider":"other","mode":"open"}""", Assert.Single(health)!.ToJsonString());
        Assert.Contains("leadrouter_complaint_breakers{mode=\"open\"} 1\n", (await api.GetAsync("/metrics", key: null)).Text, StringComparison.Ordinal);
        var held = await api.LeadAsync(await api.ReceiveAsync(A.Lead()));
        Assert.Contains(held.Json["timeline"]!.AsArray(), e => e!["text"]!.ToString().EndsWith("complaints about this kind of mail", StringComparison.Ordinal));
        Assert.Contains("mailed", held.Story);
    }

    private static byte[] Report(string email, string what) =>
        Encoding.UTF8.GetBytes($$"""[{"email":"{{email}}","timestamp":{{Now.ToUnixTimeSeconds()}},"event":"{{what}}","sg_event_id":"x"}]""" + "\r\n");

    /// <summary>A report with the arguments that the mail itself carried.</summary>
    private async Task<byte[]> ReportOnAsync(string lead, string email, string what)
    {
        var posted = (await File.ReadAllLinesAsync(Path.Combine(host.Data, "mail.jsonl"))).Select(l => JsonNode.Parse(l[(l.IndexOf('\t', StringComparison.Ordinal) + 1)..])!)
            .Select(m => m["personalizations"]![0]!["custom_args"] ?? m["custom_args"]!).Single(a => a["sendId"]!.ToString() == $"{lead}-ack");
        var report = posted.DeepClone().AsObject();
        report["email"] = email;
        report["timestamp"] = Now.ToUnixTimeSeconds();
        report["event"] = what;
        return Encoding.UTF8.GetBytes(new JsonArray(report).ToJsonString());
    }

    private async Task<Reply> PostAsync(HttpRequestMessage request)
    {
        using (request) return await Reply.ReadAsync(await host.Client.SendAsync(request));
    }

    private async Task<JsonNode> PressureAsync(string email)
    {
        var contact = (await api.PostAsync("/api/contacts/lookup", Api.Json(new JsonObject { ["email"] = email }))).Is(HttpStatusCode.OK).Value("contactId");
        return (await api.GetAsync($"/api/contacts/{contact}/pressure")).Is(HttpStatusCode.OK).Json;
    }
}
