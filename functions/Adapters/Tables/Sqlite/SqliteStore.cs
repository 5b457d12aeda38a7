namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>A database with one writer. Its two kinds differ in who waits for whom.</summary>
internal abstract class SqliteStore : IAsyncDisposable
{
    public abstract ValueTask<CommitOutcome> CommitAsync(Batch batch);

    /// <summary>Leaves nothing of deleted rows, nor of what rows held before, in any file.</summary>
    public abstract ValueTask ScrubAsync();

    public abstract T Read<TArgs, T>(TArgs args, Func<RowReader, TArgs, T> read);

    public abstract ValueTask DisposeAsync();

    /// <summary>Brings an empty database and one of an older version into shape, and refuses one that a later version has made.</summary>
    protected static void Prepare(SqliteDatabase database)
    {
        // 4 and 5 have the tables of 3, but a version before 4 would not find in them where a lead stands, and one before 5 where it is listed.
        const int schema = 5;
        var found = database.Number("PRAGMA user_version");
        if (found > schema)
            throw new StorageUnavailableException($"The store has schema {found}, this version knows {schema}.");
        // Nothing to write: a store opens, and can be read, on a full disk too.
        if (found == schema)
            return;
        var change = found switch { 0 => Create, < 3 => Upgrade, _ => "" };
        database.Execute($"BEGIN IMMEDIATE; {change} PRAGMA user_version = {schema}; COMMIT;");
    }

    // Rows lie in the order in which they were first written, and only their keys are sorted, by the number of the partition: its key is a
    // hash as a rule, and rows that are written together would otherwise each take a page of their own somewhere in the file.
    private const string Entities = """
        CREATE TABLE partitions (tab TEXT NOT NULL, pk TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (tab, pk)) WITHOUT ROWID;
        CREATE TABLE entities (
            id INTEGER PRIMARY KEY, part INTEGER NOT NULL, rk TEXT NOT NULL, version INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (part, rk));
        """;

    private static string Create => $"{Entities} CREATE TABLE versions (reserved INTEGER NOT NULL); INSERT INTO versions VALUES (0); {MarkOverwritten}";

    // The application id of a file in which nothing was ever deleted without being overwritten.
    protected internal const int Overwritten = 0x4C520001;

    protected internal static string MarkOverwritten => $"PRAGMA application_id = {Overwritten};";

    /// <summary>
    /// Schemas 1 and 2 held table and PartitionKey in each row, schema 1 the rows themselves in the order of their keys. A version belongs to
    /// one batch, and a batch to one partition, so it serves as the number.
    /// </summary>
    private const string Upgrade = $"""
        ALTER TABLE entities RENAME TO old;
        {Entities}
        INSERT INTO partitions (tab, pk, id) SELECT tab, pk, min(version) FROM old GROUP BY tab, pk;
        INSERT INTO entities (part, rk, version, data)
            SELECT p.id, old.rk, old.version, old.data FROM old JOIN partitions AS p ON p.tab = old.tab AND p.pk = old.pk ORDER BY old.version;
        DROP TABLE old;
        """;
}
