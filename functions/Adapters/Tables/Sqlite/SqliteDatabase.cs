using SQLitePCL;

namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>
/// One connection, used by one thread at a time. It speaks to SQLite's own interface: the hot path is two statements a row, and ADO's
/// parameters and readers would cost more than SQLite does.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    public const string Memory = ":memory:";

    private readonly sqlite3 handle;
    private readonly List<SqliteStatement> statements = [];

    static SqliteDatabase() => Batteries_V2.Init();

    public SqliteDatabase(string path, TimeSpan busyTimeout)
    {
        const int flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var result = raw.sqlite3_open_v2(path, out handle, flags, null);
        if (result != raw.SQLITE_OK)
        {
            handle.Dispose();
            throw new StorageUnavailableException($"SQLite cannot open {path} ({raw.sqlite3_errstr(result).utf8_to_string()}).");
        }

        Check(raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds));
        // Otherwise SQLite compiles a statement again whenever a parameter that its plan could depend on is bound, as a LIMIT is.
        Check(raw.sqlite3_db_config(handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _));
    }

    public bool InTransaction => raw.sqlite3_get_autocommit(handle) == 0;

    public int Changes => raw.sqlite3_changes(handle);

    /// <summary>Pages that this connection has written since it was last asked.</summary>
    public int TakePagesWritten()
    {
        Check(raw.sqlite3_db_status(handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1));
        return pages;
    }

    /// <summary>
    /// Carries what nobody reads any more from the log into the file, waiting for nobody. Answers the pages of the log and how many of them
    /// are in the file now. A fault is not told: the log keeps everything, and a disk that cannot be written refuses the commits as well.
    /// </summary>
    public (int Log, int Carried) Checkpoint() =>
        raw.sqlite3_wal_checkpoint_v2(handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var log, out var carried) == raw.SQLITE_OK ? (log, carried) : (int.MaxValue, 0);

    public void Execute(string sql) => Check(raw.sqlite3_exec(handle, sql));

    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        var prepared = new SqliteStatement(this, statement);
        statements.Add(prepared);
        return prepared;
    }

    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.First() ?? throw new StorageUnavailableException($"SQLite answered nothing to {sql}.");
    }

    public void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            throw new StorageUnavailableException($"SQLite: {raw.sqlite3_errmsg(handle).utf8_to_string()} ({raw.sqlite3_extended_errcode(handle)}).");
    }

    public void Dispose()
    {
        foreach (var statement in statements)
            statement.Dispose();
        handle.Dispose();
    }
}
