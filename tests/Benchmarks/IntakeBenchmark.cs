using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Benchmarks;

/// <summary>What checking senders, duplicates, recognition and rate limits cost.</summary>
internal static class IntakeBenchmark
{
    private const int Count = 10_000;
    private const int Connections = 64;
    private const int Burst = 10_000;
    private const string Secret = "benchmark-secret";

    private static readonly int[] Known = [1_000, 1_000_000];

    public static async Task<string> SignedAsync()
    {
        using var data = new Scratch();
        using var host = await SourcesHostAsync(data.Path);
        return await IngestBenchmark.BesidePlainAsync(host, "/api/leads/signed", "a source that signs (HMAC-SHA256 over the body), routing in the background", Sign);
    }

    public static async Task<string> DuplicatesAsync()
    {
        const int warmUps = 2;
        var runs = 0;
        var rows = new StringBuilder("| duplicates | answers a second | p50 ms | p99 ms |\n|---|---|---|---|\n");
        using var scratch = new Scratch();
        using var host = await HostUnderTest.StartAsync(scratch.Path);
        // One host that has seen posts of both kinds: on one that just started, the compiler takes more time than the posts.
        foreach (var share in new[] { 50, 50, 0, 20, 40, 60, 80 })
        {
            await WhenRoutedAsync(host);
            var fresh = Count * (100 - share) / 100;
            var first = runs++ * Count;
            // The same body again is the same submission: the later posts repeat the earlier ones in another order.
            var result = await LoadClient.RunAsync(host.Port, "/api/leads/website", Count, Connections, i => Leads.Body(first + i * 7919 % Count % fresh));
            if (runs <= warmUps) continue;
            rows.Append(CultureInfo.InvariantCulture, $"| {share} % | {result.Rate:N0} | {result.P50:F1} | {result.P99:F1} |\n");
        }
        return rows.ToString();
    }

    /// <summary>
    /// Windows of a few thousand claims last a fifth of a second, in which the log is carried into the file or not: so medians of several.
    /// All are asked of one store of a million, and each of a new store of a thousand, which they would make a larger one.
    /// </summary>
    public static async Task<string> RecognitionAsync()
    {
        const int asked = 5_000;
        const int windows = 9;
        var rows = new StringBuilder("| known contacts | claims of a new person a second, median (least, most) | of a known one |\n|---|---|---|\n");
        foreach (var known in Known)
        {
            List<double> fresh = [], again = [];
            var atOnce = known > asked ? windows : 1;
            while (fresh.Count < windows)
            {
                using var scratch = new Scratch();
                await using var tables = SqliteTableEngine.Open(Path.Combine(scratch.Path, "store.db"));
                var store = new TableIdentityStore(tables, new KeyedHash("a secret of the benchmark"u8.ToArray()));
                await ClaimAsync(store, 0, known);
                for (var window = 0; window < atOnce; window++)
                {
                    fresh.Add(await ClaimAsync(store, known + (window * asked), asked));
                    again.Add(await ClaimAsync(store, known / 2 / windows * window, Math.Min(asked, known / 2)));
                }
            }
            rows.Append(CultureInfo.InvariantCulture, $"| {known:N0} | {Cell(fresh)} | {Cell(again)} |\n");
        }
        return rows.ToString();

        static string Cell(List<double> rates) => string.Create(CultureInfo.InvariantCulture, $"{rates.Median():N0} ({rates.Min():N0}, {rates.Max():N0})");
    }

    private static async Task<double> ClaimAsync(TableIdentityStore store, int first, int count)
    {
        const int atOnce = 256;
        var watch = Stopwatch.StartNew();
        foreach (var some in Enumerable.Range(first, count).Chunk(atOnce))
            await Task.WhenAll(some.Select(i => store.ClaimAsync(new PersonKey("email", $"person{i}@company{i % 5000}.example"), new LeadId($"lead{i}"), default)));
        return count / watch.Elapsed.TotalSeconds;
    }

