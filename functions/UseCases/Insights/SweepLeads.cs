using System.Collections.Immutable;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeadRouter.UseCases.Insights;

/// <summary>What a sweep found and mended.</summary>
/// <param name="Overdue">Leads that wanted attention longer ago than they should have.</param>
/// <param name="Orphans">Leads that no clock knew of: a crash between two writes, or a row deleted behind our back.</param>
/// <param name="Oldest">The oldest receipt of each state that has leads.</param>
/// <param name="Alarms">States that hold something for longer than they should.</param>
public sealed record SweepReport(
    DateTimeOffset At, int Open, int Overdue, ImmutableArray<LeadId> Orphans, ImmutableDictionary<string, DateTimeOffset> Oldest, ImmutableArray<AgeAlarm> Alarms)
{
    /// <summary>Leads that an earlier sweep woke for the same instant, and that nobody moved since.</summary>
    public ImmutableArray<LeadId> Stuck { get; init; } = [];

    /// <summary>Every lead has its clock again. Without this a watcher gets no heartbeat.</summary>
    public bool IsWhole => Stuck.IsEmpty;
}

/// <param name="Since">When the oldest came in.</param>
/// <param name="Limit">How old it should be at most.</param>
public sealed record AgeAlarm(string State, DateTimeOffset Since, TimeSpan Limit);

