using System.Net;
using System.Text.Json.Nodes;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Journeys;

/// <summary>What marketing and sales leads ask of the host, over HTTP.</summary>
public sealed class InsightTests : IAsyncLifetime
{
    private const string Formula = "=cmd|'/c calc'!A1";

    private readonly VirtualHost host = new();

    private Api Api => host.Api;

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Figures_follow_every_lead_and_survive_the_death_of_the_host()
    {
        var taken = A.Lead().With("campaign", Formula);
        var first = await Api.ReceiveAsync(taken);
        var silent = await Api.ReceiveAsync(A.Lead().With("campaign", "spring"));
        (await Api.SubmitAsync(((JsonObject)taken.DeepClone()).With("message", "again"))).Is(HttpStatusCode.OK);
        await Api.SettleAsync();
        await SignalAsync(first, new { type = "accepted" });
        await SignalAsync(first, new { type = "contacted" });
        await Api.AdvanceAsync((await Api.LeadAsync(silent)).Deadline("accept") - await Api.NowAsync());

        var funnel = await TotalAsync("funnel");
        Assert.Equal([3, 1, 2, 2, 2, 1, 1, 0], Numbers(funnel, "received", "linked", "leads", "scored", "offered", "accepted", "contacted", "won"));
        Assert.Equal(0.5, funnel["acceptedShare"]!.GetValue<double>());
        Assert.Null(funnel["wonIn4Weeks"]);
        var leakage = await TotalAsync("leakage");
        Assert.Equal([1, 1], Numbers(leakage, "breached", "leaked"));
        Assert.Equal(Numbers(leakage, "received")[0], Numbers(leakage, "quarantined", "discarded", "linked", "inProgress", "won", "lost", "disqualified", "expired").Sum());
        var sla = await TotalAsync("sla");
        Assert.Equal([1, 1], Numbers(sla, "contactKept", "acceptBroken"));
        foreach (var by in new[] { "day", "week", "source", "campaign", "pool", "rep", "band" })
            Assert.Equal(3, (await ItemsAsync($"funnel?by={by}")).Sum(i => i["received"]!.GetValue<int>()));
        Assert.Equal(1, Assert.Single(await ItemsAsync("funnel?by=week&campaign=spring"))["leads"]!.GetValue<int>());

        // Two weeks later the week's leads have had their time, and time itself ended neither.
        await Api.AdvanceAsync(TimeSpan.FromDays(29));
        Assert.Equal(2, Numbers(await TotalAsync("funnel"), "leadsIn4Weeks")[0]);
        var before = (await GetAsync("leakage?by=rep")).ToJsonString();
        await host.Process.RestartAsync();
        Assert.Equal(before, (await GetAsync("leakage?by=rep")).ToJsonString());
    }

    [Fact]
    public async Task A_spreadsheet_gets_the_same_figures_and_runs_none_of_them()
    {
        await Api.ReceiveAsync(A.Lead().With("campaign", Formula));
        var csv = (await Api.GetAsync("/api/insights/funnel?by=campaign&format=csv", HostProcess.ViewerKey)).Is(HttpStatusCode.OK).Text.TrimStart('\uFEFF').Split("\r\n");
        Assert.StartsWith("key;received;linked;leads;", csv[0], StringComparison.Ordinal);
        Assert.StartsWith($"'{Formula};1;0;1;", csv[1], StringComparison.Ordinal);
        var comma = (await Api.GetAsync("/api/insights/fairness?format=csv-comma", HostProcess.ViewerKey)).Is(HttpStatusCode.OK).Text;
        Assert.Contains("pool,rep,offers,share,entitled,credit,open,eligible", comma, StringComparison.Ordinal);
        // The acknowledgement and the offer.
        var mails = (await Api.GetAsync("/api/insights/throttle?by=day&format=csv", HostProcess.ViewerKey)).Is(HttpStatusCode.OK).Text.TrimStart('\uFEFF').Split("\r\n");
        Assert.Equal(["key;sent;deferred;merged;dropped;suppressed;refused;unknown;admitted;breaker", "2026-03-02;2;0;0;0;0;0;0;0;0"], mails[..2]);
        var acks = await TotalAsync("throttle?class=ack");
        Assert.Equal([1, 0], Numbers(acks, "sent", "breaker"));
    }

    [Fact]
    public async Task What_cannot_be_answered_is_said()
    {
        await RefusedAsync("funnel?from=yesterday", HttpStatusCode.BadRequest, "period.invalid");
        await RefusedAsync("funnel?from=2026-03-02&to=2026-03-01", HttpStatusCode.BadRequest, "period.invalid");
        await RefusedAsync("funnel?from=2020-01-01", HttpStatusCode.BadRequest, "period.invalid");
        await RefusedAsync("funnel?by=moon", HttpStatusCode.BadRequest, "by.unknown");
        await RefusedAsync("funnel?by=3", HttpStatusCode.BadRequest, "by.unknown");
        await RefusedAsync("funnel?by=rep&source=website", HttpStatusCode.BadRequest, "filter.unsupported");
        await RefusedAsync("throttle?by=rep", HttpStatusCode.BadRequest, "filter.unsupported");
        await RefusedAsync("funnel?format=xls", HttpStatusCode.BadRequest, "format.unknown");
        await RefusedAsync("anomalies?day=tomorrow", HttpStatusCode.BadRequest, "period.invalid");
        await RefusedAsync("gossip", HttpStatusCode.NotFound, "insight.unknown");
        (await Api.GetAsync("/api/insights/funnel", key: null)).Is(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Prometheus_reads_where_everything_is()
    {
        await Api.ReceiveAsync(A.Lead());
        var metrics = (await Api.GetAsync("/metrics", key: null)).Is(HttpStatusCode.OK).Text;
        Assert.Contains("leadrouter_submissions{bucket=\"in_progress\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("leadrouter_accounting_balanced 1\n", metrics, StringComparison.Ordinal);
        Assert.All(metrics.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[a-z]+=\"[a-z_]+\"\\})? [0-9]+)$", line));
    }

    private async Task RefusedAsync(string path, HttpStatusCode status, string code) =>
        Assert.Equal(code, (await Api.GetAsync($"/api/insights/{path}", HostProcess.ViewerKey)).Is(status).Value("code"));

    private async Task SignalAsync(string lead, object signal) => (await Api.SignalAsync(lead, signal)).Is(HttpStatusCode.OK);

    private async Task<JsonNode> GetAsync(string path) => (await Api.GetAsync($"/api/insights/{path}", HostProcess.ViewerKey)).Is(HttpStatusCode.OK).Json;

    private async Task<JsonNode> TotalAsync(string report) => (await GetAsync(report))["total"]!;

    private async Task<IReadOnlyList<JsonNode>> ItemsAsync(string path) => [.. (await GetAsync(path))["items"]!.AsArray().Select(i => i!)];

    private static int[] Numbers(JsonNode row, params string[] figures) => [.. figures.Select(f => row[f]!.GetValue<int>())];
}
