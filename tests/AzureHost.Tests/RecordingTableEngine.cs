using System.Collections.Concurrent;
using LeadRouter.Adapters.Tables;

namespace LeadRouter.AzureHost.Tests;

/// <summary>Writes down what is asked of storage: the table and the kinds of rows, which name the use-case.</summary>
internal sealed class RecordingTableEngine(ITableEngine inner) : ITableEngine
{
    private readonly ConcurrentQueue<string> asked = [];

    public StorageCounters Counters => inner.Counters;

    /// <summary>What was asked since the last call, in order.</summary>
    public IReadOnlyList<string> Take()
    {
        var taken = asked.ToArray();
        asked.Clear();
        return taken;
    }

    public ValueTask<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken ct)
    {
        asked.Enqueue($"read   {table}: {Kind(rowKey)}");
        return inner.GetAsync(table, partitionKey, rowKey, ct);
    }

    public ValueTask<TablePage> QueryAsync(TableRange range, string? continuation, CancellationToken ct)
    {
        asked.Enqueue($"query  {range.Table}: from {Kind(range.RowKeys.From ?? "the first")}");
        return inner.QueryAsync(range, continuation, ct);
    }

    public ValueTask<TablePage> ScanPageAsync(TableScan scan, string? continuation, CancellationToken ct)
    {
        asked.Enqueue($"scan   {scan.Table}: from {Kind(scan.RowKeys.From ?? "the first")}");
        return inner.ScanPageAsync(scan, continuation, ct);
    }

    public async ValueTask<CommitOutcome> CommitAsync(string table, string partitionKey, IReadOnlyList<RowWrite> writes, CancellationToken ct)
    {
        var outcome = await inner.CommitAsync(table, partitionKey, writes, ct);
        asked.Enqueue($"commit {table}: {string.Join(", ", writes.Select(w => $"{w.GetType().Name.ToLowerInvariant()} {Kind(w.RowKey)}").Order(StringComparer.Ordinal))}{(outcome is CommitOutcome.Refused ? ", refused" : "")}");
        return outcome;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static string Kind(string rowKey) => rowKey.Split('-')[0];
}
