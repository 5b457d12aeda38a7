using System.Diagnostics;
using System.Globalization;
using System.Text;
using LeadRouter.Domain.Insights;

namespace LeadRouter.Benchmarks;

/// <summary>Every report over a store with a million leads: the first question after a start, and the same questions later.</summary>
internal static class InsightsBenchmark
{
    private const int Times = 9;

    // The host reads the figures ahead once it listens.
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(5);

    private static readonly string[] Groupings = ["all", "day", "source", "campaign", "rep"];
    private static readonly int[] Periods = [84, FullStore.Days];

    public static async Task<string> RunAsync()
    {
        var leads = int.Parse(Environment.GetEnvironmentVariable("BENCH_LEADS") ?? "1000000", CultureInfo.InvariantCulture);
        using var scratch = new Scratch();
        var now = DateTimeOffset.UtcNow;
        var watch = Stopwatch.StartNew();
        // A store that `fill` has written takes minutes less.
        var store = Environment.GetEnvironmentVariable("BENCH_STORE");
        if (store is null) await FullStore.WriteAsync(store = scratch.Path, leads, now);
        var written = watch.Elapsed;
        var firsts = new StringBuilder();
        foreach (var days in Periods)
            foreach (var by in (string[])["all", "rep"]) firsts.AppendLine(await FirstAsync(store, now, days, by));
        using var host = await HostUnderTest.StartAsync(store);
        await Task.Delay(AfterStart);
        var rows = new StringBuilder();
        foreach (var report in Reports.All.Select(r => r.Name).Append("fairness").Append("anomalies"))
            rows.AppendLine(CultureInfo.InvariantCulture, $"| {report} | {await MediansAsync(host, report, now)} |");
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## Insights

            The figures, lists and feed of {leads:N0} leads of {FullStore.Days} days, written in {written.TotalSeconds:F0} s. Milliseconds from the request to the
            last byte, one client; {Times} requests each and the slowest median of a report's groupings ({string.Join(", ", Groupings)}).

            | first question, {AfterStart.TotalSeconds:F0} s after a start | first, ms | again, ms |
            |---|---|---|
            {firsts}
            | report | {string.Join(" | ", Periods.Select(d => $"{d} days, median | slowest"))} |
            |---|---|---|---|---|
            {rows}
            Resident memory with all days kept: {host.ResidentBytes / 1e6:F0} MB. Goal: 100 ms for any answer.

            """);
    }

    private static async Task<string> FirstAsync(string store, DateTimeOffset now, int days, string by)
    {
        using var host = await HostUnderTest.StartAsync(store);
        var question = Question(Reports.Funnel.Name, now, days, by);
        await Task.Delay(AfterStart);
        var (first, again) = (await TimeAsync(host, question), await TimeAsync(host, question));
        return string.Create(CultureInfo.InvariantCulture, $"| funnel by {by}, {days} days | {first:F0} | {again:F1} |");
    }

    private static async Task<string> MediansAsync(HostUnderTest host, string report, DateTimeOffset now)
    {
        var cells = new List<string>();
        foreach (var days in Periods)
        {
            var (median, slowest) = (0.0, 0.0);
            foreach (var by in Groupings)
            {
                var times = new List<double>();
                for (var i = 0; i < Times; i++) times.Add(await TimeAsync(host, Question(report, now, days, by)));
                times.Sort();
                (median, slowest) = (Math.Max(median, times[Times / 2]), Math.Max(slowest, times[^1]));
            }
            cells.Add(string.Create(CultureInfo.InvariantCulture, $"{median:F1} | {slowest:F1}"));
        }
        return string.Join(" | ", cells);
    }

    private static async Task<double> TimeAsync(HostUnderTest host, string question)
    {
        var watch = Stopwatch.StartNew();
        await host.Http.GetByteArrayAsync(new Uri(question, UriKind.Relative));
        return watch.Elapsed.TotalMilliseconds;
    }

    private static string Question(string report, DateTimeOffset now, int days, string by) => string.Create(
        CultureInfo.InvariantCulture, $"/api/insights/{report}?by={by}&from={now.AddDays(1 - days):yyyy-MM-dd}&to={now:yyyy-MM-dd}");
}
