using System.IO.Compression;
using System.Text;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>Replays, floods and bombs at the door.</summary>
public sealed class HostileIntakeTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private readonly Api api = host.Api;

    [Fact]
    public async Task The_same_signed_request_a_hundred_times_has_one_effect()
    {
        var before = (await api.AccountingAsync())["received"]!.GetValue<int>();
        var payload = Payload.Named("standard-webhooks");
        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => payload.PostAsync(api)));
        Assert.All(replies, r => r.Is(HttpStatusCode.OK));
        Assert.Single(replies.Select(r => r.Value("submissionId")).Distinct());
        await api.SettleAsync();
        Assert.Equal(before + 1, (await api.AccountingAsync())["received"]!.GetValue<int>());
        Assert.Single(await api.MailsAboutAsync(replies[0].Value("submissionId")!), m => m.Class == "ack");
    }

    [Fact]
    public async Task An_answer_has_the_members_of_its_status_and_no_others()
    {
        var lead = A.Lead();
        Assert.Equal(["submissionId", "leadId", "status"], (await api.SubmitAsync(lead)).Json.AsObject().Select(m => m.Key));
        Assert.Equal(["submissionId", "leadId", "status"], (await api.SubmitAsync(lead)).Json.AsObject().Select(m => m.Key));
        Assert.Equal(["submissionId", "status", "problems"], (await api.SubmitAsync(A.Lead(), "nobody-knows")).Json.AsObject().Select(m => m.Key));
        using var one = Api.Json(new JsonArray(A.Lead()));
        Assert.Equal(["submissionId", "leadId", "status", "submissions"], (await api.PostAsync("/api/leads/website", one, key: null)).Is(HttpStatusCode.OK).Json.AsObject().Select(m => m.Key));
        using var two = Api.Json(new JsonArray(A.Lead(), A.Lead()));
        Assert.Equal(["submissions"], (await api.PostAsync("/api/leads/website", two, key: null)).Is(HttpStatusCode.OK).Json.AsObject().Select(m => m.Key));
    }

    [Fact]
    public async Task An_answer_comes_in_one_piece_with_its_length()
    {
        var reply = await api.SubmitAsync(A.Lead());
        Assert.Null(reply.Headers.TransferEncodingChunked);
        Assert.Equal("application/json", reply.MediaType);
    }

    [Fact]
    public async Task A_compressed_bomb_is_a_body_that_nobody_can_read()
    {
        using var bomb = new MemoryStream();
        await using (var zip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true)) await zip.WriteAsync(new byte[64 * 1024 * 1024]);
        Assert.True(bomb.Length < 256 * 1024);
        using var body = new ByteArrayContent(bomb.ToArray());
        body.Headers.ContentType = new("application/json");
        body.Headers.ContentEncoding.Add("gzip");
        (await api.PostAsync("/api/leads/website", body, key: null)).Is(HttpStatusCode.BadRequest, "body.unreadable");
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=B")]
    public async Task More_than_five_hundred_fields_are_not_read(string type)
    {
        var fields = Enumerable.Range(0, 501);
        var text = type[0] == 'a' ? string.Join('&', fields.Select(i => $"f{i}=1")) : string.Concat(fields.Select(i => $"--B\r\nContent-Disposition: form-data; name=\"f{i}\"\r\n\r\n1\r\n")) + "--B--";
        using var body = new StringContent(text, Encoding.UTF8);
        body.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        (await api.PostAsync("/api/leads/website", body, key: null)).Is(HttpStatusCode.BadRequest, "body.unreadable");
    }

    [Fact]
    public async Task A_flood_from_one_address_is_told_to_come_later_and_costs_no_other_source()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => api.SubmitAsync(A.Lead(), "html-form")));
        Assert.True(replies.Count(r => r.Status == HttpStatusCode.OK) >= 60);
        var refused = replies.Where(r => r.Status != HttpStatusCode.OK).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, r => Assert.True(r.Is(HttpStatusCode.TooManyRequests, "rate.limited").Headers.RetryAfter!.Delta > TimeSpan.Zero));
        (await api.SubmitAsync(A.Lead())).Is(HttpStatusCode.OK);
        await api.SettleAsync();
    }

    [Fact]
    public async Task Leads_can_be_linked_and_unlinked_over_http()
    {
        var main = await api.ReceiveAsync(A.Lead().With("full_name", "Eva Ruiz").With("email", "eva@linked.example"));
        var other = await api.ReceiveAsync(A.Lead().With("full_name", "Eva Ruiz").With("email", "e.ruiz@linked.example").With("colour", "green"));
        var proposed = Assert.Single((await api.GetAsync($"/api/lead/{other}/links")).Is(HttpStatusCode.OK).Json["proposals"]!.AsArray())!;
        Assert.Equal((main, "name"), (proposed["leadId"]!.ToString(), proposed["because"]!.ToString()));
        var owner = (await api.LeadAsync(other)).Owner;

        Assert.Equal("linked", (await api.PostAsync($"/api/lead/{main}/links", Api.Json(new { otherId = other }))).Is(HttpStatusCode.OK).Value("state"));
        await api.SettleAsync();
        var view = (await api.GetAsync($"/api/lead/{main}/links")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(other, Assert.Single(view["links"]!.AsArray())!["leadId"]!.ToString());
        Assert.Equal("green", view["merged"]!["colour"]!.ToString());
        (await api.PostAsync($"/api/lead/{other}/links", Api.Json(new { otherId = main }))).Is(HttpStatusCode.Conflict, "link.refused");
        (await api.PostAsync($"/api/lead/{main}/links", Api.Json(new { }))).Is(HttpStatusCode.BadRequest, "body.unreadable");

        (await api.SendAsync(HttpMethod.Delete, $"/api/lead/{main}/links/{other}", null, HostProcess.EditorKey)).Is(HttpStatusCode.OK);
        await api.SettleAsync();
        Assert.Equal(("offered", owner), ((await api.LeadAsync(other)).State, (await api.LeadAsync(other)).Owner));
        Assert.Empty((await api.LeadAsync(main)).Json["touches"]!.AsArray());
        await api.AccountingAsync();
    }
}
