using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tables.Azure;
using LeadRouter.Tests.Shared;
using Microsoft.AspNetCore.Http;
using static LeadRouter.Adapters.Tests.Tables.Rows;

namespace LeadRouter.Adapters.Tests.Tables;

/// <summary>The service behind a network that fails.</summary>
public sealed class AzureFaultTests(AzuriteFixture azurite)
{
    private const string Table = "Faults";
    private static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(1);

    private readonly string partition = Guid.NewGuid().ToString("N");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_busy_service_is_unavailable_and_nothing_was_written()
    {
        await using var proxy = await FaultyTableProxy.StartAsync(azurite.Port, (_, _) => HttpFault.Busy);
        await using var engine = Connect(proxy);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => InsertAsync(engine, "a"));
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await engine.GetAsync(Table, partition, "a", Ct));
        Assert.Equal((2, 1, 1), (proxy.Requests, engine.Counters.Commits, engine.Counters.Reads));
    }

    [Fact]
    public async Task A_reply_that_never_comes_is_unavailable_after_the_timeout()
    {
        await using var proxy = await FaultyTableProxy.StartAsync(azurite.Port, (_, _) => HttpFault.Hang);
        await using var engine = Connect(proxy);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => InsertAsync(engine, "a"));
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await engine.GetAsync(Table, partition, "a", Ct));
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_unavailable()
    {
        var proxy = await FaultyTableProxy.StartAsync(azurite.Port, (_, _) => HttpFault.None);
        await using var engine = Connect(proxy);
        await proxy.DisposeAsync();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => InsertAsync(engine, "a"));
    }

    [Theory]
    [InlineData(HttpFault.Busy, 2)]
    [InlineData(HttpFault.Hang, 3)]
    [InlineData(HttpFault.Reset, 3)]
    public async Task A_commit_survives_a_lost_reply_with_three_requests_at_most(HttpFault fault, int requests)
    {
        await using var direct = AzureTableEngine.Connect(azurite.ConnectionString, AzureTableEngine.UsualTimeout);
        await InsertAsync(direct, "the table is there");
        await using var proxy = await FaultyTableProxy.StartAsync(azurite.Port, (number, _) => number == 1 ? fault : HttpFault.None);
        await using var engine = new RetryingTableEngine(Connect(proxy), TimeSpan.Zero);

        var etag = ETagOf(await InsertAsync(engine, "a"));

        Assert.Equal(requests, proxy.Requests);
        ETagOf(await engine.CommitAsync(Table, partition, [Replace("a", etag!, ("N", 2))], Ct));
    }

    [Fact]
    public async Task A_commit_to_a_table_that_has_to_be_made_tries_three_times_as_well()
    {
        // 1: the table is not there. 2: it is made.
        const int firstTry = 3, secondTry = 4, thirdTry = 5;
        await using var proxy = await FaultyTableProxy.StartAsync(azurite.Port, (number, _) => number is firstTry or secondTry ? HttpFault.Busy : HttpFault.None);
        await using var engine = new RetryingTableEngine(Connect(proxy), TimeSpan.Zero);

        ETagOf(await engine.CommitAsync($"New{partition}", partition, [Insert("a", ("N", 1))], Ct));

        Assert.Equal((thirdTry, 3), (proxy.Requests, proxy.MostRequestsOfACommit));
    }

    [Fact]
    public async Task A_delete_whose_connection_broke_is_sent_once_and_not_taken_for_anothers()
    {
        await using var direct = AzureTableEngine.Connect(azurite.ConnectionString, AzureTableEngine.UsualTimeout);
        ETagOf(await InsertAsync(direct, "a"));
        await using var proxy = await FaultyTableProxy.StartAsync(azurite.Port, (number, _) => number == 2 ? HttpFault.Reset : HttpFault.None);
        await using var engine = Connect(proxy);
        await engine.GetAsync(Table, partition, "a", Ct);

        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await engine.CommitAsync(Table, partition, [Delete("a", null)], Ct));

        Assert.Equal(2, proxy.Requests);
        Assert.Null(await direct.GetAsync(Table, partition, "a", Ct));
    }

    [Fact]
    public async Task A_race_through_a_bad_network_loses_and_doubles_nothing_with_three_requests_an_operation()
    {
        const int writers = 6, increments = 12;
        await using var proxy = await FaultyTableProxy.StartAsync(azurite.Port, BadNetwork);
        await using var counted = new FaultyTableEngine(Connect(proxy), CounterRace.CountRequest);
        await using var engine = new RetryingTableEngine(counted, TimeSpan.FromMilliseconds(5));

        var race = await CounterRace.RunAsync(engine, Table, writers, increments, Ct);

        const int expected = writers * increments;
        Assert.Equal((expected, expected, expected), (race.Written, race.Counted, race.Receipts));
        Assert.InRange(race.MostRequests, 2, RetryingTableEngine.MostRequests);
    }

    /// <summary>A fifth of all requests meet a busy service; every tenth commit loses its reply. The same for every run.</summary>
    private static HttpFault BadNetwork(int number, HttpRequest request)
    {
        var percent = new Random(number * 7919).Next(100);
        var isCommit = HttpMethods.IsPost(request.Method);
        return percent switch
        {
            < 20 => HttpFault.Busy,
            < 23 when isCommit => HttpFault.Hang,
            < 30 when isCommit => HttpFault.Reset,
            _ => HttpFault.None,
        };
    }

    private static AzureTableEngine Connect(FaultyTableProxy proxy) =>
        AzureTableEngine.Connect(AzuriteFixture.ConnectionStringAt(proxy.Port), ShortTimeout);

    private async Task<CommitOutcome> InsertAsync(ITableEngine engine, string rowKey) =>
        await engine.CommitAsync(Table, partition, [Insert(rowKey, ("N", 1))], Ct);
}
