using System.Globalization;
using System.Runtime.CompilerServices;
using LeadRouter.Domain.Insights;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// Rows <c>{dimension}-{part}-{day}</c>: a slice of the sum of a day's sheets over all shards, with the version of each that is in it. A
/// question by rep over a year is one range of small rows instead of sixteen sheets a day. Nothing but a shortcut: a row whose versions are
/// not those of the sheets is passed over.
/// </summary>
internal sealed class MergedDays(ITableEngine tables)
{
    private const string Partition = "days";
    private const string Versions = "Versions";
    private const string Data = "Data";

    /// <summary>Of the days wanted, those that are as their sheets are.</summary>
    /// <param name="wanted">With the versions of their sheets.</param>
    public async IAsyncEnumerable<(DateOnly Day, byte[] Bytes)> ReadAsync(Slice slice, IReadOnlyDictionary<DateOnly, int[]> wanted, [EnumeratorCancellation] CancellationToken ct)
    {
        var range = new TableRange(TableLeadIndex.Table, Partition, new RowKeyRange(Key(slice, wanted.Keys.Min()), Key(slice, wanted.Keys.Max()) + ' '));
        await foreach (var row in tables.RangeAsync(range, ct).ConfigureAwait(false))
        {
            var day = DateOnly.ParseExact(row.RowKey[(row.RowKey.LastIndexOf('-') + 1)..], "yyyyMMdd", CultureInfo.InvariantCulture);
            if (wanted.TryGetValue(day, out var versions) && Bytes(versions).AsSpan().SequenceEqual((byte[])row.Properties[Versions])) yield return (day, (byte[])row.Properties[Data]);
        }
    }

    /// <param name="versions">Read before the sheets were: the rows are never older than they say.</param>
    public async Task WriteAsync(InsightDay day, int[] versions, CancellationToken ct)
    {
        var rows = day.Packed.Select(p => new RowWrite.Upsert(Key(p.Key, day.Day), new Dictionary<string, object> { [Versions] = Bytes(versions), [Data] = p.Value }));
        await tables.CommitAsync(TableLeadIndex.Table, Partition, [.. rows], ct).ConfigureAwait(false);
    }

    private static string Key(Slice slice, DateOnly day) => $"{slice.Dimension}-{slice.Part}-{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}".ToLowerInvariant();

    private static byte[] Bytes(int[] versions)
    {
        var bytes = new byte[versions.Length * sizeof(int)];
        for (var i = 0; i < versions.Length; i++) System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), versions[i]);
        return bytes;
    }
}
