using System.Collections.Concurrent;

namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>
/// A file in WAL mode, synced at each commit. Writes queue for one thread; reads run on the callers' threads, each on a connection of its
/// own from a pool, and see all that was committed.
/// </summary>
internal sealed class FileStore : SqliteStore
{
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(2);

    private readonly string path;
    private readonly StoreLock storeLock;
    private readonly PageGaps gaps;
    private readonly CommitQueue queue;
    private readonly ConcurrentBag<RowReader> idle = [];
    private volatile bool disposed;

    public FileStore(string path, long? maxBytes, StorageCounters counters)
    {
        this.path = path;
        storeLock = StoreLock.Take(path);
        try
        {
            var database = OpenForWriting(path, maxBytes);
            gaps = new PageGaps(path);
            queue = new CommitQueue(new RowWriter(database), new Checkpointer(database, OpenForCheckpoints(path)), gaps, counters);
        }
        catch
        {
            storeLock.Dispose();
            throw;
        }
    }

    public override ValueTask<CommitOutcome> CommitAsync(Batch batch) => new(queue.Add(batch));

    public override ValueTask ScrubAsync() => new(queue.ScrubAsync());

    public override T Read<TArgs, T>(TArgs args, Func<RowReader, TArgs, T> read)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var reader = idle.TryTake(out var pooled) ? pooled : new RowReader(OpenForReading(path));
        try
        {
            return read(reader, args);
        }
        finally
        {
            idle.Add(reader);
            if (disposed)
                CloseReaders();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        disposed = true;
        CloseReaders();
        await queue.DisposeAsync();
        gaps.Dispose();
        storeLock.Dispose();
    }

    private static SqliteDatabase OpenForWriting(string path, long? maxBytes)
    {
        var database = new SqliteDatabase(path, BusyTimeout);
        try
        {
            database.Execute($"PRAGMA page_size = {PageGaps.PageSize}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            // Checkpoints are made beside the writer. A log that was cut would have to grow again, and a sync waits longer for a file that grows.
            database.Execute("PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 268435456; PRAGMA cache_size = -65536;");
            // Bytes of what is deleted or rewritten are overwritten as they go: writing the whole store anew, which an erasure needs otherwise,
            // stopped all writing for 14 s at 100,000 leads.
            database.Execute("PRAGMA secure_delete = ON");
            if (maxBytes is { } most)
                database.Execute($"PRAGMA max_page_count = {most / PageGaps.PageSize}");
            Prepare(database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static SqliteDatabase OpenForCheckpoints(string path)
    {
        var database = new SqliteDatabase(path, BusyTimeout);
        database.Execute("PRAGMA synchronous = FULL");
        return database;
    }

    private static SqliteDatabase OpenForReading(string path)
    {
        var database = new SqliteDatabase(path, BusyTimeout);
        database.Execute("PRAGMA query_only = 1; PRAGMA cache_size = -8192;");
        return database;
    }

    private void CloseReaders()
    {
        while (idle.TryTake(out var reader))
            reader.Dispose();
    }
}
