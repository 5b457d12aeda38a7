using System.Globalization;
using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tests.Stores;

public sealed class EmbeddedLeadStoreTests() : LeadStoreContract(Engines.Embedded());

public sealed class AzureLeadStoreTests(AzuriteFixture azurite) : LeadStoreContract(Engines.On(azurite));

public abstract class LeadStoreContract(ITableEngine tables) : StoreContract(tables)
{
    private static readonly RepId Ana = new("ana");

    private TableLeadStore Leads => new(Tables);

    [Fact]
    public async Task The_receipt_is_read_from_the_record_as_it_is_now()
    {
        var store = new TableLeadStore(Tables);
        Assert.Null(await store.FindReceiptAsync(Some.Lead().Id, Ct));

        await store.AddAsync(Some.Moved(Some.Lead(), LeadStatus.Lost), new RawSubmission("application/json", [1], new Dictionary<string, string>()), Ct);

        Assert.Equal(new LeadReceipt(Some.Lead().Id, Some.Lead().ReceivedAt, LeadStatus.Lost), await store.FindReceiptAsync(Some.Lead().Id, Ct));
    }

    [Fact]
    public async Task A_submission_is_added_once_and_read_as_it_came()
    {
        Assert.IsType<AddLead.Added>(await Leads.AddAsync(Some.Lead(), Some.Raw, Ct));

        var known = Assert.IsType<AddLead.Known>(await Leads.AddAsync(Some.Lead() with { Source = "another" }, Some.Raw, Ct));

        Assert.Equal((Some.Lead().Id, false), (known.Submission.Lead, known.Submission.HasMoved));
        Assert.Equal("web", (await Leads.OpenAsync(Some.Lead().Id, Ct))!.Record.Source);
        var raw = await Leads.ReadSubmissionAsync(Some.Lead().Id, Ct);
        Assert.Equal((Some.Raw.ContentType, "https://acme.example"), (raw!.ContentType, raw.Headers["Origin"]));
        Assert.Equal(Some.Raw.Body, raw.Body);
    }

    [Fact]
    public async Task Of_two_changes_of_one_lead_the_first_is_written_and_nothing_of_the_second()
    {
        await Leads.AddAsync(Some.Lead(), Some.Raw, Ct);
        var open = (await Leads.OpenAsync(Some.Lead().Id, Ct))!;
        var offered = Some.Moved(open.Record, LeadStatus.Offered, Ana);
        var saved = Assert.IsType<SaveLead.Saved>(await Leads.SaveAsync(Change(offered, open.Tag), Ct));

        Assert.IsType<SaveLead.Stale>(await Leads.SaveAsync(Change(Some.Moved(open.Record, LeadStatus.House), open.Tag, new StoredDecision(7, "{}")), Ct));

        var story = (await Leads.ReadAsync(open.Record.Id, Ct))!;
        Assert.Equal((LeadStatus.Offered, Ana), (story.Record.Life.Status, story.Record.Life.Owner));
        Assert.Empty(story.Decisions);
        Assert.IsType<SaveLead.Saved>(await Leads.SaveAsync(Change(Some.Moved(offered, LeadStatus.Accepted, Ana), saved.Tag), Ct));
    }

    [Fact]
    public async Task A_signal_is_known_by_its_id_before_and_after_it_was_taken()
    {
        var signal = new SignalRow("key", Some.Monday9, new Signal.Accepted(Ana, 1), "print");
        await Leads.AddAsync(Some.Lead(), Some.Raw, Ct);
        Assert.Equal(AddSignal.Added, await Leads.AddSignalAsync(Some.Lead().Id, signal, Ct));
        Assert.Equal(AddSignal.Known, await Leads.AddSignalAsync(Some.Lead().Id, signal, Ct));
        Assert.Null(await Leads.FindAnswerAsync(Some.Lead().Id, "key", Ct));
        var open = (await Leads.OpenAsync(Some.Lead().Id, Ct))!;
        Assert.Equal("key", Assert.Single(open.Signals).Id);

        var answer = new SignalAnswer("key", Some.Monday9, null, LeadStatus.Accepted, Ana, "print");
        await Leads.SaveAsync(Change(Some.Moved(open.Record, LeadStatus.Accepted, Ana), open.Tag) with { Taken = [answer] }, Ct);

        Assert.Empty((await Leads.OpenAsync(Some.Lead().Id, Ct))!.Signals);
        Assert.Equal(answer, await Leads.FindAnswerAsync(Some.Lead().Id, "key", Ct));
        Assert.Equal(AddSignal.Known, await Leads.AddSignalAsync(Some.Lead().Id, signal, Ct));
    }