/// <summary>
/// Wakes what is due and finds what was forgotten: every open lead must be known to the index, and no signal may lie untaken. It goes
/// through all due rows each time, and through all records in rounds of a bounded number of pages.
/// </summary>
public sealed partial class SweepLeads(
    ILeadIndex index, ILeadStore leads, IWakeLead driver, DropOldBodies bodies, EndMails mails, IOptions<LeadRouterOptions> options, TimeProvider clock, ILogger<SweepLeads> log) : IDisposable
{
    private const int PagesPerSweep = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Time for the driver to come to a lead that was woken, in a burst too.
    private static readonly TimeSpan DriverPatience = TimeSpan.FromSeconds(30);

    // Two at once would mend each other's finds, share one cursor, and each report a part.
    private readonly SemaphoreSlim one = new(1, 1);

    private string? cursor;
    private Dictionary<LeadId, (DateTimeOffset Due, DateTimeOffset Woken)> woken = [];

    public SweepReport? Last { get; private set; }

    /// <summary>The last sweep after which every lead had its clock; null when there was none yet.</summary>
    public DateTimeOffset? Heartbeat { get; private set; }

    /// <summary>One at a time: the housekeeping of a host and whoever moves its clock by hand both sweep.</summary>
    public async Task<SweepReport> RunAsync(CancellationToken ct)
    {
        await one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return await SweepAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task<SweepReport> SweepAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = new Dictionary<LeadId, DateTimeOffset>();
        var overdue = new Dictionary<LeadId, (DateTimeOffset Due, DateTimeOffset Woken)>();
        var oldest = new Dictionary<string, DateTimeOffset>();
        await foreach (var due in index.DueAsync(ct).ConfigureAwait(false))
        {
            known[due.Id] = due.Due;
            Note(oldest, due.State, due.ReceivedAt);
            if (due.Due > now - Patience) continue;
            overdue[due.Id] = woken.TryGetValue(due.Id, out var before) && before.Due == due.Due ? before : (due.Due, now);
            await driver.WakeAsync(due.Id, ct).ConfigureAwait(false);
        }
        var waiting = new HashSet<LeadId>();
        await foreach (var line in index.AsideAsync(LeadStatus.Quarantined, ct).ConfigureAwait(false))
        {
            waiting.Add(line.LeadId);
            Note(oldest, line.State, line.ReceivedAt);
        }
        var orphans = await FindOrphansAsync(known, waiting, now, ct).ConfigureAwait(false);
        if (orphans.Count > 0) LogOrphans(orphans.Count);
        await bodies.RunAsync(now, ct).ConfigureAwait(false);
        await mails.RunAsync(now, ct).ConfigureAwait(false);
        var alarms = Alarms(oldest, now).ToImmutableArray();
        foreach (var alarm in alarms) LogOld(alarm.State, alarm.Since, alarm.Limit);
        woken = overdue;
        ImmutableArray<LeadId> stuck = [.. overdue.Where(o => now - o.Value.Woken >= DriverPatience).Select(o => o.Key)];
        // The report first: who sees the heartbeat may read what the sweep found.
        Last = new SweepReport(now, known.Count, overdue.Count, [.. orphans], oldest.ToImmutableDictionary(), alarms) { Stuck = stuck };
        if (stuck.IsEmpty) Heartbeat = now;
        else LogStuck(stuck.Length);
        return Last;
    }

    private static void Note(Dictionary<string, DateTimeOffset> oldest, LeadStatus status, DateTimeOffset receivedAt)
    {
        var state = status.PublicName();
        if (!oldest.TryGetValue(state, out var earlier) || receivedAt < earlier) oldest[state] = receivedAt;
    }

    private IEnumerable<AgeAlarm> Alarms(Dictionary<string, DateTimeOffset> oldest, DateTimeOffset now)
    {
        foreach (var status in Enum.GetValues<LeadStatus>().DistinctBy(s => s.PublicName()))
            if (AgeLimits.Of(status, TimeSpan.FromDays(options.Value.QuarantineAlarmDays)) is { } limit && oldest.TryGetValue(status.PublicName(), out var since) && now - since > limit)
                yield return new AgeAlarm(status.PublicName(), since, limit);
    }

    private async Task<List<LeadId>> FindOrphansAsync(Dictionary<LeadId, DateTimeOffset> known, HashSet<LeadId> quarantined, DateTimeOffset now, CancellationToken ct)
    {
        var orphans = await MendUntimedAsync(known, now, ct).ConfigureAwait(false);
        for (var page = 0; page < PagesPerSweep; page++)
        {
            var walk = await leads.WalkClocksAsync(cursor, ct).ConfigureAwait(false);
            foreach (var lead in walk.Leads)
            {
                // One that came in since the rows of the index were read is not forgotten.
                var settled = lead.ReceivedAt < now - Patience;
                var forgotten = settled && lead.NextDue is not null && !known.ContainsKey(lead.Id);
                // Nothing wakes what is in quarantine: only here it is found that its sender died before it was registered, and never came back.
                if (settled && lead.IsQuarantined)
                    forgotten = !quarantined.Contains(lead.Id);
                if (forgotten && await leads.OpenAsync(lead.Id, ct).ConfigureAwait(false) is { Record: var record })
                {
                    orphans.Add(record.Id);
                    await index.RegisterAsync(record, ct).ConfigureAwait(false);
                }
                if (!lead.HasSignals && !(forgotten && lead.NextDue is not null) && !IsUnfinished(lead, known, now)) continue;
                // Its signals are not read here: one that cannot be is the lead's own trouble, and not that of the sweep.
                if (await leads.FindReceiptAsync(lead.Id, ct).ConfigureAwait(false) is not { } receipt) continue;
                await index.MarkDueAsync(receipt, now, ct).ConfigureAwait(false);
                await driver.WakeAsync(lead.Id, ct).ConfigureAwait(false);
            }
            cursor = walk.Next;
            if (cursor is null) break;
        }
        return orphans;
    }

    /// <summary>What the index itself can tell to be without a clock is found in one sweep, however many leads there are.</summary>
    private async Task<List<LeadId>> MendUntimedAsync(Dictionary<LeadId, DateTimeOffset> known, DateTimeOffset now, CancellationToken ct)
    {
        var mended = new List<LeadId>();
        await foreach (var id in index.UntimedAsync(ct).ConfigureAwait(false))
        {
            if (await leads.OpenAsync(id, ct).ConfigureAwait(false) is not { Record: { NextDue: not null } record }) continue;
            mended.Add(id);
            known[id] = now;
            await index.MarkDueAsync(record.Receipt(), now, ct).ConfigureAwait(false);
            await driver.WakeAsync(id, ct).ConfigureAwait(false);
        }
        return mended;
    }

    // A crash between the last two writes of a move leaves effects that are done but not noted, or a move that lists and figures do not
    // know; and a clock for much later. What happened while the clocks were read is no crash.
    private static bool IsUnfinished(LeadClock lead, Dictionary<LeadId, DateTimeOffset> known, DateTimeOffset now) =>
        known.TryGetValue(lead.Id, out var clock) && clock > now
        && (lead.NextDue < now - Patience || (lead.NextDue != clock && lead.Unpublished < now - Patience));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sweep found {Count} open leads that no clock knew of, and woke them")]
    private partial void LogOrphans(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Something is {State} since {Since}, which should last {Limit} at most")]
    private partial void LogOld(string state, DateTimeOffset since, TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} overdue leads were woken and did not move: the heartbeat is withheld")]
    private partial void LogStuck(int count);
}
