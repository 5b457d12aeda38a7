namespace LeadRouter.Adapters.Tables;

/// <summary>
/// Storage as Azure Table storage sees it: rows in partitions, an ETag each, atomic batches inside one partition, no transaction
/// across partitions. Two backends keep this contract: an embedded SQLite file and the Azure Tables service.
/// </summary>
public interface ITableEngine : IAsyncDisposable
{
    /// <summary>One row, or null when there is none.</summary>
    ValueTask<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken ct);

    /// <summary>One page of a range of rows of one partition, in ordinal order of RowKey.</summary>
    /// <param name="range">The rows wanted and the largest page wanted (at most 1,000 rows).</param>
    /// <param name="continuation">
    /// Null for the first page, then <see cref="TablePage.Continuation"/> of the page before. Only a null continuation means the end:
    /// the service may answer a short page, even an empty one, and have more.
    /// </param>
    ValueTask<TablePage> QueryAsync(TableRange range, string? continuation, CancellationToken ct);

    /// <summary>One page of <see cref="TableScans.ScanAsync"/>: a request of its own, so that it is counted and retried as one.</summary>
    ValueTask<TablePage> ScanPageAsync(TableScan scan, string? continuation, CancellationToken ct);

    /// <summary>
    /// Writes all rows of the batch or none. At most 100 writes of different RowKeys, 4 MiB together, 1 MiB a row; a text or binary
    /// property may be larger than the 64 KiB of the service, it is stored in chunks. Breaking a limit (<see cref="BatchLimits"/>) is
    /// an <see cref="ArgumentException"/>; storage that cannot answer is a <see cref="StorageUnavailableException"/>. Cancelling a batch
    /// that was sent already leaves its outcome unknown.
    /// </summary>
    ValueTask<CommitOutcome> CommitAsync(string table, string partitionKey, IReadOnlyList<RowWrite> writes, CancellationToken ct);

    /// <summary>
    /// Makes sure that no byte of rows that were deleted or replaced is left in files of our own. A service does that by itself: nothing
    /// to do.
    /// </summary>
    ValueTask ScrubAsync() => ValueTask.CompletedTask;

    /// <summary>Storage operations since start, as Azure would bill them.</summary>
    StorageCounters Counters { get; }
}

/// <summary>
/// A stored row. Values are string, bool, int, long, double (finite), DateTimeOffset (UTC, from 1601) or byte[]. A lone surrogate in a
/// text comes back as U+FFFD, as UTF-8 and JSON would have it; every other character, NUL too, comes back as it was.
/// An ETag is opaque, and never used again for the same keys, not even after a delete and a new insert.
/// </summary>
public sealed record TableRow(string PartitionKey, string RowKey, IReadOnlyDictionary<string, object> Properties, string ETag)
{
    /// <summary>Of a row that was not read whole. Every engine refuses to write under it.</summary>
    public const string NoETag = "";

    public string? Text(string property) => Properties.GetValueOrDefault(property) as string;
}

/// <summary>RowKeys from <paramref name="From"/> (included) to <paramref name="To"/> (excluded), ordinal; null is open.</summary>
public readonly record struct RowKeyRange(string? From, string? To)
{
    public static readonly RowKeyRange All = new(null, null);

    /// <summary>All keys that start with the prefix.</summary>
    public static RowKeyRange Prefix(string prefix)
    {
        var last = prefix.AsSpan().LastIndexOfAnyExcept('\uffff');
        return new(prefix, last < 0 ? null : prefix[..last] + After(prefix[last]));
    }

    /// <summary>The space is the smallest character of a key, so nothing fits between a key and the key with a space.</summary>
    public static RowKeyRange Exactly(string key) => new(key, key + ' ');

    // Keys have no surrogates, and half of one would not survive UTF-8.
    private static char After(char c) => c == '\ud7ff' ? '\ue000' : (char)(c + 1);
}

public readonly record struct TableRange(string Table, string PartitionKey, RowKeyRange RowKeys, int PageSize = 1000);

/// <summary>The rows of a range of RowKeys in all partitions.</summary>
/// <param name="Columns">
/// The only properties that are wanted, none of them large enough for chunks; null for all. Such rows are for looking at: they come without
/// an ETag to write under.
/// </param>
public readonly record struct TableScan(string Table, RowKeyRange RowKeys, IReadOnlyList<string>? Columns = null);

public sealed record TablePage(IReadOnlyList<TableRow> Rows, string? Continuation);

/// <summary>One write of a batch.</summary>
public abstract record RowWrite(string RowKey)
{
    /// <summary>Refused with <see cref="Refusal.AlreadyExists"/> when the row is there.</summary>
    public sealed record Insert(string RowKey, IReadOnlyDictionary<string, object> Properties) : RowWrite(RowKey);

    /// <summary>Replaces the row that still has this ETag; else <see cref="Refusal.Changed"/> or <see cref="Refusal.NotFound"/>.</summary>
    public sealed record Replace(string RowKey, IReadOnlyDictionary<string, object> Properties, string ETag) : RowWrite(RowKey);

    /// <summary>Inserts or replaces, whatever is there.</summary>
    public sealed record Upsert(string RowKey, IReadOnlyDictionary<string, object> Properties) : RowWrite(RowKey);

    /// <summary>Deletes the row that still has this ETag (null: any); a missing row is <see cref="Refusal.NotFound"/>.</summary>
    public sealed record Delete(string RowKey, string? ETag) : RowWrite(RowKey);
}

public enum Refusal
{
    /// <summary>409: an insert met an existing row.</summary>
    AlreadyExists,

    /// <summary>404: a replace or delete met no row.</summary>
    NotFound,

    /// <summary>412: the row has another ETag by now.</summary>
    Changed,

    /// <summary>A batch that this one was to follow was not written (<see cref="IOrderedTables"/>).</summary>
    NotFollowed,
}

/// <summary>What became of a batch.</summary>
public abstract record CommitOutcome
{
    /// <summary>All written; the new ETag of each write in order, null for a delete.</summary>
    public sealed record Committed(IReadOnlyList<string?> ETags) : CommitOutcome;

    /// <summary>Nothing written: the write at this index was refused.</summary>
    public sealed record Refused(int Index, Refusal Reason) : CommitOutcome;
}

/// <summary>Storage did not answer, or refused for the moment: whether a write was applied is unknown unless said.</summary>
public sealed class StorageUnavailableException : IOException
{
    public StorageUnavailableException() { }

    public StorageUnavailableException(string message) : base(message) { }

    public StorageUnavailableException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>Operations asked of the engine, counted by the engine itself.</summary>
public sealed class StorageCounters
{
    private long commits, rowsWritten, reads, groups;

    /// <summary>Batches committed or refused: one storage transaction each.</summary>
    public long Commits => Interlocked.Read(ref commits);

    /// <summary>Rows in those batches.</summary>
    public long RowsWritten => Interlocked.Read(ref rowsWritten);

    /// <summary>Point reads and pages of queries: one storage transaction each.</summary>
    public long Reads => Interlocked.Read(ref reads);

    /// <summary>Physical transactions of the embedded engine, each synced to disk once and carrying many callers' batches.</summary>
    public long Groups => Interlocked.Read(ref groups);

    public void CountCommit(int rows)
    {
        Interlocked.Increment(ref commits);
        Interlocked.Add(ref rowsWritten, rows);
    }

    public void CountRead() => Interlocked.Increment(ref reads);

    public void CountGroup() => Interlocked.Increment(ref groups);
}
