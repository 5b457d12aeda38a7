using System.Runtime.CompilerServices;

namespace LeadRouter.Adapters.Tables;

public static class TableScans
{
    /// <summary>Every row of a range of one partition, in order of RowKey: a page is asked for when the one before is used up.</summary>
    public static async IAsyncEnumerable<TableRow> RangeAsync(this ITableEngine engine, TableRange range, [EnumeratorCancellation] CancellationToken ct)
    {
        string? continuation = null;
        do
        {
            var page = await engine.QueryAsync(range, continuation, ct).ConfigureAwait(false);
            foreach (var row in page.Rows)
                yield return row;
            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    /// <summary>
    /// Every row of a table whose RowKey is in a range, in order of PartitionKey and RowKey: for sweeps and recounts, never for requests.
    /// </summary>
    public static async IAsyncEnumerable<TableRow> ScanAsync(
        this ITableEngine engine, string table, RowKeyRange rowKeys, [EnumeratorCancellation] CancellationToken ct)
    {
        string? continuation = null;
        do
        {
            var page = await engine.ScanPageAsync(new TableScan(table, rowKeys), continuation, ct);
            foreach (var row in page.Rows)
                yield return row;
            continuation = page.Continuation;
        }
        while (continuation is not null);
    }
}
