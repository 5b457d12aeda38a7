namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>The prepared reads of one connection.</summary>
internal sealed class RowReader(SqliteDatabase database) : IDisposable
{
    private const int ScanPageSize = 500;

    // Greater than every text: SQLite orders blobs after texts.
    private static readonly byte[] NoUpperBound = [0xff];

    private const string Partition = "part = (SELECT id FROM partitions WHERE tab = ?1 AND pk = ?2)";

    private readonly SqliteStatement get = database.Prepare($"SELECT version, data FROM entities WHERE {Partition} AND rk = ?3");

    private readonly SqliteStatement query = database.Prepare($"SELECT rk, version, data FROM entities WHERE {Partition} AND rk >= ?3 AND rk < ?4 ORDER BY rk LIMIT ?5");

    // CROSS JOIN is SQLite's word for joining in this order: partition by partition, nothing is sorted.
    private readonly SqliteStatement scan = database.Prepare(
        "SELECT rk, version, data, pk FROM partitions AS p CROSS JOIN entities ON part = p.id "
        + "WHERE tab = ?1 AND pk >= ?2 AND (pk > ?2 OR rk > ?3) AND rk >= ?4 AND rk < ?5 ORDER BY pk, rk LIMIT ?6");

    public TableRow? Get(string table, string partitionKey, string rowKey)
    {
        get.Bind(1, table).Bind(2, partitionKey).Bind(3, rowKey);
        try
        {
            return get.Step() ? new TableRow(partitionKey, rowKey, RowCodec.Decode(get.Blob(1)), RowWriter.ETag(get.Number(0))) : null;
        }
        finally
        {
            get.Reset();
        }
    }

    /// <summary>The continuation is the first RowKey of the next page.</summary>
    public TablePage Query(TableRange range, string? continuation)
    {
        query.Bind(1, range.Table).Bind(2, range.PartitionKey).Bind(3, continuation ?? range.RowKeys.From ?? "").Bind(5, range.PageSize + 1);
        BindUpperBound(query, 4, range.RowKeys.To);
        var rows = Rows(query, range.PageSize + 1, _ => range.PartitionKey);
        return rows.Count > range.PageSize ? new(rows[..^1], rows[^1].RowKey) : new(rows, null);
    }

    /// <summary>The continuation is the last pair of keys of the page before; keys have no line feed.</summary>
    public TablePage Scan(TableScan wanted, string? continuation)
    {
        var after = continuation?.Split('\n') ?? ["", ""];
        scan.Bind(1, wanted.Table).Bind(2, after[0]).Bind(3, after[1]).Bind(4, wanted.RowKeys.From ?? "").Bind(6, ScanPageSize);
        BindUpperBound(scan, 5, wanted.RowKeys.To);
        var rows = Rows(scan, ScanPageSize, statement => statement.Text(3), wanted.Columns is { } columns ? new RowCodec.Columns(columns) : null);
        return new(rows, rows.Count == ScanPageSize ? $"{rows[^1].PartitionKey}\n{rows[^1].RowKey}" : null);
    }

    public void Dispose() => database.Dispose();

    private static void BindUpperBound(SqliteStatement statement, int parameter, string? bound)
    {
        if (bound is null)
            statement.Bind(parameter, NoUpperBound);
        else
            statement.Bind(parameter, bound);
    }

    private static List<TableRow> Rows(SqliteStatement statement, int most, Func<SqliteStatement, string> partitionKey, RowCodec.Columns? columns = null)
    {
        var rows = new List<TableRow>(Math.Min(most, 64));
        try
        {
            while (statement.Step())
                rows.Add(new(
                    partitionKey(statement),
                    statement.Text(0),
                    columns is null ? RowCodec.Decode(statement.Blob(2)) : RowCodec.Decode(statement.Blob(2), columns),
                    columns is null ? RowWriter.ETag(statement.Number(1)) : TableRow.NoETag));
            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }
}
