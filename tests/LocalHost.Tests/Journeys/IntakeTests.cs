using System.Text;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>The doors that forms come through.</summary>
public sealed class IntakeTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private readonly Api api = host.Api;

    [Fact]
    public async Task An_urlencoded_form_is_a_lead_like_any_other()
    {
        var form = A.Lead();
        using var body = Form(form);
        var id = (await api.PostAsync("/api/leads/website", body, key: null)).Is(HttpStatusCode.OK).Value("leadId")!;
        await api.SettleAsync();
        var lead = await api.LeadAsync(id);
        Assert.Equal("offered", lead.State);
        Assert.Equal(form["full_name"]!.ToString(), lead.Json["attributes"]!["fullName"]!.ToString());
    }

    [Fact]
    public async Task A_browser_is_sent_on_to_a_page()
    {
        using var body = Form(A.Lead());
        var reply = (await api.PostAsync("/api/leads/website", body, key: null, ("Accept", "text/html,application/xhtml+xml"))).Is(HttpStatusCode.SeeOther);
        var page = (await api.GetAsync(reply.Headers.Location!.ToString(), key: null)).Is(HttpStatusCode.OK);
        Assert.Equal("text/html", page.MediaType);
        Assert.Contains("Thank you", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_next_page_that_nobody_allowed_is_not_followed()
    {
        using var body = Form(A.Lead().With("_next", "https://evil.example/phish"));
        var reply = (await api.PostAsync("/api/leads/website", body, key: null, ("Accept", "text/html"))).Is(HttpStatusCode.SeeOther);
        Assert.DoesNotContain("evil", reply.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_source_is_quarantined_with_its_reason()
    {
        var reply = (await api.SubmitAsync(A.Lead(), source: "no-such-form")).Is(HttpStatusCode.OK);
        Assert.Equal("quarantined", reply.Value("status"));
        Assert.StartsWith("source.unknown", reply.Json["problems"]![0]!.ToString(), StringComparison.Ordinal);
        var kept = await QuarantinedAsync(reply.Value("submissionId")!);
        Assert.Equal("no-such-form", kept["source"]!.ToString());
        Assert.StartsWith("source.unknown", kept["problems"]![0]!.ToString(), StringComparison.Ordinal);
        Assert.Empty(await api.MailsAboutAsync(reply.Value("submissionId")!));
    }

    [Fact]
    public async Task A_submission_without_a_way_to_reach_the_person_is_quarantined()
    {
        var reply = (await api.SubmitAsync(A.Lead().With("email", "not an address"))).Is(HttpStatusCode.OK);
        Assert.Equal("quarantined", reply.Value("status"));
        Assert.StartsWith("contact.unreachable", (await QuarantinedAsync(reply.Value("submissionId")!))["problems"]![0]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_telephone_number_alone_is_enough()
    {
        var id = await api.ReceiveAsync(new JsonObject { ["name"] = "Ada", ["phone"] = "+34 912 34 56 78", ["country"] = "Spain" });
        var lead = await api.LeadAsync(id);
        Assert.Equal("+34912345678", lead.Json["attributes"]!["phone"]!.ToString());
        Assert.Equal("ES", lead.Json["attributes"]!["country"]!.ToString());
        Assert.DoesNotContain(await api.MailsAboutAsync(id), m => m.Class == "ack");
    }

    [Fact]
    public async Task Forms_find_the_door_open_whatever_they_ask()
    {
        (await api.GetAsync("/api/leads/website", key: null)).Is(HttpStatusCode.OK);
        (await api.GetAsync("/api/leads/no-such-form", key: null)).Is(HttpStatusCode.OK);
        (await api.SendAsync(HttpMethod.Options, "/api/leads/website", null, key: null, ("Origin", "https://stranger.example"))).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Unknown_fields_are_kept()
    {
        var id = await api.ReceiveAsync(A.Lead().With("Favourite colour", "green").With("tags", new JsonArray("a", "b")).With("nested", new JsonObject { ["deep"] = "yes" }));
        var attributes = (await api.LeadAsync(id)).Json["attributes"]!.ToJsonString();
        Assert.Contains("green", attributes, StringComparison.Ordinal);
        Assert.Contains("""["a","b"]""", attributes, StringComparison.Ordinal);
        Assert.Contains("yes", attributes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_that_is_not_there_says_so_like_every_other_error()
    {
        (await api.GetAsync("/api/nothing-here")).Is(HttpStatusCode.NotFound, "route.unknown");
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        (await api.PostAsync("/api/accounting", body)).Is(HttpStatusCode.MethodNotAllowed, "method.not-allowed");
    }

    private async Task<JsonNode> QuarantinedAsync(string id) =>
        (await api.GetAsync("/api/quarantine?limit=500")).Is(HttpStatusCode.OK).Json["items"]!.AsArray().Single(i => i!["id"]!.ToString() == id)!;

    private static FormUrlEncodedContent Form(JsonObject lead) => new(lead.Select(f => KeyValuePair.Create(f.Key, f.Value!.ToString())));
}
