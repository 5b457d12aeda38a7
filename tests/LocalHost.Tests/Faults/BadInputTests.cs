using System.IO.Compression;
using System.Text;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Faults;

/// <summary>S8: whatever comes through the door, the answer is clear, the process unharmed, and a submission is kept if it may be one.</summary>
public sealed class BadInputTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private const string Path = "/api/leads/website";

    private readonly Api api = host.Api;

    public static TheoryData<string, byte[]> Unreadable => new()
    {
        { "cut off", """{"email":"ada@northwind.example","""u8.ToArray() },
        { "empty", [] },
        { "white space", "  \n "u8.ToArray() },
        { "a text", "\"ada@northwind.example\""u8.ToArray() },
        { "a number", "1e999"u8.ToArray() },
        { "null", "null"u8.ToArray() },
        { "10,000 nested arrays", Encoding.UTF8.GetBytes(new string('[', 10_000) + new string(']', 10_000)) },
        { "10,000 nested objects", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000)) },
        { "5,000 fields", Encoding.UTF8.GetBytes("{" + string.Join(',', Enumerable.Range(0, 5_000).Select(n => $"\"f{n}\":\"v\"")) + "}") },
        { "raw NUL bytes", "{\"email\":\"ada\0@northwind.example\"}"u8.ToArray() },
        { "only NUL bytes", new byte[1000] },
        { "invalid UTF-8", [.. "{\"email\":\""u8, 0xff, 0xfe, 0xc0, 0x80, .. "\"}"u8] },
        { "UTF-16", Encoding.Unicode.GetBytes("""{"email":"ada@northwind.example"}""") },
        { "comments and commas", "{/* a */\"email\":\"ada@northwind.example\",}"u8.ToArray() },
        { "gzip", Gzip("""{"email":"ada@northwind.example"}"""u8.ToArray()) },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task An_unreadable_body_is_refused_and_kept_in_quarantine(string what, byte[] body)
    {
        var reply = (await SendAsync(body, "application/json")).Is(HttpStatusCode.BadRequest, "body.unreadable");
        Assert.NotEmpty(reply.Value("detail")!);
        var kept = await QuarantinedAsync(reply.Value("submissionId")!);
        Assert.Contains("body.unreadable", kept["problems"]!.ToJsonString(), StringComparison.Ordinal);
        var again = (await SendAsync(body, "application/json")).Is(HttpStatusCode.BadRequest, "body.unreadable");
        Assert.True(reply.Value("submissionId") == again.Value("submissionId"), what);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/octet-stream")]
    [InlineData("image/png")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task A_media_type_that_no_form_has_is_refused(string type) =>
        (await SendAsync("""{"email":"ada@northwind.example"}"""u8.ToArray(), type)).Is(HttpStatusCode.UnsupportedMediaType, "body.unsupported");

    [Theory]
    [InlineData(256 * 1024 + 1)]
    [InlineData(1024 * 1024)]
    [InlineData(8 * 1024 * 1024)]
    public async Task A_body_over_the_limit_is_refused(int bytes)
    {
        (await SendAsync(Padded(bytes), "application/json")).Is(HttpStatusCode.RequestEntityTooLarge, "body.too-large");
        var id = await api.ReceiveAsync(A.Lead());
        (await api.PostAsync($"/api/lead/{id}/signals", Bytes(Padded(bytes), "application/json"))).Is(HttpStatusCode.RequestEntityTooLarge, "body.too-large");
        (await api.PostAsync("/r/nonsense", Bytes(Padded(bytes), "application/x-www-form-urlencoded"), key: null)).Is(HttpStatusCode.RequestEntityTooLarge, "body.too-large");
    }

    [Fact]
    public async Task A_chunked_body_over_the_limit_is_refused_without_waiting_for_its_end()
    {
        using var raw = await RawHttp.OpenAsync(host.Process.Port);
        await raw.SendAsync($"POST {Path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        var chunk = $"10000\r\n{new string('a', 0x10000)}\r\n";
        for (var sent = 0; sent < 5; sent++) await raw.SendAsync(chunk);
        Assert.Contains("body.too-large", await raw.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_just_the_limit_is_taken_whatever_it_is_made_of()
    {
        foreach (var filler in new[] { "x", "\\\\", "\\\"", "\\n", "é", "\\u0001", "\\ud83d\\ude00", "\u2028", "\uE000" })
        {
            var many = string.Concat(Enumerable.Repeat(filler, 256 * 1024 / Encoding.UTF8.GetByteCount(filler) / 62));
            var lead = A.Lead();
            var fields = string.Join(',', Enumerable.Range(0, 60).Select(n => $"\"text{n}\":\"{many}\""));
            var body = $"{{\"email\":\"{lead["email"]}\",{fields}}}";
            var reply = (await SendAsync(Encoding.UTF8.GetBytes(body), "application/json")).Is(HttpStatusCode.OK);
            await api.SettleAsync();
            Assert.Equal("offered", (await api.LeadAsync(reply.Value("leadId")!)).State);
        }
    }

    [Fact]
    public async Task An_urlencoded_body_of_just_the_limit_is_taken_whatever_it_is_made_of()
    {
        foreach (var filler in new[] { "\\", "\"", "\n", "\u0001", "%01", "\uE000" })
        {
            var many = string.Concat(Enumerable.Repeat(filler, 250 * 1024 / Encoding.UTF8.GetByteCount(filler) / 70));
            var body = $"email={A.Lead()["email"]}&{string.Join('&', Enumerable.Range(0, 34).Select(n => $"{n}{many}=x{many}x"))}";
            var reply = (await SendAsync(Encoding.UTF8.GetBytes(body), "application/x-www-form-urlencoded")).Is(HttpStatusCode.OK);
            await api.SettleAsync();
            Assert.Equal("offered", (await api.LeadAsync(reply.Value("leadId")!)).State);
        }
    }

    [Fact]
    public async Task A_burst_of_leads_with_very_long_names_is_taken()
    {
        var long4000 = new string('é', 4000);
        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => api.SubmitAsync(
            A.Lead().With("full_name", long4000).With("company", long4000).With("phone", long4000).With("message", long4000))));
        Assert.All(replies, r => r.Is(HttpStatusCode.OK));
        await api.SettleAsync();
        Assert.Equal("offered", (await api.LeadAsync(replies[^1].Value("leadId")!)).State);
    }

    [Theory]
    [InlineData("""{"email":"EMAIL","full_name":"Ada \u0000 Fielding"}""")]
    [InlineData("""{"email":"EMAIL","full_name":"\ud800"}""")]
    [InlineData("""{"email":"EMAIL","\ud800":"x"}""")]
    [InlineData("""{"email":"EMAIL","":"x"," ":"y","\u0000":"z","PartitionKey":"p","type":"t","$type":"u","__proto__":"v"}""")]
    [InlineData("""{"email":"EMAIL","phone":["+34 +34 ++ 9999999999999999999999999999999999", null, {}, [[]]]}""")]
    [InlineData("""{"email":"EMAIL","employees":1e400,"country":"\u202eSE","full_name":"\u202e\u200b\ufeff"}""")]
    [InlineData("""{"email":"EMAIL","full_name":"a\r\nBcc: all@northwind.example\r\n\r\nHi"}""")]
    [InlineData("""{"email":"EMAIL","full_name":"{{deadline}} {{{html}}} =cmd|' /C calc'!A0"}""")]
    public async Task Odd_characters_do_not_stop_a_lead(string body)
    {
        var email = A.Lead()["email"]!.ToString();
        var reply = (await SendAsync(Encoding.UTF8.GetBytes(body.Replace("EMAIL", email, StringComparison.Ordinal)), "application/json")).Is(HttpStatusCode.OK);
        await api.SettleAsync();
        var lead = await api.LeadAsync(reply.Value("leadId")!);
        Assert.Equal("offered", lead.State);
        Assert.DoesNotContain("alarm", lead.Story);
        var mails = await api.MailsAboutAsync(lead.Id);
        Assert.Single(mails, m => m.Class == "ack");
        // Above the hourly cap of this class's many leads, the rep is told in a digest.
        Assert.Contains(lead.Story, kind => kind is "mailed" or "mailMerged");
        Assert.All(mails, m => Assert.DoesNotContain('\n', m.Subject));
    }

    [Theory]
    [InlineData("/api/leads/%F0%9F%98%80")]
    [InlineData("/api/leads/..%2F..%2Fetc%2Fpasswd")]
    [InlineData("/api/leads/a%0D%0Ab")]
    [InlineData("/api/leads/%23%3F%5C")]
    [InlineData("/api/leads/'%20or%201=1--")]
    [InlineData("/api/leads/%C3%28")]
    [InlineData("/api/leads/WEBSITE%20")]
    public async Task A_source_of_odd_characters_is_an_unknown_one(string path)
    {
        var reply = (await api.PostAsync(path, Api.Json(A.Lead()), key: null)).Is(HttpStatusCode.OK);
        Assert.Equal("quarantined", reply.Value("status"));
        Assert.Contains("source.unknown", (await QuarantinedAsync(reply.Value("submissionId")!))["problems"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_that_are_no_paths_are_refused()
    {
        foreach (var path in new[] { "/api/leads/%00", "/r/%00", "/api/lead/%00/signals", "/api/leads/a b", "*", "\u0001" })
        {
            var answer = await RawHttp.AskAsync(host.Process.Port, $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        }
        foreach (var token in new[] { "%00", "a.b.c", "local.AAAA.AAAA", new string('x', 4000), "%F0%9F%98%80", "local..", "...." })
            Assert.InRange((int)(await api.GetAsync($"/r/{token}", key: null)).Status, 400, 404);
    }

    [Fact]
    public async Task A_body_that_comes_drop_by_drop_is_cut_off()
    {
        using var raw = await RawHttp.OpenAsync(host.Process.Port);
        await raw.SendAsync($"POST {Path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{{");
        var answer = await raw.ReadAsync();
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("body.too-slow", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_goes_away_in_the_middle_leaves_nothing_behind()
    {
        var before = (await api.AccountingAsync())["received"]!.GetValue<int>();
        for (var i = 0; i < 20; i++)
        {
            using var raw = await RawHttp.OpenAsync(host.Process.Port);
            await raw.SendAsync($"POST {Path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{{\"email\"");
        }
        await api.SettleAsync();
        Assert.Equal(before, (await api.AccountingAsync())["received"]!.GetValue<int>());
    }

    [Fact]
    public async Task Memory_stays_flat_under_all_of_it()
    {
        var bodies = Unreadable.Select(row => row.Data.Item2).Append(Padded(1024 * 1024)).Append(GzipBomb()).ToList();
        foreach (var body in bodies) await SendAsync(body, "application/json");
        var before = host.Process.Memory;
        for (var round = 0; round < 15; round++)
            await Task.WhenAll(bodies.Select(body => SendAsync(body, "application/json", ("Content-Encoding", "gzip"))));
        Assert.True(host.Process.IsRunning);
        Assert.InRange(host.Process.Memory - before, long.MinValue, 200L * 1024 * 1024);
        (await api.SubmitAsync(A.Lead())).Is(HttpStatusCode.OK);
    }

    private Task<Reply> SendAsync(byte[] body, string type, params (string Name, string Value)[] headers)
    {
        var content = Bytes(body, type);
        foreach (var (name, value) in headers) content.Headers.Add(name, value);
        return api.PostAsync(Path, content, key: null);
    }

    private static ByteArrayContent Bytes(byte[] body, string type)
    {
        var content = new ByteArrayContent(body);
        if (type.Length > 0) content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private async Task<JsonNode> QuarantinedAsync(string id)
    {
        string? cursor = null;
        do
        {
            var page = (await api.GetAsync($"/api/quarantine?limit=500{(cursor is null ? "" : $"&cursor={cursor}")}")).Is(HttpStatusCode.OK).Json;
            if (page["items"]!.AsArray().SingleOrDefault(i => i!["id"]!.ToString() == id) is { } found) return found;
            cursor = page["next"]?.ToString();
        }
        while (cursor is not null);
        throw new InvalidOperationException($"{id} is not in quarantine");
    }

    private static byte[] Padded(int bytes)
    {
        var head = """{"email":"ada@northwind.example","message":"""u8;
        return [.. head, (byte)'"', .. Enumerable.Repeat((byte)'x', bytes - head.Length - 3), (byte)'"', (byte)'}'];
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize)) gzip.Write(plain);
        return packed.ToArray();
    }

    private static byte[] GzipBomb() => Gzip(new byte[64 * 1024 * 1024]);
}