    [Fact]
    public async Task What_came_in_stays_in_a_row_of_its_own_and_is_written_again_only_when_it_changes()
    {
        await Leads.AddAsync(Some.Lead(), Some.Raw, Ct);
        var came = (await RowAsync("lead"))!;
        var open = (await Leads.OpenAsync(Some.Lead().Id, Ct))!;

        var offered = Some.Moved(open.Record, LeadStatus.Offered, Ana);
        var first = Assert.IsType<SaveLead.Saved>(await Leads.SaveAsync(Change(offered, open.Tag), Ct));
        Assert.Equal(came.ETag, (await RowAsync("lead"))!.ETag);
        Assert.DoesNotContain("acme", (await RowAsync("lead-state"))!.Text("Data")!, StringComparison.Ordinal);
        Assert.Equal("eva0@acme.example", (await Leads.OpenAsync(Some.Lead().Id, Ct))!.Record.Attributes["Email"]);

        var told = Some.Moved(offered, LeadStatus.Accepted, Ana) with { Attributes = offered.Attributes.With("Phone", "+34910000000") };
        var second = Assert.IsType<SaveLead.Saved>(await Leads.SaveAsync(Change(told, first.Tag) with { HasNewAttributes = true }, Ct));
        var now = (await Leads.OpenAsync(Some.Lead().Id, Ct))!;
        Assert.Equal((second.Tag, LeadStatus.Accepted, "+34910000000"), (now.Tag, now.Record.Life.Status, now.Record.Attributes["Phone"]));
        Assert.Equal(now.Record.Attributes["Phone"], (await Leads.ReadAsync(Some.Lead().Id, Ct))!.Record.Attributes["Phone"]);
        Assert.Equal(LeadStatus.Accepted, (await Leads.FindReceiptAsync(Some.Lead().Id, Ct))!.State);
        Assert.True((await Leads.FindKnownAsync(Some.Lead().Id, Ct))!.HasMoved);
    }

