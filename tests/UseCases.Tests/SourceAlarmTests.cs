using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Tests.World;
using Microsoft.Extensions.Logging;

namespace LeadRouter.UseCases.Tests;

/// <summary>A source that leaves its usual range: the same figure in the answer, in the log and in the metric, once a day.</summary>
public sealed class SourceAlarmTests : IAsyncDisposable
{
    private static readonly AsyncLocal<bool> Ours = new();

    private readonly TestWorld world = new();
    private readonly ConcurrentQueue<string> told = [];

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_day_with_far_more_leads_than_usual_is_told_once_with_its_figure()
    {
        var process = world.Start();
        var lead = await process.LeadAsync(await process.SubmitAsync(A.Lead("eva@acme.example", source: "web")));
        // Ten a day for four weeks, 60 on the last Monday.
        for (var day = -28; day <= 0; day++)
            for (var i = 0; i < (day == 0 ? 60 : 10); i++)
                await process.Index.PublishAsync(lead with { Id = new LeadId($"{day + 28:x16}{i:x16}"), Source = "fair", ReceivedAt = world.Now.AddDays(day).AddMinutes(i) }, null, CancellationToken.None);
        world.Clock.Advance(TimeSpan.FromDays(1));

        var figure = Assert.Single(await process.Get<ShowInsights>().AnomaliesAsync(null, CancellationToken.None), f => f.Alarm);
        Assert.Equal(("fair", "volume", new DateOnly(2026, 3, 2), 60d, 10d), (figure.Source, figure.Figure, figure.Day, figure.Value, figure.Usual));

        using var metrics = Listen();
        var watch = new WatchSources(process.Get<ShowInsights>(), world.Clock, new Told(told));
        Ours.Value = true;
        await watch.RunAsync(CancellationToken.None);
        Assert.Equal(
            [
                FormattableString.Invariant($"Warning: Source fair is outside its usual range: volume of 03/02/2026 is 60, usual are {figure.Low} to {figure.High}"),
                "leadrouter.source.alarm fair volume 60",
                "leadrouter.source.alarms 1",
            ],
            told);

        world.Clock.Advance(TimeSpan.FromHours(3));
        await watch.RunAsync(CancellationToken.None);
        Assert.Equal(3, told.Count);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await watch.RunAsync(CancellationToken.None);
        Assert.Equal("leadrouter.source.alarms 0", told.Last());
    }

    /// <summary>What this test's own watch measures: other tests measure beside it.</summary>
    private MeterListener Listen()
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Meter.Name == LeadTelemetry.Name) l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => { if (Ours.Value) told.Enqueue(FormattableString.Invariant($"{instrument.Name} {value}")); });
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => { if (Ours.Value) told.Enqueue(FormattableString.Invariant($"{instrument.Name} {tags[0].Value} {tags[1].Value} {value}")); });
        listener.Start();
        return listener;
    }

    private sealed class Told(ConcurrentQueue<string> lines) : ILogger<WatchSources>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
    }
}
