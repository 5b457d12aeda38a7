using System.Globalization;

namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>The prepared writes of the one writing connection. Many callers' batches share one transaction, synced to disk once.</summary>
internal sealed class RowWriter : IDisposable
{
    private const int VersionsReserved = 1_000_000;
    private const int MostTries = 3;

    private readonly SqliteDatabase database;
    private readonly PartitionNumbers partitions;
    private readonly SqliteStatement begin, commit, rollback, version, put, insert, replace, delete, reserve;
    private long lastVersion, reservedVersion;

    public RowWriter(SqliteDatabase database)
    {
        this.database = database;
        partitions = new PartitionNumbers(database);
        begin = database.Prepare("BEGIN IMMEDIATE");
        commit = database.Prepare("COMMIT");
        rollback = database.Prepare("ROLLBACK");
        version = database.Prepare("SELECT version, id FROM entities WHERE part = ?1 AND rk = ?2");
        insert = database.Prepare("INSERT INTO entities (part, rk, version, data) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (part, rk) DO NOTHING");
        replace = database.Prepare("UPDATE entities SET version = ?2, data = ?3 WHERE id = ?1");
        put = database.Prepare(
            "INSERT INTO entities (part, rk, version, data) VALUES (?1, ?2, ?3, ?4) "
            + "ON CONFLICT (part, rk) DO UPDATE SET version = excluded.version, data = excluded.data");
        delete = database.Prepare("DELETE FROM entities WHERE part = ?1 AND rk = ?2");
        reserve = database.Prepare("UPDATE versions SET reserved = ?1");
        lastVersion = reservedVersion = database.Number("SELECT reserved FROM versions");
    }

    /// <summary>
    /// Commits the batches in order, in one transaction, and gives each its outcome; when it throws, none of them was written as far as
    /// SQLite can tell.
    /// </summary>
    public void Commit(IReadOnlyList<Batch> batches)
    {
        var applied = new List<Batch>();
        var reservedBefore = reservedVersion;
        try
        {
            begin.Run();
            foreach (var batch in batches)
            {
                foreach (var before in batch.Before)
                {
                    if (before.Outcome is null) Take(before);
                }

                Take(batch);
            }

            commit.Run();
        }
        catch
        {
            reservedVersion = reservedBefore;
            partitions.Forget();
            foreach (var batch in applied)
                batch.Outcome = null;
            // A full disk has rolled back by itself.
            if (database.InTransaction)
                rollback.Run();
            throw;
        }
        finally
        {
            foreach (var batch in applied)
                batch.Release();
        }

        void Take(Batch batch)
        {
            applied.Add(batch);
            batch.Outcome = Apply(batch);
        }
    }

    /// <summary>
    /// Leaves nothing of deleted rows, nor of what rows held before: not in the log, nor in the gaps of pages, nor in a file of the time
    /// before deleted bytes were overwritten, which is written anew.
    /// </summary>
    public void Scrub(PageGaps gaps)
    {
        if (database.Number("PRAGMA application_id") != SqliteStore.Overwritten)
            database.Execute($"VACUUM; {SqliteStore.MarkOverwritten}");
        // A read that is under way keeps the log as it is; none takes long.
        for (var tries = 0; database.Number("PRAGMA wal_checkpoint(TRUNCATE)") != 0; tries++)
            if (tries == MostTries) throw new StorageUnavailableException("SQLite cannot empty its log: it is being read.");
        gaps.Clear();
        // The pages in memory still have what stood there, and would bring it back when they are written next.
        database.Execute("PRAGMA shrink_memory");
    }

    public void Dispose() => database.Dispose();

