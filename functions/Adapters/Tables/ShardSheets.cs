using System.Globalization;
using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// The figures of one shard of the index: a row <c>sheet-{day}</c> for each day of receipt, changed in the very batch that publishes a
/// lead, and a row <c>sheets</c> that says how often each of them was changed, so that a reader knows which ones it has. What a lead
/// added so far stands in its line. Used by the shard's queue only, one batch after the other.
/// </summary>
internal sealed class ShardSheets
{
    public const string Versions = "sheets";

    /// <summary>Of a lead's line: what it adds to the figures.</summary>
    public const string Added = "Added";

    private const int MostRemembered = 32;

    private readonly Dictionary<DateOnly, (string ETag, DaySheet Sheet)> hot = [];
    private (string ETag, SheetVersions Versions)? hotVersions;

    public static string Key(DateOnly day) => $"sheet-{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    /// <summary>Replaces what the lead added by what it adds now, and answers that, for its line.</summary>
    public async Task<byte[]> ReplaceAsync(PartitionBatch batch, Plan plan, byte[]? added, LeadRecord record, CancellationToken ct)
    {
        var contribution = Contribution.Of(record);
        var sheet = await SheetAsync(batch, plan, contribution.Day, ct).ConfigureAwait(false);
        contribution = sheet.Fitted(contribution);
        var adds = InsightCodec.Write(contribution);
        if (added is not null && adds.AsSpan().SequenceEqual(added)) return added;
        plan.Versions ??= await VersionsAsync(batch, ct).ConfigureAwait(false);
        plan.Sheets[contribution.Day] = sheet.Replace(added is null ? null : InsightCodec.ReadContribution(added), contribution);
        batch.Set(Key(contribution.Day), PartitionBatch.Unwritten);
        return adds;
    }

    public void Remember(PartitionBatch batch, Plan plan)
    {
        if (plan.Versions is null) return;
        hotVersions = (batch.ETagOf(Versions)!, plan.Versions);
        if (hot.Count + plan.Sheets.Count > MostRemembered) hot.Clear();
        foreach (var (day, sheet) in plan.Sheets) hot[day] = (batch.ETagOf(Key(day))!, sheet);
    }

    private async Task<DaySheet> SheetAsync(PartitionBatch batch, Plan plan, DateOnly day, CancellationToken ct)
    {
        if (plan.Sheets.TryGetValue(day, out var planned)) return planned;
        if (!batch.IsRetry && hot.TryGetValue(day, out var known))
        {
            batch.Assume(Key(day), known.ETag, PartitionBatch.Unwritten);
            return known.Sheet;
        }
        return await batch.GetAsync(Key(day), ct).ConfigureAwait(false) is { } row ? InsightCodec.ReadSheet(Bytes(row)) : DaySheet.Empty;
    }

    private async Task<SheetVersions> VersionsAsync(PartitionBatch batch, CancellationToken ct)
    {
        if (!batch.IsRetry && hotVersions is { } known)
        {
            batch.Assume(Versions, known.ETag, PartitionBatch.Unwritten);
            return known.Versions;
        }
        return SheetVersions.In(await batch.GetAsync(Versions, ct).ConfigureAwait(false));
    }

    private static byte[] Bytes(IReadOnlyDictionary<string, object> row) => (byte[])row["Data"];

    /// <summary>The sheets that a batch changes.</summary>
    internal sealed class Plan
    {
        public Dictionary<DateOnly, DaySheet> Sheets { get; } = [];

        public SheetVersions? Versions { get; set; }

        public void WriteTo(PartitionBatch batch)
        {
            if (Versions is null) return;
            foreach (var (day, sheet) in Sheets) batch.Set(Key(day), new Dictionary<string, object> { ["Data"] = InsightCodec.Write(sheet) });
            Versions = Versions.Changed(Sheets.Keys);
            batch.Set(ShardSheets.Versions, Versions.Row());
        }
    }
}
