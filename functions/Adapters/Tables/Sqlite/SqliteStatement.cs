using System.Text;
using SQLitePCL;

namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>A prepared statement. Parameters count from 1, columns from 0, as in SQLite.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle) : IDisposable
{
    // SQLITE_STMTSTATUS_REPREPARE, which the binding has no name for.
    private const int Reprepared = 5;

    // Of keys, which are 512 characters at most. SQLite copies what is bound.
    private byte[] utf8 = new byte[256];

    public SqliteStatement Bind(int parameter, string text)
    {
        if (Encoding.UTF8.GetMaxByteCount(text.Length) is var most && most > utf8.Length)
            utf8 = new byte[most];
        database.Check(raw.sqlite3_bind_text(handle, parameter, utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, utf8))));
        return this;
    }

    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> blob)
    {
        database.Check(raw.sqlite3_bind_blob(handle, parameter, blob));
        return this;
    }

    public SqliteStatement Bind(int parameter, long number)
    {
        database.Check(raw.sqlite3_bind_int64(handle, parameter, number));
        return this;
    }

    /// <summary>True on a row, false at the end. Whoever reads rows calls <see cref="Reset"/> when done, lest a read lock stays.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(handle);
        if (result == raw.SQLITE_ROW)
            return true;
        if (result != raw.SQLITE_DONE)
            Fail(result);
        return false;
    }

    public void Run()
    {
        Step();
        Reset();
    }

    /// <summary>The number in the first column of the first row; null when there is no row.</summary>
    public long? First()
    {
        try
        {
            return Step() ? Number(0) : null;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>How often SQLite has made the plan again since the statement was prepared.</summary>
    public int PlansAgain => raw.sqlite3_stmt_status(handle, Reprepared, 0);

    /// <summary>Never throws: it repeats the error of the last step, which was thrown then.</summary>
    public void Reset() => _ = raw.sqlite3_reset(handle);

    public long Number(int column) => raw.sqlite3_column_int64(handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose() => handle.Dispose();

    private void Fail(int result)
    {
        try
        {
            database.Check(result);
        }
        finally
        {
            Reset();
        }
    }
}
