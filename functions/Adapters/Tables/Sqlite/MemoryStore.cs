namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>
/// For tests: one connection, one caller at a time, each batch its own transaction on the caller's thread. No other thread runs, so a
/// simulation over it is deterministic.
/// </summary>
internal sealed class MemoryStore : SqliteStore
{
    private readonly Lock gate = new();
    private readonly SqliteDatabase database = new(SqliteDatabase.Memory, TimeSpan.Zero);
    private readonly RowWriter writer;
    private readonly RowReader reader;
    private readonly StorageCounters counters;
    private bool disposed;

    public MemoryStore(StorageCounters counters)
    {
        this.counters = counters;
        Prepare(database);
        writer = new RowWriter(database);
        reader = new RowReader(database);
    }

    public override ValueTask<CommitOutcome> CommitAsync(Batch batch)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            counters.CountGroup();
            writer.Commit([batch]);
            return new(batch.Outcome!);
        }
    }

    public override ValueTask ScrubAsync() => ValueTask.CompletedTask;

    public override T Read<TArgs, T>(TArgs args, Func<RowReader, TArgs, T> read)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return read(reader, args);
        }
    }

    public override ValueTask DisposeAsync()
    {
        lock (gate)
        {
            disposed = true;
            database.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
