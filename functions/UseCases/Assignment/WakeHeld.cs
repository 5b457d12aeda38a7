using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Logging;

namespace LeadRouter.UseCases.Assignment;

/// <summary>
/// Has held leads look again at once when a rep resumes, or an edit of the live rows lets somebody in. All else they wait for is an
/// instant, which they know.
/// </summary>
public sealed partial class WakeHeld(RosterCache rosters, ILeadIndex index, ILeadStore leads, IWakeLead driver, TimeProvider clock, ILogger<WakeHeld> log) : IDisposable
{
    private readonly SemaphoreSlim one = new(1, 1);
    private Rosters? seen;

    /// <summary>Looks at what changed since the last time; without a change it costs nothing.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var current = await rosters.CurrentAsync(ct).ConfigureAwait(false);
            if (ReferenceEquals(current, seen)) return;
            var now = clock.GetUtcNow();
            var pools = RosterNews.Pools(seen, current, now);
            if (pools.Count > 0) await WakeAsync(pools, now, ct).ConfigureAwait(false);
            // Last, so that a fault in between has all of it done again: a lead that was told is told nothing new.
            seen = current;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>A rep who had as many open leads as he may has room for one more: the leads that wait longest look whether he can take them.</summary>
    public async Task WakeForAsync(RepId rep, CancellationToken ct)
    {
        var current = await rosters.CurrentAsync(ct).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        await WakeAsync(RosterNews.PoolsFor(current, rep), now, ct, LooksForOnePlace).ConfigureAwait(false);
    }

    public void Dispose() => one.Dispose();

    // The oldest may need a skill or a language that this rep does not have; to wake all of them for one place would be dear.
    private const int LooksForOnePlace = 5;

    private async Task WakeAsync(IReadOnlySet<PoolId> pools, DateTimeOffset now, CancellationToken ct, int most = int.MaxValue)
    {
        var waiting = new List<DueLead>();
        await foreach (var due in index.DueAsync(ct).ConfigureAwait(false))
            if (due.State == LeadStatus.Held) waiting.Add(due);
        var woken = 0;
        foreach (var due in waiting.OrderBy(d => d.ReceivedAt))
        {
            if (woken == most) break;
            if (await TryWakeAsync(due.Id, pools, now, ct).ConfigureAwait(false)) woken++;
        }
        if (woken > 0) LogWoken(woken);
    }

    private async Task<bool> TryWakeAsync(LeadId id, IReadOnlySet<PoolId> pools, DateTimeOffset now, CancellationToken ct)
    {
        if (await leads.OpenAsync(id, ct).ConfigureAwait(false) is not { Record: { Life: { Status: LeadStatus.Held, Pool: { } pool } } record }) return false;
        if (!pools.Contains(pool)) return false;
        // The generation names this wait: several hosts that notice the same change tell the lead once.
        await leads.AddSignalAsync(id, new SignalRow($"look-{record.Life.Generation}", now, new Signal.LookAgain()), ct).ConfigureAwait(false);
        await index.MarkDueAsync(record.Receipt(), now, ct).ConfigureAwait(false);
        await driver.WakeAsync(id, ct).ConfigureAwait(false);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} held leads look again: somebody is there who was not")]
    private partial void LogWoken(int count);
}
