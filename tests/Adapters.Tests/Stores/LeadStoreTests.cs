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
    public async Task A_walk_meets_every_lead_and_says_whose_signals_wait()
    {
        for (var i = 0; i < 5; i++) await Leads.AddAsync(Some.Lead(i), Some.Raw, Ct);
        await Leads.AddSignalAsync(Some.Lead(3).Id, new SignalRow("key", Some.Monday9, new Signal.Accepted(Ana, 1)), Ct);

        var met = new List<WalkedLead>();
        string? cursor = null;
        do
        {
            var walk = await Leads.WalkAsync(cursor, Ct);
            met.AddRange(walk.Leads);
            cursor = walk.Next;
        }
        while (cursor is not null);

        Assert.Equal([("lead0", false), ("lead1", false), ("lead2", false), ("lead3", true), ("lead4", false)], met.Select(w => (w.Record.Id.Value, w.HasSignals)));
    }

    private static LeadChange Change(LeadRecord record, string tag, params StoredDecision[] decisions) =>
        new(record, tag, [new TimelineEntry(record.ReceivedAt, "moved", "It moved")], [], decisions);
}
