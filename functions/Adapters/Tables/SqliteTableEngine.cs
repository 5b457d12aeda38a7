using LeadRouter.Adapters.Tables.Sqlite;

namespace LeadRouter.Adapters.Tables;

/// <summary>The embedded backend: one SQLite file, nothing to install. An acknowledged commit is on disk.</summary>
public sealed class SqliteTableEngine : IOrderedTables
{
    private readonly SqliteStore store;

    private SqliteTableEngine(SqliteStore store, StorageCounters counters) => (this.store, Counters) = (store, counters);

    public StorageCounters Counters { get; }

    /// <param name="path">The database file, made when missing; its -wal, -shm, .lock and .holder files lie beside it.</param>
    /// <param name="maxBytes">The size at which the store counts as full; null leaves it to the disk.</param>
    /// <exception cref="StoreInUseException">Another process has the store open.</exception>
    public static SqliteTableEngine Open(string path, long? maxBytes = null)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        var counters = new StorageCounters();
        return new(new FileStore(path, maxBytes, counters), counters);
    }

    /// <summary>The same semantics without a file, gone when disposed. Every call completes on the caller's thread.</summary>
    public static SqliteTableEngine InMemory()
    {
        var counters = new StorageCounters();
        return new(new MemoryStore(counters), counters);
    }

    public ValueTask<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken ct)
    {
        TableNames.CheckTable(table);
        TableNames.CheckKey(partitionKey);
        TableNames.CheckKey(rowKey);
        return Read((table, partitionKey, rowKey), static (reader, at) => reader.Get(at.table, at.partitionKey, at.rowKey), ct);
    }

    public ValueTask<TablePage> QueryAsync(TableRange range, string? continuation, CancellationToken ct)
    {
        TableNames.CheckQuery(range);
        return Read((range, continuation), static (reader, at) => reader.Query(at.range, at.continuation), ct);
    }

    public ValueTask<TablePage> ScanPageAsync(TableScan scan, string? continuation, CancellationToken ct)
    {
        TableNames.CheckScan(scan);
        return Read((scan, continuation), static (reader, at) => reader.Scan(at.scan, at.continuation), ct);
    }

    public ValueTask<CommitOutcome> CommitAsync(string table, string partitionKey, IReadOnlyList<RowWrite> writes, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return store.CommitAsync(Checked(table, partitionKey, writes, []));
    }

    Batch IOrderedTables.Prepare(string table, string partitionKey, IReadOnlyList<RowWrite> writes) => Checked(table, partitionKey, writes, []);

    ValueTask<CommitOutcome> IOrderedTables.CommitAsync(Batch prepared) => store.CommitAsync(prepared);

    ValueTask<CommitOutcome> IOrderedTables.CommitAfterAsync(IReadOnlyList<Batch> before, string table, string partitionKey, IReadOnlyList<RowWrite> writes) =>
        store.CommitAsync(Checked(table, partitionKey, writes, before));

    private Batch Checked(string table, string partitionKey, IReadOnlyList<RowWrite> writes, IReadOnlyList<Batch> before)
    {
        BatchLimits.Check(table, partitionKey, writes);
        Counters.CountCommit(writes.Count);
        return new Batch(table, partitionKey, writes, before);
    }

    public ValueTask ScrubAsync() => store.ScrubAsync();

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private ValueTask<T> Read<TArgs, T>(TArgs args, Func<RowReader, TArgs, T> read, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Counters.CountRead();
        return new(store.Read(args, read));
    }
}
