using LeadRouter.Adapters.Tables;
using LeadRouter.UseCases.Outreach;

namespace LeadRouter.Adapters.Tests.Outreach.Scheduled;

/// <summary>
/// A process: its storage may be slow, refuse, or lose a reply, and it may die at every operation, before or after it was applied. A dead
/// one reaches neither storage nor provider; another takes its place, without its memory.
/// </summary>
internal sealed class Host(ITableEngine disk, World world, Oracle oracle, TimeSpan clockOffset) : TimeProvider, ITableEngine
{
    private bool isDead;

    public StorageCounters Counters => disk.Counters;

    public override DateTimeOffset GetUtcNow() => world.Now + clockOffset;

    public ValueTask<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken ct) =>
        RunAsync(() => disk.GetAsync(table, partitionKey, rowKey, ct));

    public ValueTask<TablePage> QueryAsync(TableRange range, string? continuation, CancellationToken ct) => RunAsync(() => disk.QueryAsync(range, continuation, ct));

    public ValueTask<TablePage> ScanPageAsync(TableScan scan, string? continuation, CancellationToken ct) =>
        RunAsync(() => disk.ScanPageAsync(scan, continuation, ct));

    public ValueTask<CommitOutcome> CommitAsync(string table, string partitionKey, IReadOnlyList<RowWrite> writes, CancellationToken ct) => RunAsync(async () =>
    {
        var outcome = await disk.CommitAsync(table, partitionKey, writes, ct);
        if (outcome is CommitOutcome.Committed && table == TableMailStore.Table) oracle.Committed(writes);
        return outcome;
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public async Task StallAsync()
    {
        await world.PauseAsync(world.Fails(20) ? world.UpTo(100) : world.UpTo(1));
        ThrowIfDead();
    }

    /// <summary>Dies with some of them; a dead one goes no further.</summary>
    public void ThrowIfDead()
    {
        isDead |= world.Fails(1);
        if (isDead) throw new StorageUnavailableException("This process is dead");
    }

    private async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> apply)
    {
        await StallAsync();
        if (world.Fails(4)) throw new StorageUnavailableException("Refused");
        var answer = await apply();
        await StallAsync();
        return world.Fails(4) ? throw new StorageUnavailableException("The reply was lost") : answer;
    }
}
