using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LeadRouter.Tests.Shared;

namespace LeadRouter.Benchmarks;

/// <summary>Versions published on one of two hosts that share a store, while leads flow into the other: from the request until it decides by them.</summary>
internal static class PublishBenchmark
{
    private const int Versions = 10;
    private const int Connections = 4;

    public static async Task<string> RunAsync()
    {
        await using var azurite = await AzuriteProcess.StartAsync();
        using var data = new Scratch();
        using var other = new Scratch();
        using var here = await HostUnderTest.StartAsync(data.Path, "--storage", azurite.ConnectionString);
        using var there = await HostUnderTest.StartAsync(other.Path, "--storage", azurite.ConnectionString);
        using var stop = new CancellationTokenSource();
        var flow = FlowAsync(there.Port, stop.Token);
        var (atOnce, elsewhere) = (new List<double>(), new List<double>());
        for (var i = 0; i < Versions; i++)
        {
            await EditAsync(here, i);
            var watch = Stopwatch.StartNew();
            var version = (await (await here.Http.PostAsync("/api/config/publish", null)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!["version"]!.GetValue<int>();
            atOnce.Add(watch.Elapsed.TotalMilliseconds);
            while (await ActiveAsync(there) != version) await Task.Delay(10);
            elsewhere.Add(watch.Elapsed.TotalMilliseconds);
        }
        await stop.CancelAsync();
        var (leads, errors, slowest) = await flow;
        await RouteBenchmark.WhenRoutedAsync(here, leads);
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## Publishing, with leads flowing

            {Versions} versions, published on one of two hosts on one store (Azurite), while {Connections} connections posted {leads:N0} leads to the other;
            every lead was routed.

            | figure | measured | goal |
            |---|---|---|
            | until the publishing host answers and decides by it, slowest, ms | {atOnce.Max():N0} | 2,000 |
            | until the other host decides by it, slowest, ms | {elsewhere.Max():N0} | 2,000 |
            | the same, median, ms | {elsewhere.Median():N0} | |
            | posts refused meanwhile | {errors} | 0 |
            | slowest answer to a post, ms | {slowest:N0} | |

            """);
    }

    private static async Task EditAsync(HostUnderTest host, int number)
    {
        var rules = await host.Http.GetFromJsonAsync<JsonArray>("/api/config/ScoringRules");
        rules![0]!["Note"] = $"Edit {number}";
        (await host.Http.PutAsync("/api/config/ScoringRules", new StringContent(rules.ToJsonString(), Encoding.UTF8, "application/json"))).EnsureSuccessStatusCode();
    }

    /// <summary>The version that this host's memory decides by, not what the store says.</summary>
    private static async Task<int> ActiveAsync(HostUnderTest host)
    {
        var preview = await host.Http.PostAsJsonAsync("/api/preview", new { version = "active", lead = new { email = "eva@acme.example" } });
        return (await preview.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!["version"]!.GetValue<int>();
    }

    private static async Task<(int Leads, int Errors, double Slowest)> FlowAsync(int port, CancellationToken until)
    {
        const int batch = 40;
        var (leads, errors, slowest) = (0, 0, 0.0);
        while (!until.IsCancellationRequested)
        {
            var first = leads;
            var sent = await LoadClient.RunAsync(port, "/api/leads/website", batch, Connections, i => Leads.Body(first + i));
            (leads, errors, slowest) = (leads + batch, errors + sent.Errors, Math.Max(slowest, sent.P99));
        }
        return (leads, errors, slowest);
    }
}
