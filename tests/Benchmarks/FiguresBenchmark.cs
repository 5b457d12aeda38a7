using System.Globalization;
using LeadRouter.Adapters.Tables;
using LeadRouter.LocalHost;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace LeadRouter.Benchmarks;

/// <summary>What counting the figures of insights costs: leads taken and routed with and without, two hosts in turns.</summary>
internal static class FiguresBenchmark
{
    private const int Rounds = 7;
    private const int Count = 2_500;
    private const int WarmUp = 5_000;
    private const int Connections = 64;

    public static async Task ServeAsync(bool counted, int port, string data)
    {
        var builder = await LocalApp.BuilderAsync(new HostArguments($"http://127.0.0.1:{port}", data, HostUnderTest.Key, VirtualClock: false, Storage: null), default);
        if (!counted) builder.Services.AddSingleton(s => new TableLeadIndex(s.GetRequiredService<ITableEngine>(), countsFigures: false));
        await using var app = await LocalApp.CompleteAsync(builder.Build(), default);
        await app.StartAsync();
        await Task.Delay(Timeout.Infinite);
    }

    public static async Task<string> RunAsync()
    {
        using var withScratch = new Scratch();
        using var withoutScratch = new Scratch();
        using var with = await HostUnderTest.StartWithFiguresAsync(withScratch.Path, counted: true);
        using var without = await HostUnderTest.StartWithFiguresAsync(withoutScratch.Path, counted: false);
        List<(double Answers, double Routed)> counted = [], plain = [];
        await Task.WhenAll(RoundAsync(with, 0, WarmUp), RoundAsync(without, 0, WarmUp));
        var (withBefore, withoutBefore) = (with.ProcessorTime, without.ProcessorTime);
        for (var round = 0; round < Rounds; round++)
        {
            // Each goes first as often as the other, so that neither always follows what the other left to write.
            if (round % 2 == 0) counted.Add(await RoundAsync(with, WarmUp + round * Count, Count));
            plain.Add(await RoundAsync(without, WarmUp + round * Count, Count));
            if (round % 2 == 1) counted.Add(await RoundAsync(with, WarmUp + round * Count, Count));
        }
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## Ingest with figures and without

            {Rounds} rounds of {Count:N0} posts of 1 KB over {Connections} connections to each host in turn; medians.

            | host | answers a second | routed leads a second | processor time a lead, µs |
            |---|---|---|---|
            | without the figures of insights | {plain.Select(r => r.Answers).Median():N0} | {plain.Select(r => r.Routed).Median():N0} | {PerLead(without.ProcessorTime - withoutBefore):N0} |
            | as it is | {counted.Select(r => r.Answers).Median():N0} | {counted.Select(r => r.Routed).Median():N0} | {PerLead(with.ProcessorTime - withBefore):N0} |

            Answers: {Ratios(counted, plain, r => r.Answers)}. Routed: {Ratios(counted, plain, r => r.Routed)}. Goal 0.90.

            """);
    }

    private static async Task<(double Answers, double Routed)> RoundAsync(HostUnderTest host, int first, int count)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var result = await LoadClient.RunAsync(host.Port, "/api/leads/website", count, Connections, i => Leads.Body(first + i));
        await RouteBenchmark.WhenRoutedAsync(host, first + count);
        return (result.Rate, count / watch.Elapsed.TotalSeconds);
    }

    private static double PerLead(TimeSpan span) => span.TotalMicroseconds / (Rounds * Count);

    private static string Ratios(
        List<(double Answers, double Routed)> counted, List<(double Answers, double Routed)> plain, Func<(double Answers, double Routed), double> value)
    {
        var ratios = counted.Zip(plain, (ours, limit) => value(ours) / value(limit)).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"ratio {ratios.Median():F2}, each round {string.Join(", ", ratios.Select(r => r.ToString("F2", CultureInfo.InvariantCulture)))}");
    }
}
