using System.Globalization;

namespace LeadRouter.Benchmarks;

/// <summary>Time from the start of the process to the first answer, and memory, as open leads grow.</summary>
internal static class StartBenchmark
{
    private const int Connections = 64;
    private const int Starts = 5;

    public static async Task<string> RunAsync()
    {
        var (plain, empty) = await EmptyAsync();
        var (killed, _) = await WithLeadsAsync(10_000);
        var (full, memory) = await WithLeadsAsync(100_000);
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## Start

            Stores that are empty are started {Starts} times, the plain endpoint of ingest in turn; medians.

            | store | first answer, s | goal |
            |---|---|---|
            | the plain endpoint, empty | {plain:F2} | |
            | empty | {empty:F2} | 1.5 |
            | 10,000 open leads, after `kill -9` | {killed.TotalSeconds:F2} | 2 |
            | 100,000 open leads, after `kill -9` | {full.TotalSeconds:F2} | 4 |

            Resident memory 20 s after a start with 100,000 open leads: {memory / 1e6:F0} MB (goal 600).

            """);
    }

    private static async Task<(double Plain, double Empty)> EmptyAsync()
    {
        List<double> plain = [], empty = [];
        // One start more, because the first shares the cores with the compiler of the client.
        for (var i = 0; i <= Starts; i++)
        {
            using (var scratch = new Scratch())
            using (var limit = await HostUnderTest.StartPlainAsync(scratch.Path)) plain.Add(limit.FirstAnswer.TotalSeconds);
            using (var scratch = new Scratch())
            using (var host = await HostUnderTest.StartAsync(scratch.Path)) empty.Add(host.FirstAnswer.TotalSeconds);
        }
        return (plain.Skip(1).Median(), empty.Skip(1).Median());
    }

    private static async Task<(TimeSpan FirstAnswer, long Memory)> WithLeadsAsync(int count)
    {
        using var scratch = new Scratch();
        using (var host = await HostUnderTest.StartAsync(scratch.Path))
        {
            await LoadClient.RunAsync(host.Port, "/api/leads/website", count, Connections, Leads.Body);
            await RouteBenchmark.WhenRoutedAsync(host, count);
            host.Kill();
        }
        using var again = await HostUnderTest.StartAsync(scratch.Path);
        await Task.Delay(TimeSpan.FromSeconds(20));
        return (again.FirstAnswer, again.ResidentBytes);
    }
}
