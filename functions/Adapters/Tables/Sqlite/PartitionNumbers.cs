namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>
/// The number that stands for table and PartitionKey in the key of a row. Numbers grow, so that the keys of a lead's rows lie beside those of
/// the leads that came with it, and a group writes few pages of the index, although the id of a lead is a hash.
/// </summary>
internal sealed class PartitionNumbers(SqliteDatabase database)
{
    // About 3 MB; who is written to again is mostly a lead of the last minutes.
    private const int MostKnown = 10_000;

    private readonly SqliteStatement find = database.Prepare("SELECT id FROM partitions WHERE tab = ?1 AND pk = ?2");
    private readonly SqliteStatement add = database.Prepare("INSERT INTO partitions (tab, pk, id) VALUES (?1, ?2, ?3)");
    private readonly SqliteStatement remove = database.Prepare("DELETE FROM partitions WHERE tab = ?1 AND pk = ?2");
    private readonly SqliteStatement row = database.Prepare("SELECT id FROM entities WHERE part = ?1 LIMIT 1");
    private readonly Dictionary<(string Table, string PartitionKey), long> known = [];

    /// <summary>Null when the partition has no row.</summary>
    public long? Find(Batch batch)
    {
        if (known.TryGetValue((batch.Table, batch.PartitionKey), out var number)) return number;
        if (find.Bind(1, batch.Table).Bind(2, batch.PartitionKey).First() is not { } stored) return null;
        Remember(batch, stored);
        return stored;
    }

    /// <param name="version">Of this batch alone: it becomes the number.</param>
    public long Add(Batch batch, long version)
    {
        add.Bind(1, batch.Table).Bind(2, batch.PartitionKey).Bind(3, version).Run();
        Remember(batch, version);
        return version;
    }

    public void RemoveIfEmpty(Batch batch, long number)
    {
        if (row.Bind(1, number).First() is not null) return;
        remove.Bind(1, batch.Table).Bind(2, batch.PartitionKey).Run();
        known.Remove((batch.Table, batch.PartitionKey));
    }

    /// <summary>After a rollback.</summary>
    public void Forget() => known.Clear();

    private void Remember(Batch batch, long number)
    {
        if (known.Count == MostKnown) known.Clear();
        known[(batch.Table, batch.PartitionKey)] = number;
    }
}
