using System.Globalization;

namespace LeadRouter.Benchmarks;

/// <summary>Answers a second: storing 1 KB and answering, beside taking a lead.</summary>
internal static class IngestBenchmark
{
    private const int Count = 30_000;
    private const int Connections = 128;

    public static async Task<string> RunAsync()
    {
        var plain = await PlainAsync();
        var ingest = await IngestAsync();
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## Ingest: durable before the answer

            {Count:N0} posts of 1 KB over {Connections} connections.

            | endpoint | answers a second | p50 ms | p99 ms | errors |
            |---|---|---|---|---|
            | store 1 KB durably and answer (the limit) | {plain.Rate:N0} | {plain.P50:F1} | {plain.P99:F1} | {plain.Errors} |
            | `POST /api/leads/website`, routing in the background | {ingest.Rate:N0} | {ingest.P50:F1} | {ingest.P99:F1} | {ingest.Errors} |

            Ratio {ingest.Rate / plain.Rate:F2} (goal 0.50).

            """);
    }

    private static async Task<LoadResult> PlainAsync()
    {
        using var scratch = new Scratch();
        using var host = await HostUnderTest.StartPlainAsync(scratch.Path);
        await LoadClient.RunAsync(host.Port, "/store", 5_000, Connections, i => Leads.Body(1_000_000 + i));
        return await LoadClient.RunAsync(host.Port, "/store", Count, Connections, Leads.Body);
    }

    private static async Task<LoadResult> IngestAsync()
    {
        using var scratch = new Scratch();
        using var host = await HostUnderTest.StartAsync(scratch.Path);
        await LoadClient.RunAsync(host.Port, "/api/leads/website", 8_000, Connections, i => Leads.Body(1_000_000 + i));
        await RouteBenchmark.WhenRoutedAsync(host, 8_000);
        return await LoadClient.RunAsync(host.Port, "/api/leads/website", Count, Connections, Leads.Body);
    }
}
