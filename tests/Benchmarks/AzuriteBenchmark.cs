using System.Diagnostics;
using System.Globalization;
using LeadRouter.Tests.Shared;

namespace LeadRouter.Benchmarks;

/// <summary>The same way from the post to both mails, on the table service's double, and the requests that each lead costs.</summary>
internal static class AzuriteBenchmark
{
    private const int Count = 1_000;
    private const int WarmUp = 300;
    private const int Connections = 32;

    public static async Task<string> RunAsync()
    {
        await using var azurite = await AzuriteProcess.StartAsync();
        using var scratch = new Scratch();
        using var host = await HostUnderTest.StartAsync(scratch.Path, "--storage", azurite.ConnectionString);
        await LoadClient.RunAsync(host.Port, "/api/leads/website", WarmUp, Connections, i => Leads.Body(1_000_000 + i));
        await RouteBenchmark.WhenRoutedAsync(host, WarmUp);
        var before = await RequestsAsync(host);
        var watch = Stopwatch.StartNew();
        await LoadClient.RunAsync(host.Port, "/api/leads/website", Count, Connections, Leads.Body);
        await RouteBenchmark.WhenRoutedAsync(host, Count + WarmUp);
        var rate = Count / watch.Elapsed.TotalSeconds;
        await SettledAsync();
        var after = await RequestsAsync(host);
        var (commits, reads) = ((after.Commits - before.Commits) / (double)Count, (after.Reads - before.Reads) / (double)Count);
        var alone = await AloneAsync(host);
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## Routed leads on Azure Tables (Azurite)

            {Count:N0} new leads over {Connections} connections through `--storage`; requests as the service would bill them, those of the lease and
            of the polls for wake-ups included. Azurite answers about 1,400 requests a second on this machine at most.

            | figure | measured | goal |
            |---|---|---|
            | routed leads a second | {rate:N0} | 40 |
            | storage requests a lead, in a burst | {commits + reads:F1} ({commits:F1} commits, {reads:F1} reads) | 20 (aim 16) |
            | storage requests of a lead that comes alone | {alone:F1} | 20 (aim 16) |

            Durable Task on the storage emulator, for comparison: 3.7 to 9.8 five-step flows a second at 57.6 storage requests each.

            """);
    }

    /// <summary>One after the other, so that no two share a request.</summary>
    private static async Task<double> AloneAsync(HostUnderTest host)
    {
        const int few = 20;
        var poll = await PollAsync(host);
        var (before, watch) = (await RequestsAsync(host), Stopwatch.StartNew());
        for (var i = 0; i < few; i++)
        {
            await LoadClient.RunAsync(host.Port, "/api/leads/website", 1, 1, _ => Leads.Body(2_000_000 + i));
            await RouteBenchmark.WhenRoutedAsync(host, Count + WarmUp + i + 1);
            await SettledAsync();
        }
        var after = await RequestsAsync(host);
        return (after.Commits + after.Reads - before.Commits - before.Reads - (poll * watch.Elapsed.TotalSeconds)) / few;
    }

    /// <summary>Requests a second of a host that has nothing to do.</summary>
    private static async Task<double> PollAsync(HostUnderTest host)
    {
        var (before, watch) = (await RequestsAsync(host), Stopwatch.StartNew());
        await Task.Delay(TimeSpan.FromSeconds(10));
        var after = await RequestsAsync(host);
        return (after.Commits + after.Reads - before.Commits - before.Reads) / watch.Elapsed.TotalSeconds;
    }

    // The last write of a lead comes after its mails.
    private static Task SettledAsync() => Task.Delay(TimeSpan.FromMilliseconds(300));

    private static async Task<(long Commits, long Reads)> RequestsAsync(HostUnderTest host)
    {
        var stats = (await host.GetAsync("/dev/stats")).GetProperty("storage");
        return (stats.GetProperty("commits").GetInt64(), stats.GetProperty("reads").GetInt64());
    }
}
