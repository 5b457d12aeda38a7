namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>A database with one writer. Its two kinds differ in who waits for whom.</summary>
internal abstract class SqliteStore : IAsyncDisposable
{
    public abstract ValueTask<CommitOutcome> CommitAsync(Batch batch);

    public abstract T Read<TArgs, T>(TArgs args, Func<RowReader, TArgs, T> read);

    public abstract ValueTask DisposeAsync();

    /// <summary>Brings an empty database into shape, and refuses one that a later version has made.</summary>
    protected static void Prepare(SqliteDatabase database)
    {
        const int schema = 1;
        var found = database.Number("PRAGMA user_version");
        if (found > schema)
            throw new StorageUnavailableException($"The store has schema {found}, this version knows {schema}.");
        // Nothing to write: a store opens, and can be read, on a full disk too.
        if (found == schema)
            return;
        database.Execute($"""
            BEGIN IMMEDIATE;
            CREATE TABLE entities (
                tab TEXT NOT NULL, pk TEXT NOT NULL, rk TEXT NOT NULL, version INTEGER NOT NULL, data BLOB NOT NULL,
                PRIMARY KEY (tab, pk, rk)) WITHOUT ROWID;
            CREATE TABLE versions (reserved INTEGER NOT NULL);
            INSERT INTO versions VALUES (0);
            PRAGMA user_version = {schema};
            COMMIT;
            """);
    }
}
