using LeadRouter.Adapters.Tables;

namespace LeadRouter.UseCases.Tests.World;

/// <summary>Lets a test look at the store after each commit.</summary>
internal sealed class WatchedTableEngine(ITableEngine inner, Func<Task> afterCommit) : ITableEngine
{
    public StorageCounters Counters => inner.Counters;

    public ValueTask<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken ct) => inner.GetAsync(table, partitionKey, rowKey, ct);

    public ValueTask<TablePage> QueryAsync(TableRange range, string? continuation, CancellationToken ct) => inner.QueryAsync(range, continuation, ct);

    public ValueTask<TablePage> ScanPageAsync(TableScan scan, string? continuation, CancellationToken ct) =>
        inner.ScanPageAsync(scan, continuation, ct);

    public async ValueTask<CommitOutcome> CommitAsync(string table, string partitionKey, IReadOnlyList<RowWrite> writes, CancellationToken ct)
    {
        var outcome = await inner.CommitAsync(table, partitionKey, writes, ct);
        await afterCommit();
        return outcome;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
