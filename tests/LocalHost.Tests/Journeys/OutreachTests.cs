using System.Text;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>What contacts and reps get, what they may choose, and what other senders share with the product.</summary>
public sealed class OutreachTests : IAsyncLifetime
{
    private HostProcess host = null!;
    private Api api = null!;

    public async ValueTask InitializeAsync()
    {
        host = await HostProcess.StartAsync();
        api = new Api(host.Client);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_contact_stops_mail_with_one_click_and_looking_stops_nothing()
    {
        var form = A.Lead();
        var lead = await api.ReceiveAsync(form);
        var raw = (await RawMailsAsync()).Single(m => m["class"]!.ToString() == "ack");
        Assert.Equal("List-Unsubscribe=One-Click", raw["headers"]!["List-Unsubscribe-Post"]!.ToString());
        var url = raw["headers"]!["List-Unsubscribe"]!.ToString().Trim('<', '>');
        Assert.Contains(url, raw["html"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains(url, raw["text"]!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("@", url, StringComparison.Ordinal);
        Assert.All((await RawMailsAsync()).Where(m => m["class"]!.ToString() == "assignment"), m => Assert.Null(m["headers"]!["List-Unsubscribe"]));

        var path = new Uri(url).PathAndQuery;
        for (var visit = 0; visit < 20; visit++)
        {
            (await api.GetAsync(path, key: null)).Is(HttpStatusCode.OK);
            (await api.SendAsync(HttpMethod.Head, path, null, null)).Is(HttpStatusCode.OK);
        }
        Assert.Contains("<html lang=\"es\"", (await api.GetAsync(path, key: null)).Text, StringComparison.Ordinal);
        Assert.Empty((await PressureAsync(form))["suppressions"]!.AsArray());

        using var click = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        (await api.PostAsync(path, click, key: null)).Is(HttpStatusCode.OK);
        Assert.Equal("ack", Assert.Single((await PressureAsync(form))["suppressions"]!.AsArray())!["group"]!.ToString());

        (await api.SignalAsync(lead, new { type = "won" })).Is(HttpStatusCode.OK);
        await api.AdvanceAsync(TimeSpan.FromHours(1));
        var again = await api.LeadAsync(await api.ReceiveAsync(form.DeepClone().AsObject().With("message", "More")));
        Assert.Contains(again.Json["timeline"]!.AsArray(), e => e!["text"]!.ToString() == "acknowledgement not sent: the contact wants no mail of this kind");

        using var resume = new FormUrlEncodedContent([new("action", "resume")]);
        (await api.PostAsync(path, resume, key: null)).Is(HttpStatusCode.OK);
        Assert.Empty((await PressureAsync(form))["suppressions"]!.AsArray());
    }

    [Theory]
    [InlineData("stop-all", "acknowledgement not sent: the contact wants no mail")]
    [InlineData("stop", "acknowledgement not sent: the contact wants no mail of this kind")]
    public async Task What_a_contact_chooses_on_his_page_holds_from_then_on(string action, string told)
    {
        var form = A.Lead().With("language", "es");
        var lead = await api.ReceiveAsync(form);
        var path = new Uri((await RawMailsAsync()).Single(m => m["class"]!.ToString() == "ack")["headers"]!["List-Unsubscribe"]!.ToString().Trim('<', '>')).PathAndQuery;
        Assert.Contains("<html lang=\"es\"", (await api.GetAsync(path, key: null)).Text, StringComparison.Ordinal);
        using var pause = new FormUrlEncodedContent([new("action", "pause"), new("days", "7")]);
        (await api.PostAsync(path, pause, key: null)).Is(HttpStatusCode.OK);
        Assert.Equal("2026-03-09T09:00:00Z", (await PressureAsync(form))["pausedUntil"]!.ToString());
        using var choice = new FormUrlEncodedContent([new("action", action)]);
        Assert.Contains("Hecho", (await api.PostAsync(path, choice, key: null)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        (await api.SignalAsync(lead, new { type = "won" })).Is(HttpStatusCode.OK);
        await api.AdvanceAsync(TimeSpan.FromHours(1));
        var again = await api.LeadAsync(await api.ReceiveAsync(form.DeepClone().AsObject().With("message", "More")));
        Assert.Contains(again.Json["timeline"]!.AsArray(), e => e!["text"]!.ToString() == told);
        (await api.GetAsync(path[..^2] + "xx", key: null)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_acknowledgement_waits_out_quiet_hours_to_the_second_and_across_a_restart()
    {
        await PolicyAsync(new { RowKey = "ack", Caps = "1/10m per form; 3/1d", Over = "drop", QuietHours = "20:00-08:00" });
        var id = await api.ReceiveAsync(A.Lead().With("time_zone", "America/Bogota").With("country", "CO"));
        Assert.DoesNotContain(await api.MailsAboutAsync(id), m => m.Class == "ack");
        Assert.Contains((await api.LeadAsync(id)).Json["timeline"]!.AsArray(), e => e!["text"]!.ToString() == "acknowledgement held until 08:00: quiet hours in America/Bogota");
        await host.KillAsync();
        await host.StartAgainAsync();
        await api.AdvanceAsync(new DateTimeOffset(2026, 3, 2, 13, 0, 0, TimeSpan.Zero) - new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero) - TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(await api.MailsAboutAsync(id), m => m.Class == "ack");
        await api.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 13, 0, 0, TimeSpan.Zero), Assert.Single(await api.MailsAboutAsync(id), m => m.Class == "ack").At);
    }

    [Fact]
    public async Task A_rep_with_many_leads_gets_his_cap_and_one_digest_with_the_rest_and_every_link_works()
    {
        var ids = new List<string>();
        for (var i = 0; i < 60; i++) ids.Add(await api.ReceiveAsync(A.Lead().With("language", "fi")));
        await api.AdvanceAsync(TimeSpan.FromMinutes(6));
        var mails = (await api.MailsAsync()).Where(m => m.Class != "ack").ToList();
        foreach (var rep in mails.GroupBy(m => m.To))
        {
            var instants = rep.Select(m => m.At).Order().ToList();
            for (var i = 0; i + 20 < instants.Count; i++) Assert.True(instants[i + 20] - instants[i] >= TimeSpan.FromHours(1), $"{rep.Key} got more than 20 in an hour");
        }
        var digest = Assert.Single(mails, m => m.Class == "digest");
        Assert.Equal(15, mails.Count(m => m.To == digest.To && m.Class == "assignment"));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 9, 5, 0, TimeSpan.Zero), digest.At);
        var offers = mails.SelectMany(m => m.Text.Split('\n')).Where(l => l.StartsWith("Accept: ", StringComparison.Ordinal) || l.StartsWith("Aceptar: ", StringComparison.Ordinal));
        Assert.Equal(ids.Count, offers.Distinct().Count());
        Assert.Contains("value=\"accept\"", (await api.GetAsync(new Uri(digest.Links[0]).PathAndQuery, key: null)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_sender_shares_the_caps_and_is_told_the_exact_next_instant()
    {
        var to = "grace@harbour.example";
        Assert.Equal("NoConsent", Pascal((await SendAsync(new { @class = "nurture", to, data = Data }))["reason"]!.ToString()));
        var first = await SendAsync(new { sendId = "a", @class = "nurture", to, consentAt = "2026-03-01T00:00:00Z", country = "ES", data = Data });
        Assert.Equal("sent", first["outcome"]!.ToString());
        Assert.Equal("sent", (await SendAsync(new { sendId = "a", @class = "nurture", to, data = Data }))["outcome"]!.ToString());
        var second = await SendAsync(new { sendId = "b", @class = "nurture", to, reserveOnly = true });
        Assert.Equal(("deferred", "2026-03-03T09:00:00Z"), (second["outcome"]!.ToString(), second["until"]!.ToString()));
        await api.AdvanceAsync(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));
        Assert.Equal("deferred", (await SendAsync(new { sendId = "b", @class = "nurture", to, reserveOnly = true }))["outcome"]!.ToString());
        await api.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        var admitted = await SendAsync(new { sendId = "b", @class = "nurture", to, reserveOnly = true });
        Assert.Equal("admitted", admitted["outcome"]!.ToString());
        Assert.Equal(admitted["lease"]!.ToString(), (await SendAsync(new { sendId = "b", @class = "nurture", to, reserveOnly = true }))["lease"]!.ToString());
        var confirmed = await api.PostAsync("/api/sends/b/confirm", Api.Json(new JsonObject { ["lease"] = admitted["lease"]!.ToString(), ["outcome"] = "accepted" }));
        Assert.Equal("accepted", confirmed.Is(HttpStatusCode.OK).Value("status"));
        (await api.PostAsync("/api/sends/c/confirm", Api.Json(new JsonObject { ["lease"] = admitted["lease"]!.ToString(), ["outcome"] = "accepted" }))).Is(HttpStatusCode.Conflict, "lease.unknown");
        Assert.Single((await api.MailsAsync()), m => m.To == to);

        var contact = (await api.PostAsync("/api/contacts/lookup", Api.Json(new JsonObject { ["email"] = "Grace@Harbour.example" }))).Is(HttpStatusCode.OK).Value("contactId")!;
        var pressure = (await api.GetAsync($"/api/contacts/{contact}/pressure", HostProcess.ViewerKey)).Is(HttpStatusCode.OK).Json;
        var daily = pressure["rules"]!.AsArray().Single(r => r!["class"]!.ToString() == "nurture" && r["rule"]!.ToString() == "1/1d")!;
        Assert.Equal((1, 1, "P1D", "2026-03-04T09:00:00Z"), (daily["used"]!.GetValue<int>(), daily["limit"]!.GetValue<int>(), daily["window"]!.ToString(), daily["nextFree"]!.ToString()));
        Assert.DoesNotContain("grace", pressure.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task People_of_one_company_share_its_cap()
    {
        for (var i = 0; i < 5; i++)
            Assert.Equal("sent", (await SendAsync(new { @class = "nurture", to = $"p{i}@harbour.example", consentAt = "2026-03-01T00:00:00Z", country = "ES", data = Data }))["outcome"]!.ToString());
        var sixth = await SendAsync(new { @class = "nurture", to = "p6@harbour.example", consentAt = "2026-03-01T00:00:00Z", country = "ES", data = Data });
        Assert.Equal(("deferred", "the cap of the company is reached"), (sixth["outcome"]!.ToString(), sixth["reasons"]![0]!.ToString()));
        Assert.Equal("sent", (await SendAsync(new { @class = "nurture", to = "p6@gmail.com", consentAt = "2026-03-01T00:00:00Z", country = "ES", data = Data }))["outcome"]!.ToString());
    }

    [Theory]
    [InlineData("""{"class":"assignment","to":"a@b.example","data":{"subject":"s","text":"t"}}""", "class.unknown")]
    [InlineData("""{"class":"ceiling","to":"a@b.example","data":{"subject":"s","text":"t"}}""", "class.unknown")]
    [InlineData("""{"class":"nurture","to":"a@b.example, c@d.example","data":{"subject":"s","text":"t"}}""", "email.invalid")]
    [InlineData("""{"class":"nurture","to":"a@b.example\r\nBcc: c@d.example","data":{"subject":"s","text":"t"}}""", "email.invalid")]
    [InlineData("""{"class":"nurture","to":"a@b.example\u0000","data":{"subject":"s","text":"t"}}""", "email.invalid")]
    [InlineData("""{"class":"nurture","to":"a@b.example","data":{"subject":"s"}}""", "data.invalid")]
    [InlineData("""{"class":"nurture","to":"a@b.example","data":{"subject":"s","text":"t","url":"javascript:alert(1)"}}""", "data.invalid")]
    [InlineData("""{"class":"nurture","to":"a@b.example","template":"assignment","data":{"subject":"s","text":"t"}}""", "template.unknown")]
    [InlineData("""{"class":"nurture","to":"a@b.example","consentAt":"2030-01-01T00:00:00Z","data":{"subject":"s","text":"t"}}""", "consent.future")]
    [InlineData("""{"sendId":"../x","class":"nurture","to":"a@b.example","data":{"subject":"s","text":"t"}}""", "send.id")]
    public async Task A_send_that_makes_no_sense_is_refused_with_its_code(string body, string code)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        (await api.PostAsync("/api/sends", content)).Is(HttpStatusCode.UnprocessableEntity, code);
        Assert.Empty(await api.MailsAsync());
    }

    [Fact]
    public async Task A_broken_body_an_odd_contact_and_a_viewer_are_refused()
    {
        using var broken = new StringContent("{", Encoding.UTF8, "application/json");
        (await api.PostAsync("/api/sends", broken)).Is(HttpStatusCode.BadRequest, "body.unreadable");
        (await api.GetAsync("/api/contacts/nobody/pressure")).Is(HttpStatusCode.NotFound, "contact.unknown");
        (await api.PostAsync("/api/sends", Api.Json(new JsonObject()), HostProcess.ViewerKey)).Is(HttpStatusCode.Forbidden, "key.role");
        (await api.PostAsync("/api/contacts/lookup", Api.Json(new JsonObject()), key: null)).Is(HttpStatusCode.Unauthorized, "key.missing");
        (await api.PostAsync("/api/sends/a/confirm", Api.Json(new JsonObject { ["lease"] = "x", ["outcome"] = "accepted" }))).Is(HttpStatusCode.BadRequest, "body.unreadable");
    }

    [Fact]
    public async Task No_line_break_in_a_name_or_subject_makes_a_header_or_a_recipient()
    {
        await SendAsync(new { @class = "nurture", to = "a@b.example", name = "Ada\r\nBcc: evil@x.example", consentAt = "2026-03-01T00:00:00Z", data = new { subject = "Hi\r\nBcc: evil@x.example\0", text = "<b>&\"'</b>{{to}}" } });
        var raw = Assert.Single(await RawMailsAsync());
        Assert.Equal("Hi  Bcc: evil@x.example", raw["subject"]!.ToString());
        Assert.Equal("a@b.example", raw["to"]!.ToString());
        Assert.DoesNotContain(raw["headers"]!.AsObject(), h => h.Key.Contains("Bcc", StringComparison.OrdinalIgnoreCase) || h.Value!.ToString().Contains('\n', StringComparison.Ordinal));
        Assert.DoesNotContain("<b>", raw["html"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("{{to}}", raw["text"]!.ToString(), StringComparison.Ordinal);
    }

    private static readonly object Data = new { subject = "News", text = "What is new in spring." };

    private static string Pascal(string camel) => char.ToUpperInvariant(camel[0]) + camel[1..];

    private async Task<JsonNode> SendAsync(object body) =>
        (await api.PostAsync("/api/sends", Api.Json(body))).Is(HttpStatusCode.OK).Json;

    private async Task PolicyAsync(params object[] rows) => await api.ConfigureAsync(new { tables = new { ContactPolicies = rows } });

    private async Task<JsonNode> PressureAsync(JsonObject form)
    {
        var contact = (await api.PostAsync("/api/contacts/lookup", Api.Json(new JsonObject { ["email"] = form["email"]!.ToString() }))).Is(HttpStatusCode.OK).Value("contactId");
        return (await api.GetAsync($"/api/contacts/{contact}/pressure")).Is(HttpStatusCode.OK).Json;
    }

    private async Task<IReadOnlyList<JsonNode>> RawMailsAsync() => [.. (await api.GetAsync("/dev/mail.json", key: null)).Json.AsArray().Select(m => m!)];
}
