using LeadRouter.Domain.Insights;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// Reads the sheets of all shards and keeps each day's sum. A question costs one read a shard, which tells the days that changed since,
/// and one more a shard for each of those; a version is read before the sheet it counts, so that what is kept is never older than it says.
/// The sums of all days but the newest are kept in the store as well, for the first question after a start.
/// </summary>
public sealed class TableInsights(ITableEngine tables) : IInsights, IDisposable
{
    private const int DaysAtOnce = 4;

    private readonly Dictionary<DateOnly, (int[] Versions, InsightDay Day)> kept = [];
    private readonly MergedDays merged = new(tables);
    private readonly SemaphoreSlim one = new(1, 1);

    public async Task<IReadOnlyList<InsightDay>> ReadAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        await one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var versions = await VersionsAsync(from, to, ct).ConfigureAwait(false);
            await RecallAsync(versions, ct).ConfigureAwait(false);
            var stale = versions.Where(d => !kept.TryGetValue(d.Key, out var known) || !known.Versions.AsSpan().SequenceEqual(d.Value)).ToList();
            var read = new InsightDay[stale.Count];
            await Parallel.ForAsync(0, stale.Count, new ParallelOptions { MaxDegreeOfParallelism = DaysAtOnce, CancellationToken = ct }, async (i, ct) =>
            {
                read[i] = await ReadDayAsync(stale[i].Key, stale[i].Value, ct).ConfigureAwait(false);
                // The newest day is about to change again.
                if (stale[i].Key != versions.Keys.Last()) await merged.WriteAsync(read[i], stale[i].Value, ct).ConfigureAwait(false);
            }).ConfigureAwait(false);
            for (var i = 0; i < stale.Count; i++) kept[stale[i].Key] = (stale[i].Value, read[i]);
            return [.. versions.Keys.Select(day => kept[day].Day)];
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    /// <summary>Days that this host has never read are taken as the store has them summed up, if it has.</summary>
    private async Task RecallAsync(SortedDictionary<DateOnly, int[]> versions, CancellationToken ct)
    {
        var unknown = versions.Keys.Where(day => !kept.ContainsKey(day)).ToList();
        if (unknown.Count < 2) return;
        foreach (var day in await merged.ReadAsync(versions, unknown, ct).ConfigureAwait(false))
            if (!kept.ContainsKey(day.Day)) kept[day.Day] = (versions[day.Day], day);
    }

    /// <summary>By day, the version of each shard's sheet; 0 where it has none.</summary>
    private async Task<SortedDictionary<DateOnly, int[]>> VersionsAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        var rows = await Task.WhenAll(Enumerable.Range(0, TableLeadIndex.Shards)
            .Select(shard => tables.GetAsync(TableLeadIndex.Table, TableLeadIndex.PartitionOf(shard), ShardSheets.Versions, ct).AsTask())).ConfigureAwait(false);
        var versions = new SortedDictionary<DateOnly, int[]>();
        for (var shard = 0; shard < rows.Length; shard++)
        {
            foreach (var (day, version) in SheetVersions.In(rows[shard]?.Properties).Changes)
            {
                if (day < from || day > to) continue;
                if (!versions.TryGetValue(day, out var ofDay)) versions[day] = ofDay = new int[TableLeadIndex.Shards];
                ofDay[shard] = version;
            }
        }
        return versions;
    }

    private async Task<InsightDay> ReadDayAsync(DateOnly day, int[] versions, CancellationToken ct)
    {
        var rows = await Task.WhenAll(Enumerable.Range(0, TableLeadIndex.Shards).Where(shard => versions[shard] > 0)
            .Select(shard => tables.GetAsync(TableLeadIndex.Table, TableLeadIndex.PartitionOf(shard), ShardSheets.Key(day), ct).AsTask())).ConfigureAwait(false);
        var sums = new Dictionary<Cell, TallySum>();
        foreach (var row in rows)
            if (row is not null) InsightCodec.AddTo(sums, (byte[])row.Properties["Data"]);
        return new InsightDay(day, sums.Select(s => (s.Key, Tally: s.Value.ToTally())).Where(s => !s.Tally.IsEmpty).Select(s => KeyValuePair.Create(s.Key, s.Tally)));
    }
}
