using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>What colleagues and systems read: lists, the feed, the accounts.</summary>
public sealed class ListAndFeedTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private readonly Api api = host.Api;

    [Fact]
    public async Task Pages_of_the_list_show_each_lead_once_newest_first()
    {
        var ids = await SomeLeadsAsync(23);
        var listed = await api.ListAsync(limit: 5);
        var mine = listed.Select(l => l["leadId"]!.ToString()).Where(ids.Contains).ToList();
        Assert.Equal(ids.Count, mine.Count);
        Assert.Equal(ids.Order(), mine.Order());
        var times = listed.Select(l => l["receivedAt"]!.GetValue<DateTimeOffset>()).ToList();
        Assert.Equal(times.OrderDescending(), times);
    }

    [Fact]
    public async Task The_list_is_filtered_by_state_owner_source_and_text()
    {
        var ids = await SomeLeadsAsync(6);
        (await api.SignalAsync(ids[0], new { type = "accepted" })).Is(HttpStatusCode.OK);
        await api.SettleAsync();
        var lead = await api.LeadAsync(ids[0]);

        Assert.Contains(await api.ListAsync("&state=accepted"), l => l["leadId"]!.ToString() == lead.Id);
        Assert.All(await api.ListAsync("&state=accepted"), l => Assert.Equal("accepted", l["state"]!.ToString()));
        Assert.All(await api.ListAsync($"&owner={lead.Owner}"), l => Assert.Equal(lead.Owner, l["owner"]!.ToString()));
        Assert.All(await api.ListAsync("&source=website"), l => Assert.Equal("website", l["source"]!.ToString()));
        Assert.Empty(await api.ListAsync("&source=nowhere"));
        var found = Assert.Single(await api.ListAsync($"&q={Uri.EscapeDataString(lead.Json["attributes"]!["email"]!.ToString())}"));
        Assert.Equal(lead.Id, found["leadId"]!.ToString());
        Assert.Equal(lead.Json["score"]!["total"]!.GetValue<int>(), found["score"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("/api/leads?state=nonsense", "state.unknown")]
    [InlineData("/api/leads?state=Offered", "state.unknown")]
    [InlineData("/api/leads?limit=0", "limit.invalid")]
    [InlineData("/api/leads?limit=501", "limit.invalid")]
    [InlineData("/api/leads?limit=many", "limit.invalid")]
    [InlineData("/api/leads?cursor=nonsense", "cursor.invalid")]
    [InlineData("/api/leads?cursor=%00%ff", "cursor.invalid")]
    [InlineData("/api/events?after=nonsense", "cursor.invalid")]
    [InlineData("/api/events?limit=-1", "limit.invalid")]
    [InlineData("/api/quarantine?cursor=nonsense", "cursor.invalid")]
    public async Task A_query_that_makes_no_sense_is_told_so(string path, string code) => (await api.GetAsync(path)).Is(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task The_feed_tells_each_change_once_and_goes_on_where_the_reader_stopped()
    {
        var (_, before) = await api.FeedAsync();
        var ids = await SomeLeadsAsync(5);
        (await api.SignalAsync(ids[0], new { type = "accepted" })).Is(HttpStatusCode.OK);
        await api.SettleAsync();

        var (events, next) = await api.FeedAsync(before, limit: 2);
        Assert.Equal(events.Count, events.Select(e => e["id"]!.ToString()).Distinct().Count());
        var told = events.Where(e => e["leadId"]!.ToString() == ids[0]).Select(e => e["state"]!.ToString()).ToList();
        Assert.Equal("received", told[0]);
        Assert.Equal("accepted", told[^1]);
        Assert.Contains("offered", told);
        Assert.All(ids, id => Assert.Contains(events, e => e["leadId"]!.ToString() == id && e["state"]!.ToString() == "offered"));
        Assert.Empty((await api.FeedAsync(next)).Events);
        Assert.DoesNotContain("northwind", string.Concat(events.Select(e => e.ToJsonString())), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_quarantined_submission_is_told_in_the_feed_too()
    {
        var (_, before) = await api.FeedAsync();
        var id = (await api.SubmitAsync(new JsonObject { ["message"] = $"no address {Guid.NewGuid()}" })).Is(HttpStatusCode.OK).Value("submissionId");
        await api.SettleAsync();
        var told = Assert.Single((await api.FeedAsync(before)).Events, e => e["leadId"]!.ToString() == id);
        Assert.Equal("quarantined", told["state"]!.ToString());
    }

    [Fact]
    public async Task The_accounts_balance_whenever_somebody_looks()
    {
        var before = await api.AccountingAsync();
        using var done = new CancellationTokenSource();
        var polls = 0;
        var polling = Task.Run(async () =>
        {
            for (; !done.IsCancellationRequested; polls++) await api.AccountingAsync();
        });
        var ids = await SomeLeadsAsync(60);
        foreach (var id in ids.Take(10)) (await api.SignalAsync(id, new { type = "lost", reason = "no-decision" })).Is(HttpStatusCode.OK);
        await api.SettleAsync();
        await done.CancelAsync();
        await polling;

        var after = await api.AccountingAsync();
        Assert.True(polls > 3);
        Assert.Equal(60, after["received"]!.GetValue<int>() - before["received"]!.GetValue<int>());
        Assert.Equal(10, after["closed"]!["lost"]!.GetValue<int>() - before["closed"]!["lost"]!.GetValue<int>());
    }

    private async Task<List<string>> SomeLeadsAsync(int count)
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, count).Select(async _ => (await api.SubmitAsync(A.Lead())).Is(HttpStatusCode.OK).Value("leadId")!));
        await api.SettleAsync();
        return [.. ids];
    }
}
