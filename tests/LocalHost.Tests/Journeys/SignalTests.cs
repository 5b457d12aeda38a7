using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>The route by which people and CRMs tell what happened.</summary>
public sealed class SignalTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private static readonly string[] Agreed = ["authority", "need", "timing"];
    private static readonly string[] Regions = ["ES", "DE", "GB", "MX", "US"];

    private readonly Api api = host.Api;

    [Fact]
    public async Task Each_type_does_what_it_says()
    {
        var now = await api.NowAsync();
        Assert.Equal("accepted", await AfterAsync(new { type = "accepted" }));
        Assert.Equal("offered", await AfterAsync(new { type = "accepted" }, new { type = "undoAccept" }));
        Assert.Equal("contacted", await AfterAsync(new { type = "contacted" }));
        Assert.Equal("qualified", await AfterAsync(new { type = "qualified", criteria = Agreed }));
        Assert.Equal("disqualified", await AfterAsync(new { type = "disqualified", reason = "no-fit" }));
        Assert.Equal("won", await AfterAsync(new { type = "won", by = "crm" }));
        Assert.Equal("lost", await AfterAsync(new { type = "lost", reason = "no-decision" }));
        Assert.Equal("offered", await AfterAsync(new { type = "rated", rating = "good", reason = "good-lead" }));
        Assert.Equal("nurturing", await AfterAsync(new { type = "nurture", until = now.AddDays(30) }));
        Assert.Contains(await AfterAsync(new { type = "lost" }, new { type = "recycle" }), new[] { "offered", "held", "house" });
        Assert.Equal("disqualified", await AfterAsync(new { type = "rejected", reason = "spam" }));
    }

    [Fact]
    public async Task Without_the_agreed_criteria_a_lead_is_not_qualified_and_the_answer_says_which_are_missing()
    {
        var id = await OfferedAsync();
        var refused = (await api.SignalAsync(id, new { type = "qualified", criteria = new[] { "need", "budget" } })).Is(HttpStatusCode.UnprocessableEntity, "criteria.missing");
        Assert.Equal("""["authority","timing"]""", refused.Json["missing"]!.ToJsonString());
        Assert.Equal("offered", (await api.LeadAsync(id)).State);
    }

    [Fact]
    public async Task A_manual_owner_wins_and_is_told()
    {
        var id = await OfferedAsync();
        var first = await api.LeadAsync(id);
        var other = await AnotherRepAsync(first.Owner!);
        (await api.SignalAsync(id, new { type = "reassigned", owner = other, by = "lucia", reason = "knows them" })).Is(HttpStatusCode.OK);
        await api.SettleAsync();

        var second = await api.LeadAsync(id);
        Assert.Equal(other, second.Owner);
        Assert.Equal(first.Attempt + 1, second.Attempt);
        // By a mail, or by his digest if other tests filled his hour.
        foreach (var owner in new[] { first.Owner!, other })
            Assert.Single(second.Json["timeline"]!.AsArray(), line => line!["text"]!.ToString().StartsWith($"assignment mail to {owner}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"type":"nonsense"}""", HttpStatusCode.BadRequest, "signal.unknown")]
    [InlineData("""{}""", HttpStatusCode.BadRequest, "signal.unknown")]
    [InlineData("""{"type":7}""", HttpStatusCode.BadRequest, "body.unreadable")]
    [InlineData("""{"type":"won" """, HttpStatusCode.BadRequest, "body.unreadable")]
    [InlineData("null", HttpStatusCode.BadRequest, "body.unreadable")]
    [InlineData("[]", HttpStatusCode.BadRequest, "body.unreadable")]
    [InlineData("", HttpStatusCode.BadRequest, "body.unreadable")]
    [InlineData("""{"type":"\ud800"}""", HttpStatusCode.BadRequest, "body.unreadable")]
    [InlineData("""{"type":"nurture","until":"soon"}""", HttpStatusCode.BadRequest, "until.invalid")]
    [InlineData("""{"type":"nurture","until":"2001-01-01T00:00:00Z"}""", HttpStatusCode.BadRequest, "until.invalid")]
    [InlineData("""{"type":"nurture"}""", HttpStatusCode.BadRequest, "until.invalid")]
    [InlineData("""{"type":"nurture","until":"9999-12-31T23:59:59Z"}""", HttpStatusCode.BadRequest, "until.invalid")]
    [InlineData("""{"type":"rated","rating":"so-so"}""", HttpStatusCode.BadRequest, "rating.invalid")]
    [InlineData("""{"type":"reassigned","owner":"nobody"}""", HttpStatusCode.UnprocessableEntity, "rep.unknown")]
    [InlineData("""{"type":"reassigned"}""", HttpStatusCode.UnprocessableEntity, "rep.unknown")]
    [InlineData("""{"type":"rejected","reason":"because"}""", HttpStatusCode.UnprocessableEntity, "reason.unknown")]
    [InlineData("""{"type":"disqualified","reason":"because"}""", HttpStatusCode.UnprocessableEntity, "reason.unknown")]
    [InlineData("""{"type":"lost","reason":"spam"}""", HttpStatusCode.UnprocessableEntity, "reason.unknown")]
    [InlineData("""{"type":"rated","rating":"bad","reason":""}""", HttpStatusCode.UnprocessableEntity, "reason.unknown")]
    public async Task A_signal_that_makes_no_sense_is_refused_and_changes_nothing(string body, HttpStatusCode status, string code)
    {
        var id = await api.ReceiveAsync(A.Lead());
        var before = (await api.LeadAsync(id)).Json.ToJsonString();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        (await api.PostAsync($"/api/lead/{id}/signals", content)).Is(status, code);
        await api.SettleAsync();
        Assert.Equal(before, (await api.LeadAsync(id)).Json.ToJsonString());
    }

    [Fact]
    public async Task The_same_key_gets_the_same_answer_and_acts_once()
    {
        var id = await OfferedAsync();
        var first = (await api.SignalAsync(id, new { type = "accepted" }, "key-1")).Is(HttpStatusCode.OK);
        (await api.SignalAsync(id, new { type = "contacted" }, "key-2")).Is(HttpStatusCode.OK);
        var again = (await api.SignalAsync(id, new { type = "accepted" }, "key-1")).Is(HttpStatusCode.OK);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal("contacted", (await api.LeadAsync(id)).State);
        Assert.Single((await api.LeadAsync(id)).Story, "accepted");

        var refused = (await api.SignalAsync(id, new { type = "accepted" }, "key-3")).Is(HttpStatusCode.Conflict, "signal.refused");
        Assert.Equal(refused.Text, (await api.SignalAsync(id, new { type = "accepted" }, "key-3")).Is(HttpStatusCode.Conflict, "signal.refused").Text);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var id = await OfferedAsync();
        (await api.SignalAsync(id, new { type = "accepted" }, "key-1")).Is(HttpStatusCode.OK);
        (await api.SignalAsync(id, new { type = "lost" }, "key-1")).Is(HttpStatusCode.UnprocessableEntity, "idempotency-key.reused");
        Assert.Equal("accepted", (await api.LeadAsync(id)).State);
        (await api.SignalAsync(await OfferedAsync(), new { type = "lost" }, "key-1")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_that_comes_again_after_a_day_names_a_new_request()
    {
        var id = await OfferedAsync();
        (await api.SignalAsync(id, new { type = "nurture", until = "2027-01-01" }, "daily")).Is(HttpStatusCode.OK);
        (await api.SignalAsync(id, new { type = "nurture", until = "2027-02-01" }, "daily")).Is(HttpStatusCode.UnprocessableEntity, "idempotency-key.reused");
        await api.AdvanceAsync(TimeSpan.FromHours(25));
        (await api.SignalAsync(id, new { type = "nurture", until = "2027-02-01" }, "daily")).Is(HttpStatusCode.OK);
        (await api.SignalAsync(id, new { type = "nurture", until = "2027-02-01" }, "daily")).Is(HttpStatusCode.OK);
        Assert.Equal("2027-02-01", (await api.LeadAsync(id)).Json["until"]!.ToString()[..10]);
    }

    [Fact]
    public async Task A_key_has_at_most_255_characters()
    {
        var id = await OfferedAsync();
        (await api.SignalAsync(id, new { type = "accepted" }, new string('k', 256))).Is(HttpStatusCode.BadRequest, "idempotency-key.invalid");
        Assert.Equal("offered", (await api.LeadAsync(id)).State);
        (await api.SignalAsync(id, new { type = "accepted" }, new string('k', 255))).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("000000000000000000000000")]
    [InlineData("no-such-lead")]
    [InlineData("..%2F..%2Fetc")]
    [InlineData("%F0%9F%98%80")]
    [InlineData("a%23b")]
    public async Task A_lead_that_is_not_there_is_404(string id)
    {
        (await api.SignalAsync(id, new { type = "accepted" })).Is(HttpStatusCode.NotFound, "lead.unknown");
        (await api.GetAsync($"/api/lead/{id}")).Is(HttpStatusCode.NotFound, "lead.unknown");
        (await api.GetAsync($"/api/lead/{id}/decisions")).Is(HttpStatusCode.NotFound, "lead.unknown");
    }

    [Fact]
    public async Task Keys_open_what_their_role_may_and_nothing_else()
    {
        var id = await OfferedAsync();
        foreach (var path in new[] { "/api/leads", $"/api/lead/{id}", $"/api/lead/{id}/decisions", "/api/events", "/api/accounting" })
        {
            (await api.GetAsync(path, key: null)).Is(HttpStatusCode.Unauthorized, "key.missing");
            (await api.GetAsync(path, key: "wrong")).Is(HttpStatusCode.Unauthorized, "key.unknown");
            (await api.GetAsync(path, HostProcess.ViewerKey)).Is(HttpStatusCode.OK);
            (await api.GetAsync(path, HostProcess.EditorKey)).Is(HttpStatusCode.OK);
        }
        (await api.GetAsync("/api/quarantine", HostProcess.ViewerKey)).Is(HttpStatusCode.Forbidden, "key.role");
        (await api.SignalAsync(id, new { type = "won" }, key: null)).Is(HttpStatusCode.Unauthorized, "key.missing");
        (await api.SignalAsync(id, new { type = "won" }, key: "wrong")).Is(HttpStatusCode.Unauthorized, "key.unknown");
        (await api.SignalAsync(id, new { type = "won" }, key: HostProcess.ViewerKey)).Is(HttpStatusCode.Forbidden, "key.role");
        Assert.Equal("offered", (await api.LeadAsync(id)).State);
        (await api.GetAsync("/health", key: null)).Is(HttpStatusCode.OK);
    }

    /// <summary>Other tests may have filled the hour of a region's reps; moving the clock would let their offers time out, and pause the reps.</summary>
    private async Task<string> OfferedAsync()
    {
        foreach (var country in Regions)
        {
            var id = await api.ReceiveAsync(A.Lead().With("country", country));
            if ((await api.LeadAsync(id)).State == "offered") return id;
        }
        throw new InvalidOperationException("No region has a rep with room");
    }

    /// <summary>The state after these signals on a new lead.</summary>
    private async Task<string> AfterAsync(params object[] signals)
    {
        var id = await OfferedAsync();
        foreach (var signal in signals) (await api.SignalAsync(id, signal)).Is(HttpStatusCode.OK);
        await api.SettleAsync();
        await api.AccountingAsync();
        return (await api.LeadAsync(id)).State;
    }

    // A rep who rejects is not asked again, so the next owner is somebody else.
    private async Task<string> AnotherRepAsync(string owner) => (await api.GetAsync("/api/pools")).Is(HttpStatusCode.OK).Json["items"]!.AsArray()
        .SelectMany(pool => pool!["reps"]!.AsArray()).Select(rep => rep!["rep"]!.ToString()).First(rep => rep != owner);
}
