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
    private const string Secret = "benchmark-secret";

    private static readonly int[] Known = [1_000, 1_000_000];

    public static async Task<string> RunAsync()
    {
        var text = new StringBuilder("## Intake: signatures, duplicates, recognition, limits\n\n");
        foreach (var measure in new Func<Task<string>>[] { SignedAsync, DuplicatesAsync, BurstAsync, RecognitionAsync })
        {
            var section = await measure();
            // At once: a million contacts take their time, and what is measured is measured.
            Console.WriteLine(section);
            text.AppendLine(section);
        }
        return text.ToString();
    }

    private static async Task<string> SignedAsync()
    {
        LoadResult plain;
        using (var scratch = new Scratch())
        using (var host = await HostUnderTest.StartPlainAsync(scratch.Path))
        {
            await LoadClient.RunAsync(host.Port, "/store", 3_000, Connections, i => Leads.Body(1_000_000 + i));
            plain = await LoadClient.RunAsync(host.Port, "/store", Count, Connections, Leads.Body);
        }
        using var data = new Scratch();
        using var signed = await SourcesHostAsync(data.Path);
        await LoadClient.RunAsync(signed.Port, "/api/leads/signed", 3_000, Connections, i => Leads.Body(1_000_000 + i), Sign);
        await WhenRoutedAsync(signed);
        var ingest = await LoadClient.RunAsync(signed.Port, "/api/leads/signed", Count, Connections, Leads.Body, Sign);
        return string.Create(CultureInfo.InvariantCulture, $"""
            {Count:N0} posts of 1 KB over {Connections} connections.

            | endpoint | answers a second | p50 ms | p99 ms | errors |
            |---|---|---|---|---|
            | store 1 KB durably and answer (the limit) | {plain.Rate:N0} | {plain.P50:F1} | {plain.P99:F1} | {plain.Errors} |
            | a source that signs (HMAC-SHA256 over the body), routing in the background | {ingest.Rate:N0} | {ingest.P50:F1} | {ingest.P99:F1} | {ingest.Errors} |

            Ratio {ingest.Rate / plain.Rate:F2} (goal 0.50).

            """);
    }

    private static async Task<string> DuplicatesAsync()
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

    private static async Task<string> RecognitionAsync()
    {
        const int asked = 5_000;
        var rows = new StringBuilder("| known contacts | claims of a new person a second | of a known one |\n|---|---|---|\n");
        foreach (var known in Known)
        {
            using var scratch = new Scratch();
            await using var tables = SqliteTableEngine.Open(Path.Combine(scratch.Path, "store.db"));
            var store = new TableIdentityStore(tables, new KeyedHash("a secret of the benchmark"u8.ToArray()));
            await ClaimAsync(store, 0, known);
            var fresh = await ClaimAsync(store, known, asked);
            var again = await ClaimAsync(store, known / 2, Math.Min(asked, known / 2));
            rows.Append(CultureInfo.InvariantCulture, $"| {known:N0} | {fresh:N0} | {again:N0} |\n");
        }
        return rows.ToString();
    }

    private static async Task<double> ClaimAsync(TableIdentityStore store, int first, int count)
    {
        const int atOnce = 256;
        var watch = Stopwatch.StartNew();
        foreach (var some in Enumerable.Range(first, count).Chunk(atOnce))
            await Task.WhenAll(some.Select(i => store.ClaimAsync(new PersonKey("email", $"person{i}@company{i % 5000}.example"), new LeadId($"lead{i}"), default)));
        return count / watch.Elapsed.TotalSeconds;
    }

    private static async Task<string> BurstAsync()
    {
        using var scratch = new Scratch();
        using var host = await SourcesHostAsync(scratch.Path);
        await LoadClient.RunAsync(host.Port, "/api/leads/website", 3_000, 16, i => Leads.Body(1_000_000 + i));
        await WhenRoutedAsync(host);
        var alone = await HonestAsync(host, 2_000_000);
        var burst = LoadClient.RunAsync(host.Port, "/api/leads/limited", 10_000, 16, i => Leads.Body(3_000_000 + i));
        var beside = await HonestAsync(host, 4_000_000);
        var flood = await burst;
        return string.Create(CultureInfo.InvariantCulture, $"""
            10,000 posts against a source limited to 10 a second ({flood.Errors:N0} of them refused), beside 200 honest posts a second to another.

            | honest posts | p50 ms | p99 ms | errors |
            |---|---|---|---|
            | alone | {alone.P50:F1} | {alone.P99:F1} | {alone.Errors} |
            | beside the burst | {beside.P50:F1} | {beside.P99:F1} | {beside.Errors} |

            """);
    }

    // At a steady pace, as people come: 200 a second.
    private static async Task<LoadResult> HonestAsync(HostUnderTest host, int first)
    {
        var times = new List<Task<LoadResult>>();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 400; i++)
        {
            var number = first + i;
            times.Add(LoadClient.RunAsync(host.Port, "/api/leads/website", 1, 1, _ => Leads.Body(number)));
            if (TimeSpan.FromMilliseconds(5 * (i + 1)) - watch.Elapsed is { Ticks: > 0 } rest) await Task.Delay(rest);
        }
        var all = await Task.WhenAll(times);
        var sorted = all.Select(r => r.P50).Order().ToArray();
        return new LoadResult(all.Length, all.Sum(r => r.Errors), all.Length / watch.Elapsed.TotalSeconds, sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)]);
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
