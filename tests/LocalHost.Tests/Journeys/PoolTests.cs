using System.Net;
using System.Text.Json.Nodes;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>Pools over HTTP: what a sales manager looks at.</summary>
public sealed class PoolTests(VirtualHost host) : IClassFixture<VirtualHost>
{
    private readonly Api api = host.Api;

    [Fact]
    public async Task Credits_sum_to_zero_in_every_pool_and_open_leads_are_those_of_the_owners()
    {
        for (var i = 0; i < 12; i++) await api.ReceiveAsync(A.Lead());
        var pools = await PoolsAsync();
        Assert.NotEmpty(pools);
        Assert.All(pools, p => Assert.Equal(0m, p["sum"]!.GetValue<decimal>()));
        Assert.All(pools, p => Assert.Equal(0m, Reps(p).Sum(r => r["credit"]!.GetValue<decimal>())));
        // A rep of several pools carries the same load in each.
        var open = pools.SelectMany(Reps).DistinctBy(r => r["rep"]!.GetValue<string>()).Sum(r => r["open"]!.GetValue<int>());
        Assert.Equal((await api.ListAsync()).Count(l => l["owner"] is not null), open);
    }

    [Fact]
    public async Task A_ledger_tells_who_is_eligible_and_why_not()
    {
        var name = (await PoolsAsync())[0]["pool"]!.GetValue<string>();
        var ledger = (await api.GetAsync($"/api/pools/{name}/ledger")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(name, ledger["pool"]!.GetValue<string>());
        Assert.All(Reps(ledger), r => Assert.Equal(r["eligible"]!.GetValue<bool>(), r["reasons"]!.AsArray().Count == 0));
        (await api.GetAsync("/api/pools/none/ledger")).Is(HttpStatusCode.NotFound);
    }

    private async Task<List<JsonNode>> PoolsAsync() => [.. (await api.GetAsync("/api/pools")).Is(HttpStatusCode.OK).Json["items"]!.AsArray().Select(p => p!)];

    private static IEnumerable<JsonNode> Reps(JsonNode pool) => pool["reps"]!.AsArray().Select(r => r!);
}
