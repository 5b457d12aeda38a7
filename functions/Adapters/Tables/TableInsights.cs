using System.Runtime.InteropServices;
using LeadRouter.Domain.Insights;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// Reads the sheets of all shards and keeps each day's sum. A question costs one read a shard, which tells the days that changed since,
/// and one more a shard for each of those; a version is read before the sheet it counts, so that what is kept is never older than it says.
/// The sums of all days but the newest are kept in the store as well, in slices, so that whoever does not know them reads only what he needs.
/// </summary>
public sealed class TableInsights(ITableEngine tables) : IInsights, IDisposable
{
    private const int DaysAtOnce = 4;
    private const int DaysBetweenQuestions = 16;
    private static readonly Slice[] Smallest = [new(Dimension.All, TallyParts.Figures)];

    private readonly Dictionary<DateOnly, (int[] Versions, InsightDay Day)> kept = [];
    private readonly MergedDays merged = new(tables);
    private readonly SemaphoreSlim one = new(1, 1);

    public async Task<IReadOnlyList<InsightDay>> ReadAsync(DateOnly from, DateOnly to, IEnumerable<Slice> slices, CancellationToken ct)
    {
        var versions = await VersionsAsync(ct).ConfigureAwait(false);
        if (versions.Count == 0) return [];
        return await KnowAsync([.. versions.Where(d => d.Key >= from && d.Key <= to)], [.. slices], versions.Keys.Last(), ct).ConfigureAwait(false);
    }

    public async Task SumUpAsync(CancellationToken ct)
    {
        var versions = await VersionsAsync(ct).ConfigureAwait(false);
        foreach (var days in versions.Reverse().Chunk(DaysBetweenQuestions)) await KnowAsync(days, Smallest, versions.Keys.Last(), ct).ConfigureAwait(false);
    }

    public void Dispose() => one.Dispose();

    /// <param name="days">With the versions of their sheets.</param>
    /// <param name="newest">Is about to change again: its sum is not worth storing.</param>
    private async Task<List<InsightDay>> KnowAsync(KeyValuePair<DateOnly, int[]>[] days, Slice[] slices, DateOnly newest, CancellationToken ct)
    {
        await one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            foreach (var slice in slices) await RecallAsync(days.Where(d => d.Key != newest && !IsKnown(d.Key, d.Value, slice)).ToDictionary(), slice, ct).ConfigureAwait(false);
            var stale = days.Where(d => !Array.TrueForAll(slices, slice => IsKnown(d.Key, d.Value, slice))).ToList();
            var read = new InsightDay[stale.Count];
            await Parallel.ForAsync(0, stale.Count, new ParallelOptions { MaxDegreeOfParallelism = DaysAtOnce, CancellationToken = ct }, async (i, ct) =>
            {
                read[i] = await ReadDayAsync(stale[i].Key, stale[i].Value, ct).ConfigureAwait(false);
                if (stale[i].Key != newest) await merged.WriteAsync(read[i], stale[i].Value, ct).ConfigureAwait(false);
            }).ConfigureAwait(false);
            for (var i = 0; i < stale.Count; i++) kept[stale[i].Key] = (stale[i].Value, read[i]);
            return [.. days.Select(d => kept[d.Key].Day)];
        }
        finally
        {
            one.Release();
        }
    }

    private bool IsKnown(DateOnly day, int[] versions, Slice slice) =>
        kept.TryGetValue(day, out var known) && known.Versions.AsSpan().SequenceEqual(versions) && known.Day.Has(slice);

    /// <summary>What this host does not have is taken as the store has it summed up, if it has.</summary>
    private async Task RecallAsync(Dictionary<DateOnly, int[]> unknown, Slice slice, CancellationToken ct)
    {
        if (unknown.Count == 0) return;
        foreach (var (day, bytes) in await merged.ReadAsync(slice, unknown, ct).ConfigureAwait(false))
        {
            if (!kept.TryGetValue(day, out var known) || !known.Versions.AsSpan().SequenceEqual(unknown[day])) kept[day] = known = (unknown[day], new InsightDay(day));
            known.Day.Put(slice, bytes);
        }
    }

    /// <summary>By day, the version of each shard's sheet; 0 where it has none.</summary>
    private async Task<SortedDictionary<DateOnly, int[]>> VersionsAsync(CancellationToken ct)
    {
        var rows = await Task.WhenAll(Enumerable.Range(0, TableLeadIndex.Shards)
            .Select(shard => tables.GetAsync(TableLeadIndex.Table, TableLeadIndex.PartitionOf(shard), ShardSheets.Versions, ct).AsTask())).ConfigureAwait(false);
        var versions = new SortedDictionary<DateOnly, int[]>();
        for (var shard = 0; shard < rows.Length; shard++)
        {
            foreach (var (day, version) in SheetVersions.In(rows[shard]?.Properties).Changes)
            {
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
            if (row is not null) InsightCodec.AddTo((byte[])row.Properties["Data"], cell => CollectionsMarshal.GetValueRefOrAddDefault(sums, cell, out _) ??= new TallySum());
        return new InsightDay(day, sums.Select(s => (s.Key, Tally: s.Value.ToTally())).Where(s => !s.Tally.IsEmpty).Select(s => KeyValuePair.Create(s.Key, s.Tally)));
    }
}
