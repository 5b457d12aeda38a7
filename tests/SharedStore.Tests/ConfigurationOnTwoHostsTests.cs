using Azure.Data.Tables;
using LeadRouter.LocalHost.Tests.Hosting;
using LeadRouter.Tests.Shared;

namespace LeadRouter.SharedStore.Tests;

/// <summary>Two running hosts on one Azurite, of which only the first looks at the tables by itself.</summary>
public sealed class TwoHosts : IAsyncLifetime
{
    private AzuriteProcess azurite = null!;
    private HostProcess first = null!;
    private HostProcess second = null!;

    public string Storage => azurite.ConnectionString;

    public Api First => new(first.Client);

    public Api Second => new(second.Client);

    public async ValueTask InitializeAsync()
    {
        azurite = await AzuriteProcess.StartAsync();
        first = await HostProcess.OnTablesAsync(Storage, ("ConfigScanSeconds", "1"));
        second = await HostProcess.OnTablesAsync(Storage, ("ConfigScanSeconds", "3600"));
    }

    public async ValueTask DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
        await azurite.DisposeAsync();
    }
}

/// <summary>Both hosts, and a person with a table editor.</summary>
public sealed class ConfigurationOnTwoHostsTests(TwoHosts hosts) : IClassFixture<TwoHosts>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly Api atFirst = hosts.First;
    private readonly Api atSecond = hosts.Second;

    [Fact]
    public async Task A_row_typed_into_a_live_table_takes_effect_on_both_hosts_and_a_bad_one_on_neither()
    {
        Assert.False(await TakesAsync(atFirst, "fair"));
        var sources = new TableClient(hosts.Storage, "Sources");
        await sources.UpsertEntityAsync(new TableEntity("default", "fair") { ["Shape"] = "flat", ["Enabled"] = true });
        await Wait.UntilAsync(() => TakesAsync(atFirst, "fair"), Soon);
        await Wait.UntilAsync(() => TakesAsync(atSecond, "fair"), Soon);

        await sources.UpsertEntityAsync(new TableEntity("default", "fair") { ["Shape"] = "round" }, TableUpdateMode.Replace);
        await Wait.UntilAsync(async () => (await ProblemsAsync()).Any(p => (Of(p, "table"), Of(p, "row"), Of(p, "column"), Of(p, "read")) == ("Sources", "fair", "Shape", "round")), Soon);
        Assert.True(await TakesAsync(atFirst, "fair") && await TakesAsync(atSecond, "fair"));

        await sources.DeleteEntityAsync("default", "fair");
        await Wait.UntilAsync(async () => !await TakesAsync(atFirst, "fair") && !await TakesAsync(atSecond, "fair"), Soon);
        Assert.DoesNotContain(await ProblemsAsync(), p => Of(p, "row") == "fair");
    }

    [Fact]
    public async Task A_version_published_on_one_host_decides_on_the_other_too_and_no_lead_is_refused()
    {
        var rules = (await atFirst.GetAsync("/api/config/ScoringRules")).Is(HttpStatusCode.OK).Json;
        await atFirst.ConfigureAsync(rules, "ScoringRules");
        await atFirst.PostAsync("/api/config/publish", null);
        var version = 0;
        await Wait.UntilAsync(
            async () =>
            {
                var id = (await atSecond.SubmitAsync(A.Lead())).Is(HttpStatusCode.OK).Value("leadId")!;
                version = (await atSecond.LeadAsync(id)).Json["version"]!.GetValue<int>();
                return version == 2;
            },
            Soon,
            () => Task.FromResult($"Leads still enter with version {version}"));
    }

    private async Task<IEnumerable<JsonNode>> ProblemsAsync() =>
        (await atSecond.GetAsync("/api/config/problems")).Is(HttpStatusCode.OK).Json["problems"]!.AsArray().Select(p => p!);

    private static string? Of(JsonNode problem, string member) => problem[member]?.ToString();

    // A lead through a source that nobody knows is kept, in quarantine.
    private static async Task<bool> TakesAsync(Api api, string source) =>
        (await api.SubmitAsync(A.Lead(), source)).Is(HttpStatusCode.OK).Value("status") != "quarantined";
}
