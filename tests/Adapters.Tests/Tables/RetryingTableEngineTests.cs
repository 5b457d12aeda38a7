using LeadRouter.Adapters.Tables;
using LeadRouter.Tests.Shared;
using static LeadRouter.Adapters.Tests.Tables.Rows;

namespace LeadRouter.Adapters.Tests.Tables;

public sealed class RetryingInMemoryTests : TableEngineContract
{
    protected override int ModelIterations => 300;

    protected override ValueTask<ITableEngine> OpenAsync() => new(new RetryingTableEngine(SqliteTableEngine.InMemory(), TimeSpan.Zero));
}

public sealed class RetryingTableEngineTests : IAsyncDisposable
{
    private const string Table = "Leads";

    private readonly SqliteTableEngine disk = SqliteTableEngine.InMemory();
    private readonly RetryingTableEngine other;

    public RetryingTableEngineTests() => other = Retrying(disk);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => disk.DisposeAsync();

    [Fact]
    public async Task A_commit_that_failed_is_asked_again()
    {
        var faulty = Faulty(Fault.Before);

        ETagOf(await CommitAsync(Retrying(faulty), Insert("a", ("N", 1))));

        Assert.Equal(2, faulty.Operations);
    }

    [Fact]
    public async Task Three_failures_are_the_callers_to_know()
    {
        var faulty = new FaultyTableEngine(disk, _ => Fault.Before);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => CommitAsync(Retrying(faulty), Insert("a", ("N", 1))));
        Assert.Equal(3, faulty.Operations);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => GetAsync(Retrying(faulty), "a"));
        Assert.Equal(6, faulty.Operations);
    }

    [Fact]
    public async Task Reads_and_pages_are_asked_again()
    {
        await CommitAsync(other, Insert("a", ("N", 1)));
        var engine = Retrying(new FaultyTableEngine(disk, operation => operation.Number % 3 == 0 ? Fault.None : Fault.Before));

        AssertSame(Row(("N", 1)), (await GetAsync(engine, "a"))!.Properties);
        AssertSame(Row(("N", 1)), Assert.Single((await engine.QueryAsync(new(Table, "p", RowKeyRange.All), null, Ct)).Rows).Properties);
        await foreach (var row in engine.ScanAsync(Table, RowKeyRange.All, Ct))
            AssertSame(Row(("N", 1)), row.Properties);
    }

    [Fact]
    public async Task An_insert_knows_its_own_success_after_a_lost_reply()
    {
        var faulty = Faulty(Fault.After);

        var etag = ETagOf(await CommitAsync(Retrying(faulty), Insert("a", ("N", 1))));

        Assert.Equal(3, faulty.Operations);
        ETagOf(await CommitAsync(other, Replace("a", etag!, ("N", 2))));
    }

    [Fact]
    public async Task A_replace_knows_its_own_success_after_a_lost_reply()
    {
        var first = ETagOf(await CommitAsync(other, Insert("a", ("N", 1))))!;

        var second = ETagOf(await CommitAsync(Retrying(Faulty(Fault.After)), Replace("a", first, ("N", 2))))!;

        Assert.Equal((await GetAsync(other, "a"))!.ETag, second);
        ETagOf(await CommitAsync(other, Replace("a", second, ("N", 3))));
    }

    [Fact]
    public async Task A_replace_knows_its_own_success_below_the_writes_of_others()
    {
        var first = ETagOf(await CommitAsync(other, Insert("a", ("N", 1))))!;
        var engine = Retrying(new FaultyTableEngine(disk, AfterTheFirst(Fault.After, () => ReplaceByOthersAsync("a", times: 3))));

        var mine = ETagOf(await CommitAsync(engine, Replace("a", first, ("N", 2))))!;

        Assert.Equal(Refused(0, Refusal.Changed), await CommitAsync(other, Replace("a", mine, ("N", 9))));
    }

    [Fact]
    public async Task A_write_that_a_hot_row_has_forgotten_is_unknown()
    {
        var first = ETagOf(await CommitAsync(other, Insert("a", ("N", 1))))!;
        var engine = Retrying(new FaultyTableEngine(disk, AfterTheFirst(Fault.After, () => ReplaceByOthersAsync("a", times: 8))));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => CommitAsync(engine, Replace("a", first, ("N", 2))));
    }

    [Fact]
    public async Task A_replace_that_was_never_applied_is_refused_when_another_came_first()
    {
        var first = ETagOf(await CommitAsync(other, Insert("a", ("N", 1))))!;
        var engine = Retrying(new FaultyTableEngine(disk, AfterTheFirst(Fault.Before, () => ReplaceByOthersAsync("a", times: 3))));

        Assert.Equal(Refused(0, Refusal.Changed), await CommitAsync(engine, Replace("a", first, ("N", 2))));
    }

    [Fact]
    public async Task An_insert_that_was_never_applied_is_refused_when_another_came_first()
    {
        var engine = Retrying(new FaultyTableEngine(disk, AfterTheFirst(Fault.Before, () => CommitAsync(other, Insert("a", ("N", 9))))));

        Assert.Equal(Refused(0, Refusal.AlreadyExists), await CommitAsync(engine, Insert("a", ("N", 1))));
    }

    [Fact]
    public async Task An_upsert_over_everything_makes_the_earlier_write_unknown()
    {
        var first = ETagOf(await CommitAsync(other, Insert("a", ("N", 1))))!;
        var engine = Retrying(new FaultyTableEngine(disk, AfterTheFirst(Fault.After, () => CommitAsync(other, Upsert("a", ("N", 9))))));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => CommitAsync(engine, Replace("a", first, ("N", 2))));
    }

    [Fact]
    public async Task A_batch_knows_its_own_success_by_the_refused_row()
    {
        var first = ETagOf(await CommitAsync(other, Insert("state", ("N", 1))))!;
        await CommitAsync(other, Insert("signal", ("N", 1)));

        var outcome = await CommitAsync(
            Retrying(Faulty(Fault.After)), Replace("state", first, ("N", 2)), Insert("event", ("N", 2)), Delete("signal", null));

        var etags = Assert.IsType<CommitOutcome.Committed>(outcome).ETags;
        Assert.Equal((await GetAsync(other, "state"))!.ETag, etags[0]);
        Assert.Equal(Refused(0, Refusal.Changed), await CommitAsync(other, Replace("event", etags[1]!, ("N", 3))));
        Assert.Null(etags[2]);
        Assert.Null(await GetAsync(other, "signal"));
    }

    [Fact]
    public async Task A_delete_whose_reply_was_lost_is_unknown_because_a_missing_row_has_no_token()
    {
        var etag = ETagOf(await CommitAsync(other, Insert("a", ("N", 1))));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => CommitAsync(Retrying(Faulty(Fault.After)), Delete("a", etag)));

        Assert.Null(await GetAsync(other, "a"));
    }

    [Fact]
    public async Task A_delete_that_was_never_applied_is_asked_again_or_refused()
    {
        var first = ETagOf(await CommitAsync(other, Insert("a", ("N", 1))));
        var engine = Retrying(new FaultyTableEngine(disk, AfterTheFirst(Fault.Before, () => ReplaceByOthersAsync("a", times: 2))));

        Assert.Equal(Refused(0, Refusal.Changed), await CommitAsync(engine, Delete("a", first)));
        Assert.Null(ETagOf(await CommitAsync(Retrying(Faulty(Fault.Before)), Delete("a", null))));
    }

    [Fact]
    public async Task A_refusal_without_a_lost_reply_costs_no_second_request()
    {
        await CommitAsync(other, Insert("a", ("N", 1)));
        var quiet = new FaultyTableEngine(disk, _ => Fault.None);

        Assert.Equal(Refused(0, Refusal.AlreadyExists), await CommitAsync(Retrying(quiet), Insert("a", ("N", 1))));

        Assert.Equal(1, quiet.Operations);
    }

    [Fact]
    public async Task A_row_of_its_own_name_is_not_the_callers_to_write() =>
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(other, Insert("a", ("_writes", "mine"))));

    [Fact]
    public async Task A_row_that_was_edited_by_hand_goes_on()
    {
        await CommitAsync(other, Insert("a", ("N", 1)));
        await disk.CommitAsync(Table, "p", [Upsert("a", ("N", 2))], Ct);

        var row = (await GetAsync(other, "a"))!;
        ETagOf(await CommitAsync(Retrying(Faulty(Fault.After)), Replace("a", row.ETag, ("N", 3))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Racing_increments_through_lost_replies_are_neither_lost_nor_doubled(int seed)
    {
        var faulty = new FaultyTableEngine(disk, Faults.Seeded(seed, share: 0.3, Fault.Before, Fault.After));

        var race = await CounterRace.RunAsync(Retrying(faulty), Table, writers: 8, increments: 40, Ct);

        Assert.Equal((320, 320, 320), (race.Written, race.Counted, race.Receipts));
        Assert.InRange(faulty.Operations, race.Operations, RetryingTableEngine.MostRequests * race.Operations);
    }

    private static RetryingTableEngine Retrying(ITableEngine engine) => new(engine, TimeSpan.Zero);

    private static Func<StorageOperation, Fault> AfterTheFirst(Fault first, Func<Task> meanwhile) => operation =>
    {
        // The engine in memory never really waits.
        if (operation.Number == 2)
            meanwhile().GetAwaiter().GetResult();
        return operation.Number == 1 ? first : Fault.None;
    };

    private static async Task<TableRow?> GetAsync(RetryingTableEngine engine, string rowKey) => await engine.GetAsync(Table, "p", rowKey, Ct);

    private static async Task<CommitOutcome> CommitAsync(RetryingTableEngine engine, params RowWrite[] writes) =>
        await engine.CommitAsync(Table, "p", writes, Ct);

    private FaultyTableEngine Faulty(Fault first) => new(disk, Faults.At(1, first));

    private async Task ReplaceByOthersAsync(string rowKey, int times)
    {
        for (var i = 0; i < times; i++)
            ETagOf(await CommitAsync(other, Replace(rowKey, (await GetAsync(other, rowKey))!.ETag, ("N", 100 + i))));
    }
}
