namespace LeadRouter.Adapters.Tables;

/// <summary>A batch with its token in every row.</summary>
internal sealed class StampedCommit
{
    // Matches nothing: whoever uses it for the next write is refused and reads the row.
    private const string LostETag = "lost";

    private readonly string token = WriteHistory.NewToken();
    private readonly WriteHistory[] before, after;

    public StampedCommit(string table, string partitionKey, IReadOnlyList<RowWrite> writes)
    {
        (Table, PartitionKey) = (table, partitionKey);
        before = new WriteHistory[writes.Count];
        after = new WriteHistory[writes.Count];
        var stamped = new RowWrite[writes.Count];
        for (var i = 0; i < stamped.Length; i++)
            stamped[i] = Stamp(writes[i], i);
        Writes = stamped;
    }

    public string Table { get; }

    public string PartitionKey { get; }

    public RowWrite[] Writes { get; }

    public CommitOutcome.Committed Committed(IReadOnlyList<string?> etags) =>
        new([.. etags.Select((etag, i) => etag is null ? null : after[i].Remembered(etag))]);

    /// <summary>What the refused row tells of the whole batch, which is all or nothing; null when it tells nothing.</summary>
    public CommitOutcome? JudgedBy(TableRow? row, CommitOutcome.Refused refused)
    {
        if (row is null)
            return null;
        var found = WriteHistory.Of(row);
        if (found.Has(token))
            return Committed([.. Writes.Select((write, i) => ETag(write, i == refused.Index && found.IsLatest(token) ? row : null))]);
        // An insert that was deleted again before another's came counts as never written: nothing of it is left.
        var neverWritten = Writes[refused.Index] is RowWrite.Insert ? found.IsWhole : found.Continues(before[refused.Index]);
        return neverWritten ? refused : null;
    }

    private static string? ETag(RowWrite write, TableRow? found) => write is RowWrite.Delete ? null : found?.ETag ?? LostETag;

    private RowWrite Stamp(RowWrite write, int index)
    {
        after[index] = WriteHistory.StartedBy(token);
        switch (write)
        {
            case RowWrite.Insert insert:
                return insert with { Properties = Stamped(insert.Properties, index) };
            case RowWrite.Upsert upsert:
                return upsert with { Properties = Stamped(upsert.Properties, index) };
            case RowWrite.Replace replace:
                var (etag, history) = WriteHistory.Recall(replace.ETag);
                before[index] = history;
                after[index] = history.FollowedBy(token);
                return replace with { ETag = etag, Properties = Stamped(replace.Properties, index) };
            case RowWrite.Delete { ETag: { } deleted } delete:
                (var read, before[index]) = WriteHistory.Recall(deleted);
                return delete with { ETag = read };
            default:
                return write;
        }
    }

    private Dictionary<string, object> Stamped(IReadOnlyDictionary<string, object> properties, int index) =>
        new(properties, StringComparer.Ordinal) { { WriteHistory.Property, after[index].ToString() } };
}
