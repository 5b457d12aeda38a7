using System.Diagnostics.Metrics;
using LeadRouter.UseCases.Leads;

namespace LeadRouter.UseCases.Tests.World;

/// <summary>What the product's metrics tell of one pool.</summary>
internal sealed class PoolMeter : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly string pool;

    public PoolMeter(string pool)
    {
        this.pool = pool;
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == LeadTelemetry.Name) listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((metric, times, tags, _) => Alarms += metric.Name == "leadrouter.pool.credit_alarms" && IsOurs(tags) ? times : 0);
        listener.SetMeasurementEventCallback<double>((metric, credit, tags, _) =>
        {
            if (metric.Name == "leadrouter.pool.credit.largest" && IsOurs(tags)) Largest.Add(credit);
        });
        listener.Start();
    }

    public long Alarms { get; private set; }

    /// <summary>The largest credit after each decision.</summary>
    public List<double> Largest { get; } = [];

    public void Dispose() => listener.Dispose();

    private bool IsOurs(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.Length == 1 && tags[0].Key == "pool" && (string?)tags[0].Value == pool;
}