    /// <summary>
    /// Honest posts alone, beside a burst at a hundred times what its source allows, and beside the same burst as fast as one client can;
    /// and, as the limit, beside a burst that goes to another process, which refuses everything unseen: so much of a slowdown is that of
    /// the machine. The burst comes from a process of its own, so that what is measured of the honest posts is not how busy their client is.
    /// </summary>
    public static async Task<string> BurstAsync()
    {
        const int rounds = 5;
        using var scratch = new Scratch();
        using var host = await SourcesHostAsync(scratch.Path);
        using var plainScratch = new Scratch();
        using var plain = await HostUnderTest.StartPlainAsync(plainScratch.Path);
        await (await FloodAsync(plain, perSecond: 0)).Refused;
        await LoadClient.RunAsync(host.Port, "/api/leads/website", 8_000, 16, i => Leads.Body(1_000_000 + i));
        await (await FloodAsync(host, perSecond: 0)).Refused;
        await WhenRoutedAsync(host);
        var before = host.ProcessorTime;
        await (await FloodAsync(host, perSecond: 0)).Refused;
        await WhenRoutedAsync(host);
        var cost = (host.ProcessorTime - before).TotalMicroseconds / Burst;
        var posts = 2_000_000;
        List<(LoadResult Honest, int Refused)> alone = [], elsewhere = [], paced = [], fast = [];
        for (var round = 0; round < rounds; round++)
        {
            alone.Add((await HonestAsync(host, posts += Burst, Task.Delay(TimeSpan.FromSeconds(5))), 0));
            elsewhere.Add(await BesideAsync(host, posts += Burst, plain, perSecond: 1_000));
            paced.Add(await BesideAsync(host, posts += Burst, host, perSecond: 1_000));
            fast.Add(await BesideAsync(host, posts += Burst, host, perSecond: 0));
        }
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## A burst at a source that is limited to 10 a second

            {Burst:N0} posts of another process, beside 200 honest posts a second to another source, each on a connection of its own;
            medians of {rounds} rounds in turn. A refused post costs the host {cost:F0} µs of processor time.

            | honest posts | p50 ms | p99 ms | errors | of the burst refused |
            |---|---|---|---|---|
            | alone | {Row(alone)} |
            | beside 1,000 a second that another process refuses unseen: the limit | {Row(elsewhere)} |
            | beside 1,000 a second, a hundred times what the source allows | {Row(paced)} |
            | beside as many as one client can over 16 connections | {Row(fast)} |

            Beside the burst at 1,000 a second p50 is {Times(paced, r => r.P50)} (goal 1.10) and p99 {Times(paced, r => r.P99)} times that alone, where another process refuses
            it {Times(elsewhere, r => r.P50)} and {Times(elsewhere, r => r.P99)}, as fast as the client can {Times(fast, r => r.P50)} and {Times(fast, r => r.P99)}; medians of the rounds.

            """);

        string Row(List<(LoadResult Honest, int Refused)> all) => string.Create(
            CultureInfo.InvariantCulture,
            $"{all.Select(r => r.Honest.P50).Median():F1} | {all.Select(r => r.Honest.P99).Median():F1} | {all.Sum(r => r.Honest.Errors)} | {all.Select(r => (double)r.Refused).Median():N0}");

        string Times(List<(LoadResult Honest, int Refused)> all, Func<LoadResult, double> of) =>
            all.Zip(alone, (with, without) => of(with.Honest) / of(without.Honest)).Median().ToString("F2", CultureInfo.InvariantCulture);
    }

    /// <summary>A burst that has begun, and how many of it will have been refused.</summary>
    private sealed record Flood(Task<int> Refused);

    private static async Task<(LoadResult Honest, int Refused)> BesideAsync(HostUnderTest host, int first, HostUnderTest flooded, int perSecond)
    {
        var flood = await FloodAsync(flooded, perSecond);
        var honest = await HonestAsync(host, first, flood.Refused);
        return (honest, await flood.Refused);
    }

    private static async Task<Flood> FloodAsync(HostUnderTest host, int perSecond)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(IntakeBenchmark).Assembly.Location, "flood", $"{host.Port}", $"{Burst}", $"{perSecond}"]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        await process.StandardOutput.ReadLineAsync();
        return new Flood(RefusedAsync());

        async Task<int> RefusedAsync()
        {
            using (process) return int.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        }
    }

    // At a steady pace, as people come: 200 a second.
    private static async Task<LoadResult> HonestAsync(HostUnderTest host, int first, Task until)
    {
        var times = new List<Task<LoadResult>>();
        var watch = Stopwatch.StartNew();
        while (!until.IsCompleted)
        {
            var number = first + times.Count;
            times.Add(LoadClient.RunAsync(host.Port, "/api/leads/website", 1, 1, _ => Leads.Body(number)));
            if (TimeSpan.FromMilliseconds(5 * times.Count) - watch.Elapsed is { Ticks: > 0 } rest) await Task.Delay(rest);
        }
        var elapsed = watch.Elapsed.TotalSeconds;
        var all = await Task.WhenAll(times);
        await WhenRoutedAsync(host);
        var sorted = all.Select(r => r.P50).Order().ToArray();
        return new LoadResult(all.Length, all.Sum(r => r.Errors), all.Length / elapsed, sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)]);
    }

    /// <summary>Until no lead waits for the driver any more.</summary>
    private static async Task WhenRoutedAsync(HostUnderTest host)
    {
        while ((await host.GetAsync("/api/leads?state=received&limit=1")).GetProperty("items").GetArrayLength() > 0) await Task.Delay(50);
    }

    private static string Sign(string body) =>
        $"X-Signature: {Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body)))}\r\n";

    /// <summary>A host whose store has two more sources: one that signs, one that is limited.</summary>
    private static async Task<HostUnderTest> SourcesHostAsync(string data)
    {
        (await HostUnderTest.StartAsync(data)).Dispose();
        await using (var tables = SqliteTableEngine.Open(Path.Combine(data, "store.db")))
        {
            await PutAsync(tables, "signed", ("Signature", "hmac-sha256; header=X-Signature; sign={body}"), ("Secret", "signed"));
            await PutAsync(tables, "limited", ("RatePerMinute", "600"));
        }
        return await HostUnderTest.StartAsync(data, new Dictionary<string, string> { ["Secrets__signed"] = Secret });
    }

    private static async Task PutAsync(SqliteTableEngine tables, string source, params (string Column, string Cell)[] cells)
    {
        var row = cells.Append(("Shape", "flat")).ToDictionary(c => c.Item1, c => (object)c.Item2);
        await tables.CommitAsync("Sources", "default", [new RowWrite.Upsert(source, row)], default);
    }
}
