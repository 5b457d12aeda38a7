using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using LeadRouter.Domain.Insights;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// Reads the sheets of all shards and keeps each day's sum. A question costs one read a shard, which tells the days that changed since,
/// and one more a shard for each of those; a version is read before the sheet it counts, so that what is kept is never older than it says.
/// The sums of all days but the newest are kept in the store as well, in slices, so that whoever does not know them reads only what he needs.
/// A question waits for nothing but the days that it asks for, and each of them is summed up once for all who ask.
/// </summary>
public sealed class TableInsights(ITableEngine tables) : IInsights
{
    private const int DaysAtOnce = 4;
    private static readonly Slice[] Smallest = [new(Dimension.All, TallyParts.Figures)];

    private readonly ConcurrentDictionary<DateOnly, DayAt> kept = [];
    private readonly MergedDays merged = new(tables);
    private Known known = new([], []);

    public async Task<IReadOnlyList<InsightDay>> ReadAsync(DateOnly from, DateOnly to, IEnumerable<Slice> slices, CancellationToken ct)
    {
        var versions = await VersionsAsync(ct).ConfigureAwait(false);
        return await KnowAsync([.. versions.Where(d => d.Key >= from && d.Key <= to)], [.. slices], versions.Keys.LastOrDefault(), ct).ConfigureAwait(false);
    }

    public async Task SumUpAsync(CancellationToken ct)
    {
        var versions = await VersionsAsync(ct).ConfigureAwait(false);
        await KnowAsync([.. versions.Reverse()], Smallest, versions.Keys.LastOrDefault(), ct).ConfigureAwait(false);
    }

    /// <param name="wanted">Days with the versions of their sheets.</param>
    /// <param name="newest">Is about to change again: its sum is not worth storing.</param>
    private async Task<List<InsightDay>> KnowAsync(KeyValuePair<DateOnly, int[]>[] wanted, Slice[] slices, DateOnly newest, CancellationToken ct)
    {
        var days = wanted.Select(d => KeptAt(d.Key, d.Value)).ToList();
        foreach (var slice in slices) await RecallAsync(days.Where(d => d.Day.Day != newest && !d.Day.Has(slice)).ToDictionary(d => d.Day.Day), slice, ct).ConfigureAwait(false);
        await Parallel.ForEachAsync(days.Where(Lacks), new ParallelOptions { MaxDegreeOfParallelism = DaysAtOnce, CancellationToken = ct }, async (day, ct) =>
        {
            await day.One.WaitAsync(ct).ConfigureAwait(false);
            try
            {
                if (Lacks(day)) await SumUpAsync(day, isStored: day.Day.Day != newest, ct).ConfigureAwait(false);
            }
            finally
            {
                day.One.Release();
            }
        }).ConfigureAwait(false);
        return [.. days.Select(d => d.Day)];

        bool Lacks(DayAt day) => !Array.TrueForAll(slices, day.Day.Has);
    }

    private async Task SumUpAsync(DayAt day, bool isStored, CancellationToken ct)
    {
        await ReadSheetsAsync(day, ct).ConfigureAwait(false);
        if (isStored) await merged.WriteAsync(day.Day, day.Versions, ct).ConfigureAwait(false);
    }

    /// <summary>The day as of these versions, with what this host has of it. Whoever asked before goes on with what he was given.</summary>
    private DayAt KeptAt(DateOnly day, int[] versions) => kept.AddOrUpdate(
        day, _ => new DayAt(versions, new InsightDay(day)), (_, at) => at.Versions.AsSpan().SequenceEqual(versions) ? at : new DayAt(versions, new InsightDay(day)));

    /// <summary>What this host does not have is taken as the store has it summed up, if it has.</summary>
    private async Task RecallAsync(Dictionary<DateOnly, DayAt> unknown, Slice slice, CancellationToken ct)
    {
        if (unknown.Count == 0) return;
        await foreach (var (day, bytes) in merged.ReadAsync(slice, unknown.ToDictionary(d => d.Key, d => d.Value.Versions), ct).ConfigureAwait(false)) unknown[day].Day.Put(slice, bytes);
    }

    /// <summary>By day, the version of each shard's sheet; 0 where it has none.</summary>
    private async Task<SortedDictionary<DateOnly, int[]>> VersionsAsync(CancellationToken ct)
    {
        var rows = await Task.WhenAll(Enumerable.Range(0, TableLeadIndex.Shards)
            .Select(shard => tables.GetAsync(TableLeadIndex.Table, TableLeadIndex.PartitionOf(shard), ShardSheets.Versions, ct).AsTask())).ConfigureAwait(false);
        string?[] etags = [.. rows.Select(r => r?.ETag)];
        if (known is var before && before.ETags.AsSpan().SequenceEqual(etags)) return before.Versions;
        var versions = new SortedDictionary<DateOnly, int[]>();
        for (var shard = 0; shard < rows.Length; shard++)
        {
            foreach (var (day, version) in SheetVersions.In(rows[shard]?.Properties).Changes)
            {
                if (!versions.TryGetValue(day, out var ofDay)) versions[day] = ofDay = new int[TableLeadIndex.Shards];
                ofDay[shard] = version;
            }
        }
        known = new Known(etags, versions);
        return versions;
    }

    private async Task ReadSheetsAsync(DayAt day, CancellationToken ct)
    {
        var rows = await Task.WhenAll(Enumerable.Range(0, TableLeadIndex.Shards).Where(shard => day.Versions[shard] > 0)
            .Select(shard => tables.GetAsync(TableLeadIndex.Table, TableLeadIndex.PartitionOf(shard), ShardSheets.Key(day.Day.Day), ct).AsTask())).ConfigureAwait(false);
        var sums = new Dictionary<Cell, TallySum>();
        foreach (var row in rows)
            if (row is not null) InsightCodec.AddTo((byte[])row.Properties["Data"], cell => CollectionsMarshal.GetValueRefOrAddDefault(sums, cell, out _) ??= new TallySum());
        day.Day.Put(sums.Select(s => KeyValuePair.Create(s.Key, s.Value.ToTally())).Where(s => !s.Value.IsEmpty));
    }

    /// <summary>A day as it is with these versions of its sheets.</summary>
    private sealed record DayAt(int[] Versions, InsightDay Day)
    {
        /// <summary>Taken by whoever sums the day up. It has nothing to dispose of.</summary>
        public SemaphoreSlim One { get; } = new(1, 1);
    }

    private sealed record Known(string?[] ETags, SortedDictionary<DateOnly, int[]> Versions);
}
