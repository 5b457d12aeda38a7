using System.Diagnostics.Metrics;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Insights;

/// <summary>
/// Sweeps, and says how the product is: only a sweep that went through gives a heartbeat, so silence is an alarm too.
/// </summary>
public sealed class Watchdog(SweepLeads sweep, ILeadIndex index, IPoolBooks pools, Breakers breakers, WatchSources sources, IInsights insights)
{
    private static readonly Counter<long> Heartbeat = LeadTelemetry.Meter.CreateCounter<long>("leadrouter.heartbeat", description: "Sweeps that went through");
    private static readonly Gauge<long> Open = LeadTelemetry.Meter.CreateGauge<long>("leadrouter.leads.open", description: "Leads with a clock");
    private static readonly Gauge<long> Overdue = LeadTelemetry.Meter.CreateGauge<long>("leadrouter.timers.overdue", description: "Leads that wait for longer than they should");
    private static readonly Gauge<long> Orphans = LeadTelemetry.Meter.CreateGauge<long>("leadrouter.orphans", description: "Leads without a clock that the last sweep found");
    private static readonly Gauge<long> Received = LeadTelemetry.Meter.CreateGauge<long>("leadrouter.accounting.received", description: "Submissions ever received");
    private static readonly Gauge<long> Places = LeadTelemetry.Meter.CreateGauge<long>("leadrouter.accounting.submissions", description: "Submissions by where they are");
    private static readonly Gauge<long> Imbalance = LeadTelemetry.Meter.CreateGauge<long>(
        "leadrouter.accounting.imbalance", description: "Received less the sum of all places: anything but 0 is a loss");
    private static readonly Gauge<long> OpenBreakers = LeadTelemetry.Meter.CreateGauge<long>("leadrouter.breaker.open", description: "Complaint breakers that hold mail back");
    private static readonly Gauge<double> Sum = LeadTelemetry.Meter.CreateGauge<double>("leadrouter.pool.credit.sum", description: "The credits of a pool together: 0");

    public async Task<SweepReport> RunAsync(CancellationToken ct)
    {
        var report = await sweep.RunAsync(ct).ConfigureAwait(false);
        var counts = await index.CountAsync(ct).ConfigureAwait(false);
        var books = await pools.ReadAsync(ct).ConfigureAwait(false);
        OpenBreakers.Record((await breakers.AllAsync(ct).ConfigureAwait(false)).Count(b => b.Breaker.Mode == BreakerMode.Open));
        Open.Record(report.Open);
        Overdue.Record(report.Overdue);
        Orphans.Record(report.Orphans.Length);
        Received.Record(counts.Received);
        Imbalance.Record(Math.Abs(counts.Received - counts.Buckets.Values.Sum()));
        foreach (var (bucket, count) in counts.Buckets) Places.Record(count, Tag("place", bucket.ToString()));
        foreach (var ledger in books.Ledgers)
        {
            CreditAlarms.Largest.Record((double)ledger.Largest.Leads, Tag("pool", ledger.Pool.Value));
            Sum.Record((double)ledger.Sum.Leads, Tag("pool", ledger.Pool.Value));
        }
        await sources.RunAsync(ct).ConfigureAwait(false);
        await insights.SumUpAsync(ct).ConfigureAwait(false);
        if (report.IsWhole) Heartbeat.Add(1);
        return report;
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => KeyValuePair.Create<string, object?>(name, value);
}
