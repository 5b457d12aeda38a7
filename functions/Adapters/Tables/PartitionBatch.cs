using LeadRouter.Adapters.Tables.Sqlite;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// The rows of one partition that a group of requests reads and changes, written as one atomic batch under the ETags that were read.
/// </summary>
/// <param name="isRetry">Somebody else wrote meanwhile: nothing may be taken for granted any more.</param>
internal sealed class PartitionBatch(ITableEngine tables, string table, string partitionKey, bool isRetry)
{
    /// <summary>What one request may write beside the rows that the group shares.</summary>
    public const int RequestRows = 24;

    // Azure's limit is 100 rows; a request that is planned when this many are used still has room.
    private const int FullAt = 75;

    /// <summary>In the place of a row that is written once for all requests (<see cref="BeforeCommit"/>), but counts as one of the batch from now on.</summary>
    public static readonly IReadOnlyDictionary<string, object> Unwritten = new Dictionary<string, object>();

    private readonly Dictionary<string, Tracked> rows = new(StringComparer.Ordinal);
    private readonly List<Batch> before = [];
    private int changed;

    public bool IsRetry { get; } = isRetry;

    /// <summary>What the requests of the group share in memory while they are planned.</summary>
    public object? Shared { get; set; }

    /// <summary>Called once before the batch is written, to put what the group shares into rows.</summary>
    public Action<PartitionBatch>? BeforeCommit { get; set; }

    public bool IsFull => changed >= FullAt;

    /// <summary>The row as it is with the changes planned so far; null when there is none.</summary>
    public async ValueTask<IReadOnlyDictionary<string, object>?> GetAsync(string rowKey, CancellationToken ct)
    {
        if (rows.TryGetValue(rowKey, out var known) && !known.IsUnread) return known.Properties;
        var row = await tables.GetAsync(table, partitionKey, rowKey, ct).ConfigureAwait(false);
        if (known is not null) return known.Read(row?.ETag);
        rows[rowKey] = new Tracked(row?.ETag, row?.Properties);
        return row?.Properties;
    }

    /// <summary>The row with the changes planned so far, without reading; null when it was not touched or is gone.</summary>
    public IReadOnlyDictionary<string, object>? Planned(string rowKey) => rows.GetValueOrDefault(rowKey)?.Properties;

    /// <summary>Takes a row as it was after an earlier batch, instead of reading it.</summary>
    public void Assume(string rowKey, string? etag, IReadOnlyDictionary<string, object>? properties) => rows[rowKey] = new Tracked(etag, properties);

    /// <summary>Reads the row anew when it is wanted: what was assumed of it may be out of date.</summary>
    public void Forget(string rowKey) => rows.Remove(rowKey);

    /// <summary>Sets a row that was read or assumed before; one that was not is taken as new.</summary>
    public void Set(string rowKey, IReadOnlyDictionary<string, object> properties) => Change(rowKey, properties);

    /// <summary>Sets a row whatever it was before.</summary>
    public void Put(string rowKey, IReadOnlyDictionary<string, object> properties)
    {
        var unread = !rows.ContainsKey(rowKey);
        Change(rowKey, properties);
        rows[rowKey].IsUnconditional = true;
        rows[rowKey].IsUnread |= unread;
    }

    public void Remove(string rowKey) => Change(rowKey, null);

    /// <summary>The ETag that the row has after the commit.</summary>
    public string? ETagOf(string rowKey) => rows.GetValueOrDefault(rowKey)?.ETag;

    /// <summary>Writes nothing unless this is written, just before it if it was not yet. For engines that know an order.</summary>
    public void Follow(Batch batch) => before.Add(batch);

    /// <summary>False when somebody else wrote one of the rows meanwhile, or what it follows was not written; then nothing was written.</summary>
    public async Task<bool> CommitAsync(CancellationToken ct)
    {
        BeforeCommit?.Invoke(this);
        var (dirty, writes) = (new List<Tracked>(rows.Count), new List<RowWrite>(rows.Count));
        foreach (var (rowKey, tracked) in rows)
        {
            if (tracked.Write(rowKey) is not { } write) continue;
            dirty.Add(tracked);
            writes.Add(write);
        }
        if (dirty.Count == 0) return await IsFollowedAsync().ConfigureAwait(false);
        var commit = before.Count > 0 ? ((IOrderedTables)tables).CommitAfterAsync(before, table, partitionKey, writes) : tables.CommitAsync(table, partitionKey, writes, ct);
        if (await commit.ConfigureAwait(false) is not CommitOutcome.Committed committed) return false;
        for (var i = 0; i < dirty.Count; i++) dirty[i].Stored(committed.ETags[i]);
        changed = 0;
        return true;
    }

    // With rows the engine writes what they follow and looks; without any it has to be written by itself, all of it: whoever is refused has to know.
    private async Task<bool> IsFollowedAsync()
    {
        var all = true;
        foreach (var batch in before)
            all &= (batch.Outcome ?? await ((IOrderedTables)tables).CommitAsync(batch).ConfigureAwait(false)) is CommitOutcome.Committed;
        return all;
    }

    private void Change(string rowKey, IReadOnlyDictionary<string, object>? properties)
    {
        if (!rows.TryGetValue(rowKey, out var tracked)) rows[rowKey] = tracked = new Tracked(null, null);
        if (!tracked.IsDirty) changed++;
        tracked.Properties = properties;
        tracked.IsDirty = true;
    }

    private sealed class Tracked(string? etag, IReadOnlyDictionary<string, object>? properties)
    {
        public string? ETag { get; private set; } = etag;

        public IReadOnlyDictionary<string, object>? Properties { get; set; } = properties;

        public bool IsDirty { get; set; }

        public bool IsUnconditional { get; set; }

        /// <summary>It was set whatever it was before, so that nobody knows whether there is a row.</summary>
        public bool IsUnread { get; set; }

        /// <summary>The row as planned, now that it is known what it replaces.</summary>
        public IReadOnlyDictionary<string, object>? Read(string? storedETag)
        {
            ETag = storedETag;
            IsUnread = false;
            return Properties;
        }

        public RowWrite? Write(string rowKey) => (IsDirty, ETag, Properties) switch
        {
            (false, _, _) or (_, null, null) => null,
            (_, _, { } put) when IsUnconditional => new RowWrite.Upsert(rowKey, put),
            (_, null, { } inserted) => new RowWrite.Insert(rowKey, inserted),
            (_, { } was, { } replaced) => new RowWrite.Replace(rowKey, replaced, was),
            (_, { } was, null) => new RowWrite.Delete(rowKey, was),
        };

        public void Stored(string? etag)
        {
            ETag = etag;
            IsDirty = false;
            IsUnread = false;
        }
    }
}
