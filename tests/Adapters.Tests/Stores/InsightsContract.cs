using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;

namespace LeadRouter.Adapters.Tests.Stores;

public sealed class EmbeddedInsightsTests() : InsightsContract(Engines.Embedded());

public sealed class AzureInsightsTests(AzuriteFixture azurite) : InsightsContract(Engines.On(azurite));

public abstract class InsightsContract(ITableEngine tables) : StoreContract(tables)
{
    private static readonly Cell All = new(Dimension.All, "");

    [Fact]
    public async Task A_host_that_starts_takes_days_summed_up_and_reads_again_what_changed_since()
    {
        var index = new TableLeadIndex(Tables);
        // At once, so that a shard writes several in one batch.
        await Task.WhenAll(Enumerable.Range(0, 160).Select(i => index.PublishAsync(OfDay(i), null, Ct)));
        using var running = new TableInsights(Tables);
        var read = await ReadAsync();
        Assert.Equal([80, 80], read.Days);
        Assert.Equal(read.Days, await DaysAsync(running));

        var later = await ReadAsync();
        Assert.Equal(read.Days, later.Days);
        Assert.True(later.Reads < read.Reads, $"{later.Reads} reads, {read.Reads} before");

        await index.PublishAsync(Some.Moved(OfDay(0), LeadStatus.Won), null, Ct);
        await index.PublishAsync(OfDay(160), null, Ct);
        var changed = await ReadAsync();
        Assert.Equal([81, 80], changed.Days);
        Assert.Equal(1, changed.Won);
        Assert.Equal(changed.Days, await DaysAsync(running));
    }

    private static LeadRecord OfDay(int number) => Some.Lead(number) with { ReceivedAt = Some.Monday9.AddDays(number % 2).AddMinutes(number) };

    private static async Task<long[]> DaysAsync(TableInsights insights) => [.. (await AllAsync(insights)).Select(d => d.Of(All, TallyParts.Figures)[Figure.Received])];

    private static Task<IReadOnlyList<InsightDay>> AllAsync(TableInsights insights) =>
        insights.ReadAsync(DateOnly.MinValue, DateOnly.MaxValue, [new Slice(Dimension.All, TallyParts.Figures)], Ct);

    /// <summary>By a host that knows nothing yet.</summary>
    private async Task<(long[] Days, long Won, long Reads)> ReadAsync()
    {
        var before = Tables.Counters.Reads;
        using var insights = new TableInsights(Tables);
        var days = await AllAsync(insights);
        return ([.. days.Select(d => d.Of(All, TallyParts.Figures)[Figure.Received])], days.Sum(d => d.Of(All, TallyParts.Figures)[Figure.Won]), Tables.Counters.Reads - before);
    }
}
