using System.Collections.Immutable;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Logging;

namespace LeadRouter.UseCases.Insights;

/// <summary>What a sweep found and mended.</summary>
/// <param name="Overdue">Leads that wanted attention longer ago than they should have.</param>
/// <param name="Orphans">Leads that no clock knew of: a crash between two writes, or a row deleted behind our back.</param>
/// <param name="Oldest">The oldest receipt of each state that has leads.</param>
public sealed record SweepReport(DateTimeOffset At, int Open, int Overdue, ImmutableArray<LeadId> Orphans, ImmutableDictionary<string, DateTimeOffset> Oldest);

/// <summary>
/// Wakes what is due and finds what was forgotten: every open lead must be known to the index, and no signal may lie untaken. It goes
/// through all due rows each time, and through all records in rounds of a bounded number of pages.
/// </summary>
public sealed partial class SweepLeads(ILeadIndex index, ILeadStore leads, IWakeLead driver, TimeProvider clock, ILogger<SweepLeads> log)
{
    private const int PagesPerSweep = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private string? cursor;

    public SweepReport? Last { get; private set; }

    public async Task<SweepReport> RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = new Dictionary<LeadId, DateTimeOffset>();
        var overdue = 0;
        var oldest = new Dictionary<string, DateTimeOffset>();
        await foreach (var due in index.DueAsync(ct).ConfigureAwait(false))
        {
            known[due.Id] = due.Due;
            var state = due.State.PublicName();
            if (!oldest.TryGetValue(state, out var receipt) || due.ReceivedAt < receipt) oldest[state] = due.ReceivedAt;
            if (due.Due > now - Patience) continue;
            overdue++;
            await driver.WakeAsync(due.Id, ct).ConfigureAwait(false);
        }
        var orphans = await FindOrphansAsync(known, now, ct).ConfigureAwait(false);
        if (orphans.Count > 0) LogOrphans(orphans.Count);
        return Last = new SweepReport(now, known.Count, overdue, [.. orphans], oldest.ToImmutableDictionary());
    }

    private async Task<List<LeadId>> FindOrphansAsync(Dictionary<LeadId, DateTimeOffset> known, DateTimeOffset now, CancellationToken ct)
    {
        var orphans = new List<LeadId>();
        HashSet<LeadId>? quarantined = null;
        for (var page = 0; page < PagesPerSweep; page++)
        {
            var walk = await leads.WalkAsync(cursor, ct).ConfigureAwait(false);
            foreach (var (record, hasSignals) in walk.Leads)
            {
                // One that came in since the rows of the index were read is not forgotten.
                var settled = record.ReceivedAt < now - Patience;
                var forgotten = settled && record.NextDue is not null && !known.ContainsKey(record.Id);
                // Nothing wakes what is in quarantine: only here it is found that its sender died before it was registered, and never came back.
                if (settled && record.Life.Status == LeadStatus.Quarantined)
                    forgotten = !(quarantined ??= await QuarantinedAsync(ct).ConfigureAwait(false)).Contains(record.Id);
                if (forgotten)
                {
                    orphans.Add(record.Id);
                    await index.RegisterAsync(record, ct).ConfigureAwait(false);
                }
                if (!hasSignals && !(forgotten && record.NextDue is not null) && !IsUnfinished(record, known, now)) continue;
                await index.MarkDueAsync(record.Receipt(), now, ct).ConfigureAwait(false);
                await driver.WakeAsync(record.Id, ct).ConfigureAwait(false);
            }
            cursor = walk.Next;
            if (cursor is null) break;
        }
        return orphans;
    }

    // A crash between the last two writes of a move leaves effects that are done but not noted, and a clock for much later.
    private static bool IsUnfinished(LeadRecord record, Dictionary<LeadId, DateTimeOffset> known, DateTimeOffset now) =>
        record.NextDue < now - Patience && known.TryGetValue(record.Id, out var clock) && clock > now;

    private async Task<HashSet<LeadId>> QuarantinedAsync(CancellationToken ct)
    {
        var all = new HashSet<LeadId>();
        for (string? after = null; ;)
        {
            var page = await index.ListAsync(new LeadFilter(Quarantine: true), 1000, after, ct).ConfigureAwait(false);
            all.UnionWith(page.Items.Select(line => line.LeadId));
            if (page.Next is null) return all;
            after = page.Next;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sweep found {Count} open leads that no clock knew of, and woke them")]
    private partial void LogOrphans(int count);
}
