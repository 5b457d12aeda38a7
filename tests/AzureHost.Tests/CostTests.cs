using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tables.Azure;
using LeadRouter.AzureHost.Tests.Parity;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace LeadRouter.AzureHost.Tests;

/// <summary>
/// What a lead costs in Azure, counted on the table service's double: docs/scale.md turns it into a price. Each transaction has its line
/// here, so that none is added unnoticed. The lead comes alone, to a host that has met its shard and its rep before.
/// </summary>
public sealed class CostTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly string[] ToTheOffer =
    [
        // The submission, before it is answered.
        "commit Leads: insert lead, insert submission",
        "commit LeadIndex: insert line, replace counts, upsert due",
        // The move. One claim for each key: here the address, and name with domain.
        "query  Leads: from lead",
        "commit Identities: insert claim",
        "commit Identities: insert claim",
        "commit Leads: insert lead",
        "commit PoolLedgers: insert decision, replace book",
        "commit Leads: replace lead, upsert decision",
        // A mail to the contact and one to the rep: a slot each, and what became of it.
        "commit Mailboxes: insert send, insert state",
        "commit Mailboxes: replace send, replace state",
        "commit Mailboxes: insert send, replace state",
        "commit Mailboxes: replace send, replace state",
        "commit LeadIndex: insert log, insert log, replace counts, replace line, replace sheet, replace sheets, upsert due",
        "commit Leads: insert timeline, replace lead",
    ];

    private static readonly string[] ToTheAcceptance =
    [
        // Taken in the rep's own request, together with the step.
        "commit Leads: insert answer, insert timeline, replace lead",
        "commit LeadIndex: insert log, replace counts, replace line, replace sheet, replace sheets, upsert due",
    ];

    [Fact]
    public async Task A_lead_that_comes_alone_costs_just_these_transactions()
    {
        await using var world = new OnAzurite(azurite.ConnectionString);
        await world.StartAsync();
        foreach (var (name, number) in SharingTheShardOf("first").Take(3).Select((name, number) => (name, number)))
            await world.SubmitAsync(name, $"grace@company{number}.example");
        var (before, activities, messages) = (world.Transactions, world.Engine.ActivitiesRun, world.Messages);
        world.Asked.Take();

        await world.SubmitAsync("first", "ada@northwind.example");
        Assert.Equal(ToTheOffer.Order(StringComparer.Ordinal), world.Asked.Take().Order(StringComparer.Ordinal));
        Assert.Equal(ToTheOffer.Length, world.Transactions - before);
        Assert.Equal((1, 1), (world.Engine.ActivitiesRun - activities, world.Messages - messages));

        var offered = await world.OpenAsync("first");
        (before, _) = (world.Transactions, world.Asked.Take());
        await world.AcceptAsync(offered);
        Assert.Equal(ToTheAcceptance.Order(StringComparer.Ordinal), world.Asked.Take().Order(StringComparer.Ordinal));
        Assert.Equal(ToTheAcceptance.Length, world.Transactions - before);
        Assert.Equal((1, 1), (world.Engine.ActivitiesRun - activities, world.Messages - messages));
        Assert.Equal("accepted", (await world.RecordAsync("first")).Life.Status.PublicName());
    }

    private static IEnumerable<string> SharingTheShardOf(string name) => Enumerable.Range(0, 1_000)
        .Select(number => $"warm-up {number}")
        .Where(other => TableLeadIndex.ShardOf(SubmissionIds.OfKey("web", other)) == TableLeadIndex.ShardOf(SubmissionIds.OfKey("web", name)));

    private sealed class OnAzurite(string account) : DurableWorld(Wakes.Prompt)
    {
        public RecordingTableEngine Asked => (RecordingTableEngine)Services.GetRequiredService<ITableEngine>();

        public long Transactions => Asked.Counters is var c ? c.Commits + c.Reads : 0;

        /// <summary>What the press of the button in the offer's mail sends, once the page has read the lead.</summary>
        public async Task AcceptAsync(OpenLead shown)
        {
            Assert.IsType<SignalOutcome.Taken>(await Services.GetRequiredService<PostSignal>().RunAsync(shown, "accept", new Signal.Accepted(shown.Record.Life.Owner), "", default));
            await SettleAsync();
        }

        protected override ITableEngine Tables() => new RecordingTableEngine(
            new RetryingTableEngine(AzureTableEngine.Connect(account, AzureTableEngine.UsualTimeout), RetryingTableEngine.UsualFirstPause));
    }
}
