using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>Table <c>Breakers</c>, partition <c>default</c>, one row for each sending domain, class and mailbox provider.</summary>
public sealed class TableBreakerStore(ITableEngine tables) : IBreakerStore
{
    public const string Table = "Breakers";

    private const string Partition = "default";
    private const string Data = "Data";
    private const string Mode = "Mode";

    public async Task<ComplaintBreaker> ReadAsync(BreakerKey key, CancellationToken ct) =>
        In(await tables.GetAsync(Table, Partition, RowKey(key), ct).ConfigureAwait(false));

    public async Task<ComplaintBreaker> ChangeAsync(BreakerKey key, Func<ComplaintBreaker, ComplaintBreaker> change, CancellationToken ct)
    {
        while (true)
        {
            var row = await tables.GetAsync(Table, Partition, RowKey(key), ct).ConfigureAwait(false);
            var changed = change(In(row));
            // The mode stands beside the data so that a person who opens the table sees it.
            var properties = new Dictionary<string, object> { [Mode] = changed.Mode.ToString(), [Data] = StoreJson.Write(changed) };
            RowWrite write = row is null ? new RowWrite.Insert(RowKey(key), properties) : new RowWrite.Replace(RowKey(key), properties, row.ETag);
            if (await tables.CommitAsync(Table, Partition, [write], ct).ConfigureAwait(false) is CommitOutcome.Committed) return changed;
        }
    }

    public async Task<IReadOnlyList<(BreakerKey Key, ComplaintBreaker Breaker)>> AllAsync(CancellationToken ct)
    {
        var all = new List<(BreakerKey, ComplaintBreaker)>();
        await foreach (var row in tables.RangeAsync(new TableRange(Table, Partition, RowKeyRange.All), ct).ConfigureAwait(false)) all.Add((KeyOf(row.RowKey), In(row)));
        return all;
    }

    private static ComplaintBreaker In(TableRow? row) => row?.Text(Data) is { } json ? StoreJson.Read<ComplaintBreaker>(json) : ComplaintBreaker.New;

    private static string RowKey(BreakerKey key) => $"{key.Domain}|{key.Class}|{key.Provider}";

    private static BreakerKey KeyOf(string rowKey) => rowKey.Split('|') is [var domain, var mailClass, var provider] ? new(domain, mailClass, provider) : default;
}
