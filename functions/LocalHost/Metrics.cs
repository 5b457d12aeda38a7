using System.Globalization;
using System.Text;
using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.LocalHost.Dev;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.LocalHost;

/// <summary>The host's state as Prometheus reads it (text format 0.0.4). Counts only: no name of a person, a rep or a source.</summary>
internal static class Metrics
{
    private const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Map(WebApplication app) => app.MapGet("/metrics", async (
        ILeadIndex index, SweepLeads sweep, ITableEngine tables, DevMailbox mailbox, ShowInsights insights, Breakers breakers, CancellationToken ct) =>
    {
        var counts = await index.CountAsync(ct);
        var figures = await insights.AnomaliesAsync(null, ct);
        var modes = (await breakers.ModesAsync(ct)).CountBy(b => b.Mode).ToDictionary();
        return Results.Text(Write(counts, sweep.Last, tables.Counters, mailbox.Count, figures.Count(f => f.Alarm), modes), MediaType);
    });

    internal static string Write(LeadCounts counts, SweepReport? sweep, StorageCounters storage, long mails, int anomalies, IReadOnlyDictionary<BreakerMode, int> breakers)
    {
        var text = new StringBuilder();
        Head("leadrouter_submissions_total", "counter", "Submissions received.");
        Line("leadrouter_submissions_total", "", counts.Received);
        Head("leadrouter_submissions", "gauge", "Submissions by where they are now.");
        foreach (var bucket in Enum.GetValues<Bucket>()) Line("leadrouter_submissions", $"{{bucket=\"{NameOf(bucket)}\"}}", counts.Buckets.GetValueOrDefault(bucket));
        One("leadrouter_accounting_balanced", "gauge", "1 while every submission received is in exactly one bucket.", counts.Balanced ? 1 : 0);
        if (sweep is not null)
        {
            One("leadrouter_leads_open", "gauge", "Leads with a clock, at the last sweep.", sweep.Open);
            One("leadrouter_leads_overdue", "gauge", "Leads whose clock had passed, at the last sweep.", sweep.Overdue);
            One("leadrouter_leads_orphaned", "gauge", "Leads that no clock knew of, at the last sweep.", sweep.Orphans.Length);
            One("leadrouter_sweep_timestamp_seconds", "gauge", "When the last sweep ran.", sweep.At.ToUnixTimeSeconds());
        }
        One("leadrouter_source_alarms", "gauge", "Figures of sources outside their usual range on the last whole day.", anomalies);
        Head("leadrouter_complaint_breakers", "gauge", "Complaint breakers by where they stand.");
        foreach (var mode in Enum.GetValues<BreakerMode>()) Line("leadrouter_complaint_breakers", $"{{mode=\"{NameOf(mode)}\"}}", breakers.GetValueOrDefault(mode));
        One("leadrouter_mails_total", "counter", "Mails handed to the mailbox that stands in for the provider.", mails);
        One("leadrouter_storage_commits_total", "counter", "Storage batches.", storage.Commits);
        One("leadrouter_storage_rows_total", "counter", "Rows in those batches.", storage.RowsWritten);
        One("leadrouter_storage_reads_total", "counter", "Storage reads.", storage.Reads);
        return text.ToString();

        void One(string name, string type, string help, long value)
        {
            Head(name, type, help);
            Line(name, "", value);
        }

        void Head(string name, string type, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

        void Line(string name, string labels, long value) => text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value}\n");
    }

    private static string NameOf(BreakerMode mode) => mode == BreakerMode.HalfOpen ? "half_open" : mode.ToString().ToLowerInvariant();

    private static string NameOf(Bucket bucket) => bucket switch
    {
        Bucket.InProgress => "in_progress",
        _ => bucket.ToString().ToLowerInvariant(),
    };
}
