using LeadRouter.Domain.Leads;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// Wake-ups that hosts leave for the driver: a row each, so that deleting one never deletes a later one. Losing one is harmless: the due
/// rows of the index tell the next driver, and the sweep.
/// </summary>
public sealed class WakeRows
{
    private const int BatchRows = 100;
    private const char End = '.';

    private readonly ITableEngine tables;
    private readonly PartitionQueue queue;

    public WakeRows(ITableEngine tables)
    {
        this.tables = tables;
        queue = new PartitionQueue(fresh => new PartitionBatch(tables, HostsTable.Name, HostsTable.Wakes, fresh), _ => { });
    }

    public Task AddAsync(LeadId id) => queue.RunAsync((batch, _) =>
    {
        batch.Put($"{id}{End}{Guid.NewGuid():N}", new Dictionary<string, object>());
        return Task.FromResult(true);
    });

    /// <summary>Hands every row to the driver, then deletes it.</summary>
    public async Task TakeAsync(Func<LeadId, ValueTask> wake, CancellationToken ct)
    {
        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(new TableRange(HostsTable.Name, HostsTable.Wakes, RowKeyRange.All), continuation, ct).ConfigureAwait(false);
            foreach (var rows in page.Rows.Chunk(BatchRows)) await TakeAsync(rows, wake).ConfigureAwait(false);
            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    private async Task TakeAsync(TableRow[] rows, Func<LeadId, ValueTask> wake)
    {
        foreach (var id in rows.Select(r => r.RowKey[..r.RowKey.IndexOf(End, StringComparison.Ordinal)]).Distinct())
            await wake(new LeadId(id)).ConfigureAwait(false);
        // Refused when a driver before this one is just deleting them too: the next look finds what is left.
        await tables.CommitAsync(HostsTable.Name, HostsTable.Wakes, [.. rows.Select(r => new RowWrite.Delete(r.RowKey, null))], CancellationToken.None)
            .ConfigureAwait(false);
    }
}
