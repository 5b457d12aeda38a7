using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tests.Stores;

public sealed class EmbeddedLeadIndexTests() : LeadIndexContract(Engines.Embedded());

public sealed class AzureLeadIndexTests(AzuriteFixture azurite) : LeadIndexContract(Engines.On(azurite));

public abstract class LeadIndexContract(ITableEngine tables) : StoreContract(tables)
{
    private static readonly RepId Ana = new("ana");

    [Fact]
    public async Task A_probe_costs_one_read()
    {
        var before = Tables.Counters.Reads;
        await new TableLeadIndex(Tables).ProbeAsync(Ct);
        Assert.Equal(1, Tables.Counters.Reads - before);
    }

    [Fact]
    public async Task What_is_repeated_counts_once()
    {
        var index = new TableLeadIndex(Tables);
        var offered = Some.Moved(Some.Lead(), LeadStatus.Offered, Ana);
        for (var times = 0; times < 2; times++) await index.RegisterAsync(Some.Lead(), Ct);
        for (var times = 0; times < 2; times++) await index.PublishAsync(offered, Some.Monday9.AddHours(1), Ct);
        // A host that was stopped comes back with what it knew then.
        await new TableLeadIndex(Tables).PublishAsync(Some.Lead(), Some.Monday9, Ct);

        var counts = await index.CountAsync(Ct);
        Assert.Equal((1, 1, true), (counts.Received, counts.Buckets[Bucket.InProgress], counts.Balanced));
        Assert.Equal(["lead0-0", "lead0-1"], (await index.FeedAsync(null, 10, Ct)).Items.Select(e => e.Event.Id));
        var line = Assert.Single((await index.ListAsync(new LeadFilter(), 10, null, Ct)).Items);
        Assert.Equal((LeadStatus.Offered, Ana), (line.State, line.Owner));
        Assert.Equal(Some.Monday9.AddHours(1), Assert.Single(await index.DueAsync(Ct).ToListAsync(Ct)).Due);
    }

    [Fact]
    public async Task A_submission_counts_once_whether_many_register_it_at_once_or_nobody_did()
    {
        var index = new TableLeadIndex(Tables);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => index.RegisterAsync(Some.Lead(), Ct)));
        Assert.Equal(1, (await index.CountAsync(Ct)).Received);
        await index.PublishAsync(Some.Moved(Some.Lead(1), LeadStatus.Offered, Ana), Some.Monday9, Ct);
        var counts = await index.CountAsync(Ct);
        Assert.Equal((2, 2, true), (counts.Received, counts.Buckets[Bucket.InProgress], counts.Balanced));
    }

    /// <summary>Whether its version put the time of receipt before ids or not, and wherever the lead is listed.</summary>
    [Theory]
    [InlineData(true, null)]
    [InlineData(true, 0)]
    [InlineData(true, 9)]
    [InlineData(false, null)]
    public async Task A_lead_has_one_due_row_until_it_is_at_rest(bool ordered, int? shard)
    {
        var index = new TableLeadIndex(Tables);
        var lead = Some.Lead() with { GivesOrderedIds = ordered, Shard = shard };
        await index.RegisterAsync(lead, Ct);
        await index.MarkDueAsync(lead.Receipt(), Some.Monday9.AddHours(1), Ct);
        Assert.Equal(new DueLead(lead.Id, Some.Monday9.AddHours(1), lead.ReceivedAt, LeadStatus.Received), Assert.Single(await index.DueAsync(Ct).ToListAsync(Ct)));
        Assert.Empty(await index.UntimedAsync(Ct).ToListAsync(Ct));

        await index.PublishAsync(Some.Moved(lead, LeadStatus.Lost), null, Ct);

        Assert.Empty(await index.DueAsync(Ct).ToListAsync(Ct));
        Assert.Equal(1, (await index.CountAsync(Ct)).Buckets[Bucket.Lost]);
    }

    [Fact]
    public async Task Leads_are_due_in_the_order_in_which_they_came()
    {
        var index = new TableLeadIndex(Tables);
        var leads = Enumerable.Range(0, 40).Select(i => Some.Lead(i) with { GivesOrderedIds = true }).ToList();
        foreach (var lead in leads.AsEnumerable().Reverse()) await index.RegisterAsync(lead, Ct);

        var due = await index.DueAsync(Ct).ToListAsync(Ct);

        Assert.Equal(leads.Count, due.Count);
        foreach (var shard in due.GroupBy(d => TableLeadIndex.ShardOf(d.Id))) Assert.Equal(shard.OrderBy(d => d.ReceivedAt), shard);
    }

    [Fact]
    public async Task Whoever_has_a_lead_or_had_it_finds_it()
    {
        var (index, ben, pool) = (new TableLeadIndex(Tables), new RepId("ben"), new PoolId("emea"));
        for (var i = 0; i < 20; i++)
        {
            var lead = Some.Lead(i);
            await index.RegisterAsync(lead, Ct);
            var passed = Some.Moved(lead, LeadStatus.Offered, ben) with { History = LeadHistory.None with { Offers = [new Offer(1, Ana, pool, Some.Monday9), new Offer(2, ben, pool, Some.Monday9)] } };
            await index.PublishAsync(passed, Some.Monday9.AddHours(1), Ct);
        }
        Assert.Equal(20, (await index.ListAsync(new LeadFilter(Rep: Ana), 100, null, Ct)).Items.Count);
        Assert.Equal(20, (await index.ListAsync(new LeadFilter(Rep: ben), 100, null, Ct)).Items.Count);
        Assert.Empty((await index.ListAsync(new LeadFilter(Owner: Ana.Value), 100, null, Ct)).Items);
    }

    [Fact]
    public async Task Two_hosts_that_write_the_same_shards_count_every_lead_once()
    {
        const int leads = 24;
        TableLeadIndex[] hosts = [new(Tables), new(Tables)];

        await Task.WhenAll(Enumerable.Range(0, leads).Select(i => hosts[i % 2].RegisterAsync(Some.Lead(i), Ct)));
        await Task.WhenAll(Enumerable.Range(0, leads).Select(i => hosts[(i + 1) % 2].PublishAsync(Some.Moved(Some.Lead(i), LeadStatus.Offered, Ana), Some.Monday9, Ct)));

        var counts = await hosts[0].CountAsync(Ct);
        Assert.Equal((leads, leads, true), (counts.Received, counts.Buckets[Bucket.InProgress], counts.Balanced));
        Assert.Equal(2 * leads, (await hosts[1].FeedAsync(null, 100, Ct)).Items.Select(e => e.Event.Id).Distinct().Count());
        var first = await hosts[0].ListAsync(new LeadFilter(), 10, null, Ct);
        var rest = await hosts[1].ListAsync(new LeadFilter(Owner: "ana"), 100, first.Next, Ct);
        Assert.Equal(Enumerable.Range(0, leads).Reverse().Select(i => Some.Lead(i).Id), first.Items.Concat(rest.Items).Select(l => l.LeadId));
    }
}
