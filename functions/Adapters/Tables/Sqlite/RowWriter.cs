using System.Globalization;

namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>The prepared writes of the one writing connection. Many callers' batches share one transaction, synced to disk once.</summary>
internal sealed class RowWriter : IDisposable
{
    private const int VersionsReserved = 1_000_000;

    private readonly SqliteDatabase database;
    private readonly SqliteStatement begin, commit, rollback, version, put, delete, reserve;
    private long lastVersion, reservedVersion;

    public RowWriter(SqliteDatabase database)
    {
        this.database = database;
        begin = database.Prepare("BEGIN IMMEDIATE");
        commit = database.Prepare("COMMIT");
        rollback = database.Prepare("ROLLBACK");
        version = database.Prepare("SELECT version FROM entities WHERE tab = ?1 AND pk = ?2 AND rk = ?3");
        put = database.Prepare(
            "INSERT INTO entities (tab, pk, rk, version, data) VALUES (?1, ?2, ?3, ?4, ?5) "
            + "ON CONFLICT (tab, pk, rk) DO UPDATE SET version = excluded.version, data = excluded.data");
        delete = database.Prepare("DELETE FROM entities WHERE tab = ?1 AND pk = ?2 AND rk = ?3");
        reserve = database.Prepare("UPDATE versions SET reserved = ?1");
        lastVersion = reservedVersion = database.Number("SELECT reserved FROM versions");
    }

    /// <summary>Commits the batches in order, in one transaction; when it throws, none of them was written as far as SQLite can tell.</summary>
    public CommitOutcome[] Commit(IReadOnlyList<Batch> batches)
    {
        var outcomes = new CommitOutcome[batches.Count];
        var reservedBefore = reservedVersion;
        try
        {
            begin.Run();
            for (var i = 0; i < outcomes.Length; i++)
                outcomes[i] = Apply(batches[i]);
            commit.Run();
            return outcomes;
        }
        catch
        {
            reservedVersion = reservedBefore;
            // A full disk has rolled back by itself.
            if (database.InTransaction)
                rollback.Run();
            throw;
        }
    }

    /// <summary>A vacuum leaves no free page, and an emptied log no earlier version of one.</summary>
    public void Scrub() => database.Execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");

    public void Dispose() => database.Dispose();

    public static string ETag(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>All conditions are checked before the first row is written, so that a refused batch leaves nothing to undo.</summary>
    private CommitOutcome Apply(Batch batch)
    {
        for (var i = 0; i < batch.Writes.Count; i++)
        {
            if (RefusalOf(batch, batch.Writes[i]) is { } reason)
                return new CommitOutcome.Refused(i, reason);
        }

        var etags = new string?[batch.Writes.Count];
        var newVersion = NextVersion();
        var newETag = ETag(newVersion);
        for (var i = 0; i < etags.Length; i++)
        {
            if (batch.Data(i) is { } data)
            {
                Keys(put, batch, batch.Writes[i]).Bind(4, newVersion).Bind(5, data).Run();
                etags[i] = newETag;
            }
            else
            {
                Keys(delete, batch, batch.Writes[i]).Run();
            }
        }

        return new CommitOutcome.Committed(etags);
    }

    private Refusal? RefusalOf(Batch batch, RowWrite write) => write switch
    {
        RowWrite.Upsert => null,
        RowWrite.Insert => Version(batch, write) is null ? null : Refusal.AlreadyExists,
        RowWrite.Replace replace => RefusalOf(Version(batch, write), replace.ETag),
        RowWrite.Delete deletion => RefusalOf(Version(batch, write), deletion.ETag),
        _ => throw new ArgumentException($"{write} is no write that the engine knows.", nameof(write)),
    };

    private static Refusal? RefusalOf(long? stored, string? etag) => stored switch
    {
        null => Refusal.NotFound,
        _ when etag is null => null,
        { } version => etag == ETag(version) ? null : Refusal.Changed,
    };

    private long? Version(Batch batch, RowWrite write)
    {
        Keys(version, batch, write);
        try
        {
            return version.Step() ? version.Number(0) : null;
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

    private static SqliteStatement Keys(SqliteStatement statement, Batch batch, RowWrite write) =>
        statement.Bind(1, batch.Table).Bind(2, batch.PartitionKey).Bind(3, write.RowKey);
}
