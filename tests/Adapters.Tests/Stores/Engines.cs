using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tables.Azure;
using LeadRouter.Tests.Shared;

namespace LeadRouter.Adapters.Tests.Stores;

/// <summary>The engines that every store is tested on; each test gets tables of its own.</summary>
internal static class Engines
{
    public static ITableEngine Embedded() => SqliteTableEngine.InMemory();

    public static ITableEngine On(AzuriteFixture azurite) => new OwnTables(new RetryingTableEngine(
        AzureTableEngine.Connect(azurite.ConnectionString, AzureTableEngine.UsualTimeout), RetryingTableEngine.UsualFirstPause));

    /// <summary>The same engine under other table names, because all tests share one Azurite.</summary>
    private sealed class OwnTables(ITableEngine inner) : ITableEngine
    {
        private readonly string prefix = $"T{Guid.NewGuid():N}";

        public StorageCounters Counters => inner.Counters;

        public ValueTask<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken ct) =>
            inner.GetAsync(prefix + table, partitionKey, rowKey, ct);

        public ValueTask<TablePage> QueryAsync(TableRange range, string? continuation, CancellationToken ct) =>
            inner.QueryAsync(range with { Table = prefix + range.Table }, continuation, ct);

        public ValueTask<TablePage> ScanPageAsync(TableScan scan, string? continuation, CancellationToken ct) =>
            inner.ScanPageAsync(scan with { Table = prefix + scan.Table }, continuation, ct);

        public ValueTask<CommitOutcome> CommitAsync(string table, string partitionKey, IReadOnlyList<RowWrite> writes, CancellationToken ct) =>
            inner.CommitAsync(prefix + table, partitionKey, writes, ct);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}

/// <summary>Something happens between what the store reads and what it writes.</summary>
internal sealed class BeforeFirstCommit(ITableEngine inner, Func<Task> happens) : ITableEngine
{
    public bool Happened { get; private set; }

    public StorageCounters Counters => inner.Counters;

    public ValueTask<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken ct) => inner.GetAsync(table, partitionKey, rowKey, ct);

    public ValueTask<TablePage> QueryAsync(TableRange range, string? continuation, CancellationToken ct) => inner.QueryAsync(range, continuation, ct);

    public ValueTask<TablePage> ScanPageAsync(TableScan scan, string? continuation, CancellationToken ct) => inner.ScanPageAsync(scan, continuation, ct);

    public async ValueTask<CommitOutcome> CommitAsync(string table, string partitionKey, IReadOnlyList<RowWrite> writes, CancellationToken ct)
    {
        if (!Happened)
        {
            Happened = true;
            await happens();
        }
        return await inner.CommitAsync(table, partitionKey, writes, ct);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>What a store promises, whatever engine it stands on.</summary>
public abstract class StoreContract(ITableEngine tables) : IAsyncDisposable
{
    protected ITableEngine Tables => tables;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected static KeyedHash Hash { get; } = new("a secret of these tests"u8.ToArray());

    protected static Domain.Intake.MailboxRules Mailboxes { get; } = Domain.Intake.MailboxRules.Parse("gmail.com=dots,plus")!;

    public ValueTask DisposeAsync() => tables.DisposeAsync();
}
