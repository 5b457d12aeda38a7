using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tables.Azure;
using LeadRouter.AzureHost.Tests.Parity;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace LeadRouter.AzureHost.Tests;

/// <summary>What a lead costs in Azure, counted by the code's own counters on the table service's double: docs/scale.md turns it into a price.</summary>
public sealed class CostTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    // The goal is 16: docs/scale.md says what is missing. These are hardly more than the figures reached, so that no more is added unnoticed.
    private const int MostToTheOffer = 22;
    private const int MostToTheAcceptance = 30;
    private const int MostActivities = 3;

    [Fact]
    public async Task A_lead_that_comes_alone_is_routed_for_few_transactions_and_one_activity()
    {
        await using var world = new OnAzurite(azurite.ConnectionString);
        await world.StartAsync();
        await world.SubmitAsync("warm-up", "grace@northwind.example");
        var (before, activities, messages) = (world.Transactions, world.Engine.ActivitiesRun, world.Messages);
        await world.SubmitAsync("first", "ada@northwind.example");
        var routed = world.Transactions - before;
        await world.TellAsync("first", "accept", new Signal.Accepted(await world.OwnerAsync("first")));
        var accepted = world.Transactions - before;
        output.WriteLine($"transactions: {routed} to the offer, {accepted} to the acceptance; activities {world.Engine.ActivitiesRun - activities}; messages {world.Messages - messages}");
        Assert.InRange(routed, 1, MostToTheOffer);
        Assert.InRange(accepted, routed + 1, MostToTheAcceptance);
        Assert.InRange(world.Engine.ActivitiesRun - activities, 1, MostActivities);
        Assert.Equal(1, world.Messages - messages);
        Assert.Equal("accepted", (await world.RecordAsync("first")).Life.Status.PublicName());
    }

    private sealed class OnAzurite(string account) : DurableWorld(Wakes.Prompt)
    {
        public long Transactions => Services.GetRequiredService<ITableEngine>().Counters is var c ? c.Commits + c.Reads : 0;

        protected override ITableEngine Tables() => new RetryingTableEngine(AzureTableEngine.Connect(account, AzureTableEngine.UsualTimeout), RetryingTableEngine.UsualFirstPause);
    }
}
