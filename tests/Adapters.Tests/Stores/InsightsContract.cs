using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Insights;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;

namespace LeadRouter.Adapters.Tests.Stores;

public sealed class EmbeddedInsightsTests() : InsightsContract(Engines.Embedded());

public sealed class AzureInsightsTests(AzuriteFixture azurite) : InsightsContract(Engines.On(azurite));

public abstract class InsightsContract(ITableEngine tables) : StoreContract(tables)
{
    // Nobody waits for so long but a question that would wait for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Cell All = new(Dimension.All, "");

    [Fact]
    public async Task A_host_that_starts_takes_days_summed_up_and_reads_again_what_changed_since()
    {
        var index = new TableLeadIndex(Tables);
        // At once, so that a shard writes several in one batch.
        await Task.WhenAll(Enumerable.Range(0, 160).Select(i => index.PublishAsync(OfDay(i), null, Ct)));
        var running = new TableInsights(Tables);
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

    [Fact]
    public async Task Hosts_that_write_the_sheet_of_a_day_in_turn_each_go_on_from_what_the_other_wrote()
    {
        TableLeadIndex[] hosts = [new(Tables), new(Tables)];
        var lead = OfDay(0);
        // Each of them changes what the lead adds.
        foreach (var (turn, status) in new[] { LeadStatus.Offered, LeadStatus.Lost, LeadStatus.Expired, LeadStatus.Won }.Index())
        {
            lead = Some.Moved(lead, status);
            await hosts[turn % 2].PublishAsync(lead, null, Ct);
        }
        var (days, won, _) = await ReadAsync();
        Assert.Equal((1, 1), (Assert.Single(days), won));
    }

    [Fact]
    public async Task A_lead_of_a_campaign_that_had_no_room_is_taken_away_where_it_was_added()
    {
        var index = new TableLeadIndex(Tables);
        var shard = TableLeadIndex.ShardOf(OfDay(0).Id);
        var leads = Enumerable.Range(0, int.MaxValue).Select(i => OfDay(2 * i)).Where(l => TableLeadIndex.ShardOf(l.Id) == shard).Take(DaySheet.MostKeys + 2)
            .Select((lead, i) => lead with { ReceivedAt = Some.Monday9, Attributes = lead.Attributes.With("Campaign", $"campaign {i}") }).ToList();
        await Task.WhenAll(leads[..DaySheet.MostKeys].Select(lead => index.PublishAsync(lead, null, Ct)));
        foreach (var lead in leads[DaySheet.MostKeys..]) await index.PublishAsync(lead, null, Ct);
        await index.PublishAsync(Some.Moved(leads[^1], LeadStatus.Won), null, Ct);
        var slice = new Slice(Dimension.Campaign, TallyParts.Figures);
        var campaigns = Assert.Single(await new TableInsights(Tables).ReadAsync(DateOnly.MinValue, DateOnly.MaxValue, [slice], Ct)).Of(slice);
        Assert.Equal(DaySheet.MostKeys + 1, campaigns.Count);
        Assert.Equal((2, 1, 1), (Of(Figure.Received), Of(Figure.InProgress), Of(Figure.Won)));

        long Of(Figure figure) => campaigns[new Cell(Dimension.Campaign, DaySheet.More)][figure];
    }

    [Fact]
    public async Task A_question_does_not_wait_for_a_day_that_it_does_not_ask_for()
    {
        var index = new TableLeadIndex(Tables);
        await index.PublishAsync(OfDay(0), null, Ct);
        await index.PublishAsync(OfDay(1), null, Ct);
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var monday = ShardSheets.Key(DayOf(OfDay(0)));
        var insights = new TableInsights(new FaultyTableEngine(Tables, operation =>
        {
            if (operation.RowKey != monday) return Fault.None;
            reached.TrySetResult();
            return new Fault.HeldUntil(release.Task);
        }));
        var sumUp = insights.SumUpAsync(Ct);
        await reached.Task;
        await index.PublishAsync(OfDay(3), null, Ct);
        var tuesday = DayOf(OfDay(1));
        var asked = await insights.ReadAsync(tuesday, tuesday, [new Slice(Dimension.All, TallyParts.Figures)], Ct).WaitAsync(Patience, Ct);
        Assert.Equal(2, Assert.Single(asked).Of(All, TallyParts.Figures)[Figure.Received]);
        Assert.False(sumUp.IsCompleted);
        release.SetResult();
        await sumUp;
        Assert.True(await DaysAsync(insights) is [1, 2]);
    }

    private static DateOnly DayOf(LeadRecord lead) => DateOnly.FromDateTime(lead.ReceivedAt.UtcDateTime);

    private static LeadRecord OfDay(int number) => Some.Lead(number) with { ReceivedAt = Some.Monday9.AddDays(number % 2).AddMinutes(number) };

    private static async Task<long[]> DaysAsync(TableInsights insights) => [.. (await AllAsync(insights)).Select(d => d.Of(All, TallyParts.Figures)[Figure.Received])];

    private static Task<IReadOnlyList<InsightDay>> AllAsync(TableInsights insights) =>
        insights.ReadAsync(DateOnly.MinValue, DateOnly.MaxValue, [new Slice(Dimension.All, TallyParts.Figures)], Ct);

    /// <summary>By a host that knows nothing yet.</summary>
    private async Task<(long[] Days, long Won, long Reads)> ReadAsync()
    {
        var before = Tables.Counters.Reads;
        var insights = new TableInsights(Tables);
        var days = await AllAsync(insights);
        return ([.. days.Select(d => d.Of(All, TallyParts.Figures)[Figure.Received])], days.Sum(d => d.Of(All, TallyParts.Figures)[Figure.Won]), Tables.Counters.Reads - before);
    }
}
