using System.Globalization;

namespace LeadRouter.Benchmarks;

/// <summary>
/// Answers a second: storing 1 KB and answering, beside taking a lead. Both hosts run all the time and are posted to in turns, so that
/// both meet the same machine; the figures are medians of the rounds.
/// </summary>
internal static class IngestBenchmark
{
    private const int Rounds = 5;
    private const int Count = 10_000;
    private const int WarmUp = 8_000;
    private const int Connections = 128;

    // What a host puts off until nothing is posted is over before the other one is measured.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    public static async Task<string> RunAsync()
    {
        using var scratch = new Scratch();
        using var host = await HostUnderTest.StartAsync(scratch.Path);
        return $"""
            ## Ingest: durable before the answer

            {await BesidePlainAsync(host, "/api/leads/website", "`POST /api/leads/website`, routing in the background")}
            """;
    }

    /// <param name="path">Where the host takes leads.</param>
    /// <param name="name">Of that endpoint, in the table.</param>
    /// <param name="headers">For a body; none when left out.</param>
    public static async Task<string> BesidePlainAsync(HostUnderTest host, string path, string name, Func<string, string>? headers = null)
    {
        using var scratch = new Scratch();
        using var plainHost = await HostUnderTest.StartPlainAsync(scratch.Path);
        List<Round> plain = [], ingest = [];
        for (var round = -1; round < Rounds; round++)
        {
            var (first, count) = round < 0 ? (0, WarmUp) : (WarmUp + round * Count, Count);
            await Task.Delay(Rest);
            var limit = await PostAsync(plainHost, "/store", null, first, count);
            await Task.Delay(Rest);
            var ours = await PostAsync(host, path, headers, first, count);
            await RouteBenchmark.WhenRoutedAsync(host, first + count);
            if (round < 0) continue;
            plain.Add(limit);
            ingest.Add(ours);
        }
        return string.Create(CultureInfo.InvariantCulture, $"""
            {Rounds} rounds of {Count:N0} posts of 1 KB over {Connections} connections to each endpoint in turn, each round after all leads of the
            one before were routed; medians.

            | endpoint | answers a second | p50 ms | p99 ms | errors | µs of the host's processors a post | KB written a post |
            |---|---|---|---|---|---|---|
            | store 1 KB durably and answer (the limit) | {Row(plain)} |
            | {name} | {Row(ingest)} |

            Ratio {plain.Zip(ingest, (limit, ours) => ours.Load.Rate / limit.Load.Rate).Median():F2} (goal 0.50), each round {string.Join(", ", plain.Zip(ingest, (limit, ours) => (ours.Load.Rate / limit.Load.Rate).ToString("F2", CultureInfo.InvariantCulture)))}.

            """);
    }

    private static async Task<Round> PostAsync(HostUnderTest host, string path, Func<string, string>? headers, int first, int count)
    {
        var (processor, written) = (host.ProcessorTime, host.WrittenBytes);
        var result = await LoadClient.RunAsync(host.Port, path, count, Connections, i => Leads.Body(first + i), headers);
        return new Round(result, (host.ProcessorTime - processor).TotalMicroseconds / count, (host.WrittenBytes - written) / 1024.0 / count);
    }

    private static string Row(List<Round> rounds) => string.Create(
        CultureInfo.InvariantCulture,
        $"{rounds.Select(r => r.Load.Rate).Median():N0} | {rounds.Select(r => r.Load.P50).Median():F1} | {rounds.Select(r => r.Load.P99).Median():F1} | {rounds.Sum(r => r.Load.Errors)} | {rounds.Select(r => r.Processor).Median():F0} | {rounds.Select(r => r.Written).Median():F1}");

    /// <summary>One round of posts and what each cost the host.</summary>
    /// <param name="Processor">Microseconds of both cores together.</param>
    /// <param name="Written">Kilobytes.</param>
    private sealed record Round(LoadResult Load, double Processor, double Written);
}