    public static string ETag(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Every row that must be there is looked up before the first one is written; whether one that must not be there is, its own insert
    /// tells. Only inserts are ever undone, so a refused batch leaves nothing behind.
    /// </summary>
    private CommitOutcome Apply(Batch batch)
    {
        foreach (var before in batch.Before)
        {
            if (before.Outcome is not CommitOutcome.Committed) return new CommitOutcome.Refused(0, Refusal.NotFollowed);
        }

        Span<long> ids = stackalloc long[batch.Writes.Count];
        var newVersion = NextVersion();
        var known = partitions.Find(batch);
        for (var i = 0; i < ids.Length; i++)
        {
            if (batch.Writes[i] is not RowWrite.Insert && RefusalOf(known, batch.Writes[i], out ids[i]) is not null) return Refused(batch, known);
        }

        var partition = known ?? partitions.Add(batch, newVersion);
        for (var i = 0; i < ids.Length; i++)
        {
            if (batch.Writes[i] is not RowWrite.Insert || TryInsert(partition, batch, i, newVersion)) continue;
            for (var undone = 0; undone < i; undone++)
            {
                if (batch.Writes[undone] is RowWrite.Insert) Keys(delete, partition, batch.Writes[undone]).Run();
            }
            return Refused(batch, known);
        }

        return new CommitOutcome.Committed(Overwrite(partition, batch, ids, newVersion));
    }

    /// <summary>Why and where, in the order of the writes.</summary>
    private CommitOutcome.Refused Refused(Batch batch, long? partition)
    {
        for (var i = 0; i < batch.Writes.Count; i++)
        {
            if (RefusalOf(partition, batch.Writes[i], out _) is { } reason) return new CommitOutcome.Refused(i, reason);
        }

        throw new StorageUnavailableException("SQLite refused a batch that nothing speaks against.");
    }

    private bool TryInsert(long partition, Batch batch, int index, long newVersion)
    {
        Keys(insert, partition, batch.Writes[index]).Bind(3, newVersion).Bind(4, batch.Data(index)).Run();
        return database.Changes > 0;
    }

    /// <summary>All writes but the inserts; the answer is the ETags of all.</summary>
    private string?[] Overwrite(long partition, Batch batch, ReadOnlySpan<long> ids, long newVersion)
    {
        var etags = new string?[ids.Length];
        var newETag = ETag(newVersion);
        var deletes = false;
        for (var i = 0; i < etags.Length; i++)
        {
            if (batch.Writes[i] is RowWrite.Delete gone)
            {
                Keys(delete, partition, gone).Run();
                deletes = true;
                continue;
            }

            if (batch.Writes[i] is RowWrite.Replace) replace.Bind(1, ids[i]).Bind(2, newVersion).Bind(3, batch.Data(i)).Run();
            else if (batch.Writes[i] is RowWrite.Upsert) Keys(put, partition, batch.Writes[i]).Bind(3, newVersion).Bind(4, batch.Data(i)).Run();
            etags[i] = newETag;
        }

        if (deletes) partitions.RemoveIfEmpty(batch, partition);
        return etags;
    }

    private Refusal? RefusalOf(long? partition, RowWrite write, out long id)
    {
        id = 0;
        return write switch
        {
            RowWrite.Upsert => null,
            RowWrite.Insert => Version(partition, write, out id) is null ? null : Refusal.AlreadyExists,
            RowWrite.Replace replacement => RefusalOf(Version(partition, write, out id), replacement.ETag),
            RowWrite.Delete deletion => RefusalOf(Version(partition, write, out id), deletion.ETag),
            _ => throw new ArgumentException($"{write} is no write that the engine knows.", nameof(write)),
        };
    }

    private static Refusal? RefusalOf(long? stored, string? etag) => stored switch
    {
        null => Refusal.NotFound,
        _ when etag is null => null,
        { } version => etag == ETag(version) ? null : Refusal.Changed,
    };

    private long? Version(long? partition, RowWrite write, out long id)
    {
        id = 0;
        if (partition is not { } number) return null;
        Keys(version, number, write);
        try
        {
            if (!version.Step()) return null;
            id = version.Number(1);
            return version.Number(0);
        }
        finally
        {
            version.Reset();
        }
    }

    /// <summary>
    /// Versions only ever grow, over deletes and restarts too, because the ETag of a deleted row must not come back with a new one. They are
    /// reserved by the million, so that counting costs no write.
    /// </summary>
    private long NextVersion()
    {
        // Greater where a reservation was rolled back with its group.
        if (lastVersion >= reservedVersion)
        {
            reserve.Bind(1, lastVersion + VersionsReserved).Run();
            reservedVersion = lastVersion + VersionsReserved;
        }

        return ++lastVersion;
    }

    private static SqliteStatement Keys(SqliteStatement statement, long partition, RowWrite write) => statement.Bind(1, partition).Bind(2, write.RowKey);
}
