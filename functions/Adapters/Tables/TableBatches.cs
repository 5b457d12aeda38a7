namespace LeadRouter.Adapters.Tables;

internal static class TableBatches
{
    /// <summary>
    /// Writes rows of one partition in as many batches as they need, each of them atomic; false at the first one that is refused: those
    /// before it are written, and whoever calls reads anew.
    /// </summary>
    public static async Task<bool> TryCommitAllAsync(this ITableEngine engine, string table, string partitionKey, IEnumerable<RowWrite> writes, CancellationToken ct)
    {
        foreach (var batch in writes.Chunk(BatchLimits.Rows))
            if (await engine.CommitAsync(table, partitionKey, batch, ct).ConfigureAwait(false) is CommitOutcome.Refused) return false;
        return true;
    }
}
