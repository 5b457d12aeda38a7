using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tests.Stores;

public sealed class EmbeddedPoolBooksTests() : PoolBooksContract(Engines.Embedded());

public sealed class AzurePoolBooksTests(AzuriteFixture azurite) : PoolBooksContract(Engines.On(azurite));

public abstract class PoolBooksContract(ITableEngine tables) : StoreContract(tables)
{
    private static readonly RepId Ana = new("ana");

    [Fact]
    public async Task Two_hosts_that_decide_at_once_lose_no_decision()
    {
        const int decisions = 40;
        TablePoolBooks[] hosts = [new(Tables), new(Tables)];

        await Task.WhenAll(Enumerable.Range(0, decisions).Select(i => ChargeAsync(hosts[i % 2], i)));

        Assert.Equal(decisions, (await hosts[0].ReadAsync(Ct)).Loads[Ana].Open);
    }

    [Fact]
    public async Task A_decision_that_is_repeated_on_another_host_meets_the_first()
    {
        Assert.True(await ChargeAsync(new TablePoolBooks(Tables), 1));
        Assert.False(await ChargeAsync(new TablePoolBooks(Tables), 1));

        Assert.Equal(1, (await new TablePoolBooks(Tables).ReadAsync(Ct)).Loads[Ana].Open);
    }

    /// <summary>True when the decision was new.</summary>
    private static Task<bool> ChargeAsync(TablePoolBooks books, int number)
    {
        var id = DecisionId.For(Some.Lead(number).Id, 1);
        return books.PostAsync(id, isNew: true, (book, prior) => prior is null
            ? new Posted<bool>(true, book.With(book.Loads.With(Ana, book.Loads[Ana].Take(null))), new Decision(id, new PoolId("spain"), DecisionStatus.Charged) { Owner = Ana })
            : new Posted<bool>(false, book, null), Ct);
    }
}
