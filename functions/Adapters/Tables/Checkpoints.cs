namespace LeadRouter.Adapters.Tables;

/// <summary>How far something has read, kept beside the hosts' other notes.</summary>
public sealed class Checkpoints(ITableEngine tables)
{
    private const string Partition = "checkpoints";
    private const string Position = "Position";

    public async Task<string?> ReadAsync(string name, CancellationToken ct) =>
        (await tables.GetAsync(HostsTable.Name, Partition, name, ct).ConfigureAwait(false))?.Text(Position);

    public async Task SaveAsync(string name, string position, CancellationToken ct) =>
        await tables.CommitAsync(HostsTable.Name, Partition, [new RowWrite.Upsert(name, new Dictionary<string, object> { [Position] = position })], ct).ConfigureAwait(false);
}
