using System.Globalization;
using LeadRouter.Domain.Insights;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// Rows <c>day-{day}</c>: the sum of a day's sheets over all shards, with the version of each that is in it. A host that has just started
/// reads one row a day instead of sixteen. Nothing but a shortcut: a row whose versions are not those of the sheets is passed over.
/// </summary>
internal sealed class MergedDays(ITableEngine tables)
{
    private const string Partition = "days";
    private const string Prefix = "day-";
    private const string Versions = "Versions";

    /// <summary>Of the days wanted, those that are as their sheets are.</summary>
    public async Task<List<InsightDay>> ReadAsync(IReadOnlyDictionary<DateOnly, int[]> versions, IReadOnlyCollection<DateOnly> wanted, CancellationToken ct)
    {
        var days = new List<InsightDay>();
        var range = new TableRange(TableLeadIndex.Table, Partition, new RowKeyRange(Key(wanted.Min()), Key(wanted.Max().AddDays(1))));
        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(range, continuation, ct).ConfigureAwait(false);
            foreach (var row in page.Rows)
            {
                var day = DateOnly.ParseExact(row.RowKey[Prefix.Length..], "yyyyMMdd", CultureInfo.InvariantCulture);
                if (!versions.TryGetValue(day, out var current) || !Bytes(current).AsSpan().SequenceEqual((byte[])row.Properties[Versions])) continue;
                days.Add(new InsightDay(day, Enum.GetValues<Dimension>().Where(d => row.Properties.ContainsKey(d.ToString())).ToDictionary(d => d, d => (byte[])row.Properties[d.ToString()])));
            }
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return days;
    }

    /// <param name="versions">Read before the sheets were: the row is never older than it says.</param>
    public async Task WriteAsync(InsightDay day, int[] versions, CancellationToken ct)
    {
        var row = new Dictionary<string, object> { [Versions] = Bytes(versions) };
        foreach (var (dimension, bytes) in day.Pack()) row[dimension.ToString()] = bytes;
        await tables.CommitAsync(TableLeadIndex.Table, Partition, [new RowWrite.Upsert(Key(day.Day), row)], ct).ConfigureAwait(false);
    }

    private static string Key(DateOnly day) => $"{Prefix}{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    private static byte[] Bytes(int[] versions)
    {
        var bytes = new byte[versions.Length * sizeof(int)];
        for (var i = 0; i < versions.Length; i++) System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), versions[i]);
        return bytes;
    }
}
