using LeadRouter.Domain.Rules;

namespace LeadRouter.Adapters.Tables.Config;

/// <summary>
/// An edit of several rows, perhaps in several tables, on its way into them. It is stored whole before the first row is written, so that
/// whoever comes next can carry it to its end. Each write names the row it replaces: carried out twice, or long after, it never
/// overwrites what somebody has typed since.
/// </summary>
internal sealed class ConfigImport(ITableEngine tables)
{
    private const int RowsAtOnce = 90;
    private const int CharactersAtOnce = 400_000;

    public static List<ImportWrite> Plan(IEnumerable<KeyValuePair<string, IReadOnlyList<ConfigRow>>> edits, ConfigTables before, ConfigRead read)
    {
        var writes = new List<ImportWrite>();
        foreach (var (table, rows) in edits)
        {
            var old = before[table].ToDictionary(r => (r.PartitionKey, r.RowKey));
            foreach (var row in rows)
                if (!old.Remove((row.PartitionKey, row.RowKey), out var was)) writes.Add(new ImportWrite(table, RowDocument.Of(row), null, false));
                else if (!row.Equals(was)) writes.Add(new ImportWrite(table, RowDocument.Of(row), read.TagOf(table, was), false));
            writes.AddRange(old.Values.Select(gone => new ImportWrite(table, RowDocument.Of(gone), read.TagOf(table, gone), true)));
        }
        return writes;
    }

    public async Task RunAsync(IReadOnlyList<ImportWrite> writes, CancellationToken ct)
    {
        foreach (var partition in writes.GroupBy(w => (w.Table, w.Row.P)))
            foreach (var batch in Batches(partition))
                if (await CommitAsync(partition.Key, batch, ct).ConfigureAwait(false) is not CommitOutcome.Committed)
                    foreach (var write in batch)
                        await CommitAsync(partition.Key, [write], ct).ConfigureAwait(false);
    }

    private async Task<CommitOutcome> CommitAsync((string Table, string Partition) to, List<ImportWrite> batch, CancellationToken ct) =>
        await tables.CommitAsync(to.Table, to.Partition, [.. batch.Select(w => w.Write)], ct).ConfigureAwait(false);

    private static IEnumerable<List<ImportWrite>> Batches(IEnumerable<ImportWrite> writes)
    {
        var batch = new List<ImportWrite>();
        var size = 0;
        foreach (var write in writes)
        {
            if (batch.Count == RowsAtOnce || (batch.Count > 0 && size + write.Size > CharactersAtOnce))
            {
                yield return batch;
                (batch, size) = ([], 0);
            }
            batch.Add(write);
            size += write.Size;
        }
        if (batch.Count > 0) yield return batch;
    }
}

/// <param name="Tag">Of the row that it replaces or deletes; null for a new row.</param>
internal sealed record ImportWrite(string Table, RowDocument Row, string? Tag, bool Delete)
{
    public int Size => Row.C.Sum(c => c.Key.Length + c.Value.Length);

    public RowWrite Write => (Delete, Tag) switch
    {
        (true, _) => new RowWrite.Delete(Row.K, Tag),
        (_, null) => new RowWrite.Insert(Row.K, Properties),
        _ => new RowWrite.Replace(Row.K, Properties, Tag),
    };

    private Dictionary<string, object> Properties => Row.C.ToDictionary(c => c.Key, c => (object)c.Value);
}
