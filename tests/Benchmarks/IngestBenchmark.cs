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

    public static async Task<string> RunAsync()
    {
        using var plainScratch = new Scratch();
        using var ingestScratch = new Scratch();
        using var plainHost = await HostUnderTest.StartPlainAsync(plainScratch.Path);
        using var ingestHost = await HostUnderTest.StartAsync(ingestScratch.Path);
        List<LoadResult> plain = [], ingest = [];
        await PlainAsync(plainHost, 0, WarmUp);
        await IngestAsync(ingestHost, 0, WarmUp);
        for (var round = 0; round < Rounds; round++)
        {
            plain.Add(await PlainAsync(plainHost, WarmUp + round * Count, Count));
            ingest.Add(await IngestAsync(ingestHost, WarmUp + round * Count, Count));
        }
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## Ingest: durable before the answer

            {Rounds} rounds of {Count:N0} posts of 1 KB over {Connections} connections to each endpoint in turn, each round after all leads of the
            one before were routed; medians.

            | endpoint | answers a second | p50 ms | p99 ms | errors |
            |---|---|---|---|---|
            | store 1 KB durably and answer (the limit) | {Row(plain)} |
            | `POST /api/leads/website`, routing in the background | {Row(ingest)} |

            Ratio {Median(plain.Zip(ingest, (limit, ours) => ours.Rate / limit.Rate)):F2} (goal 0.50), each round {string.Join(", ", plain.Zip(ingest, (limit, ours) => (ours.Rate / limit.Rate).ToString("F2", CultureInfo.InvariantCulture)))}.

            """);
    }

    private static Task<LoadResult> PlainAsync(HostUnderTest host, int first, int count) =>
        LoadClient.RunAsync(host.Port, "/store", count, Connections, i => Leads.Body(first + i));

    private static async Task<LoadResult> IngestAsync(HostUnderTest host, int first, int count)
    {
        var result = await LoadClient.RunAsync(host.Port, "/api/leads/website", count, Connections, i => Leads.Body(first + i));
        await RouteBenchmark.WhenRoutedAsync(host, first + count);
        return result;
    }

    private static string Row(List<LoadResult> rounds) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Median(rounds.Select(r => r.Rate)):N0} | {Median(rounds.Select(r => r.P50)):F1} | {Median(rounds.Select(r => r.P99)):F1} | {rounds.Sum(r => r.Errors)}");

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
