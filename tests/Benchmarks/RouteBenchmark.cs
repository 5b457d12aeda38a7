using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace LeadRouter.Benchmarks;

/// <summary>Leads a second from the post until nothing is left to do for them now, and the storage operations that each costs.</summary>
internal static class RouteBenchmark
{
    private const int Count = 20_000;

    /// <summary>Until most of the code is compiled in its final form; the first round still pays for the rest.</summary>
    private const int WarmUp = 8_000;
    private const int Rounds = 3;
    private const int Connections = 64;

    public static async Task<string> RunAsync()
    {
        using var scratch = new Scratch();
        using var host = await HostUnderTest.StartAsync(scratch.Path);
        await LoadClient.RunAsync(host.Port, "/api/leads/website", WarmUp, Connections, i => Leads.Body(1_000_000 + i));
        await WhenRoutedAsync(host, WarmUp);
        var before = await CountersAsync(host);
        var rates = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var first = round * Count;
            var watch = Stopwatch.StartNew();
            await LoadClient.RunAsync(host.Port, "/api/leads/website", Count, Connections, i => Leads.Body(first + i));
            await WhenRoutedAsync(host, WarmUp + first + Count);
            rates.Add(Count / watch.Elapsed.TotalSeconds);
        }
        var after = await CountersAsync(host);
        if (await OfferedAsync(host) is var offered && offered < WarmUp + (Rounds * Count)) throw new InvalidOperationException($"Only {offered} leads were offered to a rep");
        double PerLead(int i) => (after[i] - before[i]) / (double)(Rounds * Count);
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## Routed leads: post, recognise, score, assign, contact told, rep told or his digest filled

            {Rounds} rounds of {Count:N0} new leads over {Connections} connections, on a host that has routed {WarmUp:N0}; the mails go through the SendGrid library to the local endpoint. The clock stops when
            every contact's acknowledgement was handed over and no lead is being moved or waits to be: then each offer is stored, and the rep's mail was
            handed over or stands in his digest. After that the feed is read to see that every lead was offered to a rep.

            | figure | measured | goal |
            |---|---|---|
            | routed leads a second, median | {rates.Median():N0} | 1,000 (aim 2,000) |
            | storage commits a lead | {PerLead(0):F2} | 12 (aim 8) |
            | rows written a lead | {PerLead(1):F1} | |
            | storage reads a lead | {PerLead(2):F2} | |
            | synced disk writes a lead | {PerLead(3):F2} | |
            | KB allocated a lead | {PerLead(4) / 1024:F0} | |
            | resident memory at the end, MB | {host.ResidentBytes / 1e6:F0} | |

            Each round: {string.Join(", ", rates.Select(r => r.ToString("N0", CultureInfo.InvariantCulture)))}.

            Durable Task on the storage emulator, for comparison: 3.7 to 9.8 five-step flows a second at 57.6 storage requests each.

            """);
    }

    /// <summary>
    /// The contacts of this many leads were told, and nothing is left to do now. Mails to reps tell nothing: a rep with more than a handful of
    /// leads an hour gets the rest in a digest.
    /// </summary>
    public static async Task WhenRoutedAsync(HostUnderTest host, int leads)
    {
        var patience = Stopwatch.StartNew();
        while (await StatsAsync(host) is var stats && (stats.GetProperty("toContacts").GetInt64() < leads || stats.GetProperty("moving").GetInt32() > 0))
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(5)) throw new TimeoutException($"Only {stats.GetProperty("toContacts")} contacts of {leads} leads were told");
            await Task.Delay(50);
        }
    }

    private static async Task<int> OfferedAsync(HostUnderTest host)
    {
        var (feed, offered) = (new Feed(host), new HashSet<string>());
        while (await feed.ReadAsync() is { Count: > 0 } page) offered.UnionWith(page.Where(e => e.Type == "offered").Select(e => e.Lead));
        return offered.Count;
    }

    private static async Task<JsonElement> StatsAsync(HostUnderTest host) => await host.GetAsync("/dev/stats");

    private static async Task<long[]> CountersAsync(HostUnderTest host)
    {
        var stats = await StatsAsync(host);
        var storage = stats.GetProperty("storage");
        return
        [
            storage.GetProperty("commits").GetInt64(), storage.GetProperty("rowsWritten").GetInt64(), storage.GetProperty("reads").GetInt64(), storage.GetProperty("groups").GetInt64(),
            stats.GetProperty("allocatedBytes").GetInt64(),
        ];
    }
}
