using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Tests.World;

/// <summary>What always holds when a system is idle: DESIGN.md, section 7.</summary>
internal static class Invariants
{
    public static async Task HoldAsync(TestWorld world, int? submissions = null)
    {
        var process = world.Start();
        var leads = await AllLeadsAsync(process);
        var counts = await process.Index.CountAsync(CancellationToken.None);
        Assert.True(counts.Balanced, $"received {counts.Received}, in buckets {string.Join(", ", counts.Buckets)}");
        Assert.Equal(leads.Count, counts.Received);
        if (submissions is { } sent) Assert.Equal(sent, leads.Count);
        foreach (var bucket in leads.GroupBy(l => l.Life.Status.Bucket())) Assert.Equal((bucket.Key, bucket.Count()), (bucket.Key, (int)counts.Buckets[bucket.Key]));
        foreach (var lead in leads) Check(lead, world.Now);
        await CheckLedgerAsync(process, leads);
        await CheckFeedAsync(process, leads);
        await CheckAsideAsync(process, leads);
        await CheckClocksAsync(process, leads);
        await Recount.AgreesAsync(process, leads);
        foreach (var mails in world.Mails.ToContacts.GroupBy(m => m.About)) Assert.Single(mails);
        // One email a person and lead: repeat enquiries are not acknowledged again while the first is open.
    }

    public static async Task<List<LeadRecord>> AllLeadsAsync(TestProcess process)
    {
        var leads = await AllAsync(async cursor => await process.Leads.WalkAsync(cursor, CancellationToken.None) is var walk ? (walk.Leads, walk.Next) : default);
        var clocks = await AllAsync(async cursor => await process.Leads.WalkClocksAsync(cursor, CancellationToken.None) is var walk ? (walk.Leads, walk.Next) : default);
        foreach (var clock in clocks)
        {
            Assert.False(clock.HasSignals, $"a signal of {clock.Id} was never taken");
            var lead = Assert.Single(leads, l => l.Id == clock.Id);
            Assert.Equal((lead.ReceivedAt, lead.NextDue, lead.Life.Status == LeadStatus.Quarantined), (clock.ReceivedAt, clock.NextDue, clock.IsQuarantined));
        }
        Assert.Equal(leads.Count, clocks.Count);
        return leads;
    }

    private static async Task<List<T>> AllAsync<T>(Func<string?, Task<(IReadOnlyList<T> Items, string? Next)>> page)
    {
        var all = new List<T>();
        string? cursor = null;
        do
        {
            (var items, cursor) = await page(cursor);
            all.AddRange(items);
        }
        while (cursor is not null);
        return all;
    }

    private static void Check(LeadRecord lead, DateTimeOffset now)
    {
        var life = lead.Life;
        if (life.Status.IsOwned()) Assert.NotNull(life.Owner);
        else if (life.Status.IsOpen()) Assert.Null(life.Owner);
        Assert.Equal(life.Status.IsOpen(), life.WaitUntil is not null);
        Assert.True(life.Status is not (LeadStatus.Received or LeadStatus.Assigning) || !lead.Pending.IsEmpty, $"{lead.Id} is {life.Status} and nobody works on it");
        NothingIsLeftToDo(lead, now);
    }

    /// <summary>Only a digest that still collects may wait, for its instant.</summary>
    public static void NothingIsLeftToDo(LeadRecord lead, DateTimeOffset now) =>
        Assert.All(lead.Pending, effect => Assert.True(effect is { Effect: Effect.SendDigest, Parked: false } && effect.NextTry > now, $"{lead.Id} has yet to do {effect}"));

    private static async Task CheckLedgerAsync(TestProcess process, List<LeadRecord> leads)
    {
        var book = await process.Get<IPoolBooks>().ReadAsync(CancellationToken.None);
        Assert.All(book.Ledgers, ledger => Assert.Equal(Credit.Zero, ledger.Sum));
        foreach (var rep in book.Loads.Reps) Assert.Equal((rep, leads.Count(l => l.Life.Status.IsOwned() && l.Life.Owner == rep)), (rep, book.Loads[rep].Open));
    }

    private static async Task CheckFeedAsync(TestProcess process, List<LeadRecord> leads)
    {
        var feed = (await FeedAsync(process)).ToLookup(e => e.LeadId, e => e.Event);
        foreach (var lead in leads)
        {
            var events = feed[lead.Id].ToList();
            Assert.Equal(events.Select(e => e.Step).Distinct().Order(), events.Select(e => e.Step));
            Assert.Equal((lead.Id, lead.Life.Status, lead.Life.Owner), (lead.Id, events[^1].State, events[^1].Owner));
            Assert.Equal(0, events[0].Step);
            RepId? owner = null;
            foreach (var e in events)
            {
                if (e.State.IsOwned() && owner is { } before && before != e.Owner) Assert.Equal("reassigned", e.Type);
                owner = e.State.IsOwned() ? e.Owner : null;
            }
        }
    }

    /// <summary>The work list holds what waits in quarantine and nothing else, and what was thrown away can be found.</summary>
    private static async Task CheckAsideAsync(TestProcess process, List<LeadRecord> leads)
    {
        foreach (var state in new[] { LeadStatus.Quarantined, LeadStatus.Discarded })
        {
            var listed = (await process.Index.ListAsync(new LeadFilter(state, Quarantine: true), 1000, null, CancellationToken.None)).Items;
            Assert.Equal(leads.Where(l => l.Life.Status == state).Select(l => l.Id.Value).Order(), listed.Select(l => l.LeadId.Value).Order());
        }
    }

    private static async Task CheckClocksAsync(TestProcess process, List<LeadRecord> leads)
    {
        var due = new Dictionary<LeadId, DateTimeOffset>();
        await foreach (var row in process.Index.DueAsync(CancellationToken.None)) due.Add(row.Id, row.Due);
        foreach (var lead in leads.Where(l => l.NextDue is not null)) Assert.True(due.TryGetValue(lead.Id, out var at) && at <= lead.NextDue, $"no clock knows of {lead.Id}");
        foreach (var lead in leads.Where(l => l.NextDue is null)) Assert.False(due.ContainsKey(lead.Id), $"a clock wakes {lead.Id}, which is at rest");
        Assert.Empty((await process.Get<SweepLeads>().RunAsync(CancellationToken.None)).Orphans);
    }

    public static async Task<List<FeedEvent>> FeedAsync(TestProcess process)
    {
        var all = new List<FeedEvent>();
        for (string? after = null; ;)
        {
            var page = await process.Index.FeedAsync(after, 1000, CancellationToken.None);
            if (page.Items.Count == 0) return all;
            all.AddRange(page.Items);
            after = page.Next;
        }
    }
}