    [Fact]
    public async Task A_lead_that_was_moved_when_all_stood_in_one_row_goes_on_from_it_and_leaves_nothing_old_there()
    {
        var old = Some.Moved(Some.Lead(), LeadStatus.Offered, Ana);
        await Leads.AddAsync(old, Some.Raw, Ct);
        var open = (await Leads.OpenAsync(old.Id, Ct))!;
        Assert.Equal((LeadStatus.Offered, Ana), (open.Record.Life.Status, open.Record.Life.Owner));

        Assert.IsType<SaveLead.Saved>(await Leads.SaveAsync(Change(Some.Moved(open.Record, LeadStatus.House), open.Tag), Ct));

        Assert.IsType<SaveLead.Stale>(await Leads.SaveAsync(Change(Some.Moved(open.Record, LeadStatus.Accepted), open.Tag), Ct));
        var now = (await Leads.OpenAsync(old.Id, Ct))!.Record;
        Assert.Equal((LeadStatus.House, "eva0@acme.example"), (now.Life.Status, now.Attributes["Email"]));
        Assert.DoesNotContain("ffered", (await RowAsync("lead"))!.Text("Data")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lead_is_scrubbed_though_its_raw_body_is_dropped_in_the_same_moment()
    {
        var id = Some.Lead().Id;
        await Leads.AddAsync(Some.Lead(), Some.Raw, Ct);
        var open = (await Leads.OpenAsync(id, Ct))!;
        var told = Change(Some.Moved(open.Record, LeadStatus.Offered, Ana), open.Tag) with { Story = [new TimelineEntry(Some.Monday9, "noted", "Eva asked for a call")] };
        Assert.IsType<SaveLead.Saved>(await Leads.SaveAsync(told, Ct));
        var between = new BeforeFirstCommit(Tables, () => Leads.DropSubmissionAsync(id, Ct));

        await new TableLeadStore(between).ScrubAsync(id, Ct);

        Assert.True(between.Happened);
        Assert.Null(await Leads.ReadSubmissionAsync(id, Ct));
        Assert.All((await Leads.ReadAsync(id, Ct))!.Timeline.Where(e => e.Kind == "noted"), e => Assert.Equal("", e.Text));
        Assert.Contains((await Leads.ReadAsync(id, Ct))!.Timeline, e => e.Kind == "noted");
    }

    [Fact]
    public async Task A_walk_meets_every_lead_once_and_tells_the_clock_of_each()
    {
        await AddAllAsync();

        var leads = await WalkedAsync(Leads);

        Assert.Equal(Walked, leads.Clocks.Select(c => (c.Id.Value, c.IsQuarantined, c.HasSignals)));
        Assert.Equal(Walked.Select(w => w.Id), leads.Records.Select(r => r.Id.Value));
        foreach (var (clock, record) in leads.Clocks.Zip(leads.Records))
            Assert.Equal((record.ReceivedAt, record.NextDue, record.Outbox[^1].At), (clock.ReceivedAt, clock.NextDue, clock.Unpublished));
        Assert.Equal(LeadStatus.Offered, leads.Records[1].Life.Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task However_pages_end_between_the_rows_of_a_lead_a_walk_meets_him_once(int rows)
    {
        await AddAllAsync();
        var small = new TableLeadStore(new SmallPages(Tables, rows));

        var leads = await WalkedAsync(small);

        Assert.Equal(Walked, leads.Clocks.Select(c => (c.Id.Value, c.IsQuarantined, c.HasSignals)));
        Assert.Equal(Walked.Select(w => w.Id), leads.Records.Select(r => r.Id.Value));
    }

    [Fact]
    public async Task A_walk_tells_the_clock_of_a_lead_that_has_it_in_its_data_only_as_an_earlier_version_wrote_it()
    {
        await AddAllAsync();
        var before = await WalkedAsync(Leads);
        foreach (var id in before.Clocks.Select(c => c.Id.Value))
            foreach (var key in new[] { "lead", "lead-state" })
                if (await Tables.GetAsync(TableLeadStore.Table, id, key, Ct) is { } row)
                    await Tables.CommitAsync(TableLeadStore.Table, id, [new RowWrite.Upsert(key, new Dictionary<string, object> { ["Data"] = row.Properties["Data"] })], Ct);

        Assert.Equal(before.Clocks, (await WalkedAsync(Leads)).Clocks);
    }

    private static readonly (string Id, bool IsQuarantined, bool HasSignals)[] Walked =
        [("lead0", false, false), ("lead1", false, false), ("lead2", true, false), ("lead3", false, true), ("lead4", false, true)];

    /// <summary>One that moved, one in quarantine, two with signals, one of them moved.</summary>
    private async Task AddAllAsync()
    {
        for (var i = 0; i < 5; i++)
            await Leads.AddAsync(i == 2 ? Some.Moved(Some.Lead(i), LeadStatus.Quarantined) : Some.Lead(i), Some.Raw, Ct);
        foreach (var i in new[] { 1, 4 })
        {
            var open = (await Leads.OpenAsync(Some.Lead(i).Id, Ct))!;
            await Leads.SaveAsync(Change(Some.Moved(open.Record, LeadStatus.Offered, Ana), open.Tag), Ct);
        }
        foreach (var (i, key) in new[] { (3, "one"), (4, "one"), (4, "two") })
            await Leads.AddSignalAsync(Some.Lead(i).Id, new SignalRow(key, Some.Monday9, new Signal.Accepted(Ana, 1)), Ct);
    }

    private static async Task<(List<LeadClock> Clocks, List<LeadRecord> Records)> WalkedAsync(TableLeadStore leads)
    {
        var (clocks, records) = (new List<LeadClock>(), new List<LeadRecord>());
        for (string? cursor = null; ;)
        {
            var walk = await leads.WalkClocksAsync(cursor, Ct);
            clocks.AddRange(walk.Leads);
            cursor = walk.Next;
            if (cursor is null) break;
        }
        for (string? cursor = null; ;)
        {
            var walk = await leads.WalkAsync(cursor, Ct);
            records.AddRange(walk.Leads);
            cursor = walk.Next;
            if (cursor is null) return (clocks, records);
        }
    }

    private Task<TableRow?> RowAsync(string key) => Tables.GetAsync(TableLeadStore.Table, Some.Lead().Id.Value, key, Ct).AsTask();

    private static LeadChange Change(LeadRecord record, string tag, params StoredDecision[] decisions) =>
        new(record, tag, [new TimelineEntry(record.ReceivedAt, "moved", "It moved")], [], decisions) { HasNewAttributes = false };

    /// <summary>Scans end after a few rows, wherever that is.</summary>
    private sealed class SmallPages(ITableEngine inner, int size) : ITableEngine
    {
        public StorageCounters Counters => inner.Counters;

        public ValueTask<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken ct) => inner.GetAsync(table, partitionKey, rowKey, ct);

        public ValueTask<TablePage> QueryAsync(TableRange range, string? continuation, CancellationToken ct) => inner.QueryAsync(range, continuation, ct);

        public async ValueTask<TablePage> ScanPageAsync(TableScan scan, string? continuation, CancellationToken ct)
        {
            var from = continuation is null ? 0 : int.Parse(continuation, CultureInfo.InvariantCulture);
            var all = (await inner.ScanPageAsync(scan, null, ct)).Rows;
            return new TablePage([.. all.Skip(from).Take(size)], from + size < all.Count ? (from + size).ToString(CultureInfo.InvariantCulture) : null);
        }

        public ValueTask<CommitOutcome> CommitAsync(string table, string partitionKey, IReadOnlyList<RowWrite> writes, CancellationToken ct) =>
            inner.CommitAsync(table, partitionKey, writes, ct);

        public ValueTask ScrubAsync() => inner.ScrubAsync();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
