using LeadRouter.Adapters.Tables;

namespace LeadRouter.Tests.Shared;

/// <summary>One operation asked of storage; they are numbered from 1.</summary>
/// <param name="RowKey">Of the row that is read, when it is a single one.</param>
public readonly record struct StorageOperation(int Number, bool IsCommit, string Table, string? RowKey);

/// <summary>What happens to an operation.</summary>
public abstract record Fault
{
    /// <summary>Nothing.</summary>
    public static readonly Fault None = new Nothing();

    /// <summary>It fails and was never applied.</summary>
    public static readonly Fault Before = new Failure(Applied: false, Forever: false);

    /// <summary>It is applied and its reply is lost.</summary>
    public static readonly Fault After = new Failure(Applied: true, Forever: false);

    /// <summary>As <see cref="Before"/>, and so does every later operation: the process is dead.</summary>
    public static readonly Fault CrashBefore = new Failure(Applied: false, Forever: true);

    /// <summary>As <see cref="After"/>, and every later operation fails: the process is dead.</summary>
    public static readonly Fault CrashAfter = new Failure(Applied: true, Forever: true);

    /// <summary>It waits for a task of the test, then goes on as usual.</summary>
    public sealed record HeldUntil(Task Release) : Fault;

    internal sealed record Nothing : Fault;

    internal sealed record Failure(bool Applied, bool Forever) : Fault;
}

/// <summary>Ready-made scripts of faults.</summary>
public static class Faults
{
    public static Func<StorageOperation, Fault> At(int number, Fault fault) => operation => operation.Number == number ? fault : Fault.None;

    /// <summary>The same operations fail for the same seed, whatever the threads do.</summary>
    /// <param name="share">How many of the operations fail, from 0 to 1.</param>
    public static Func<StorageOperation, Fault> Seeded(int seed, double share, params Fault[] faults) => operation =>
    {
        var random = new Random(HashOf(seed, operation.Number));
        return random.NextDouble() < share ? faults[random.Next(faults.Length)] : Fault.None;
    };

    // Neighbouring seeds of Random start alike.
    private static int HashOf(int seed, int number) => unchecked((int)((((ulong)seed << 32) | (uint)number) * 0x9e3779b97f4a7c15 >> 32));
}

/// <summary>A table engine whose operations fail by a script, for tests.</summary>
public sealed class FaultyTableEngine(ITableEngine inner, Func<StorageOperation, Fault> script) : ITableEngine
{
    private int operations;
    private volatile bool dead;

    /// <summary>Operations asked so far.</summary>
    public int Operations => Volatile.Read(ref operations);

    public StorageCounters Counters => inner.Counters;

    public ValueTask<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken ct) =>
        RunAsync(false, table, () => inner.GetAsync(table, partitionKey, rowKey, ct), rowKey);

    public ValueTask<TablePage> QueryAsync(TableRange range, string? continuation, CancellationToken ct) =>
        RunAsync(false, range.Table, () => inner.QueryAsync(range, continuation, ct));

    public ValueTask<TablePage> ScanPageAsync(TableScan scan, string? continuation, CancellationToken ct) =>
        RunAsync(false, scan.Table, () => inner.ScanPageAsync(scan, continuation, ct));

    public ValueTask<CommitOutcome> CommitAsync(string table, string partitionKey, IReadOnlyList<RowWrite> writes, CancellationToken ct) =>
        RunAsync(true, table, () => inner.CommitAsync(table, partitionKey, writes, ct));

    /// <summary>Leaves the inner engine open: it is the disk that outlives the process.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<T> RunAsync<T>(bool isCommit, string table, Func<ValueTask<T>> apply, string? rowKey = null)
    {
        var number = Interlocked.Increment(ref operations);
        if (dead)
            throw Lost("after the crash", number);
        var fault = script(new StorageOperation(number, isCommit, table, rowKey));
        if (fault is Fault.HeldUntil { Release: var release })
            await release;
        if (fault is not Fault.Failure failure)
            return await apply();
        dead |= failure.Forever;
        if (!failure.Applied)
            throw Lost("before", number);
        await apply();
        throw Lost("after", number);
    }

    private static StorageUnavailableException Lost(string when, int number) => new($"Made to fail {when} operation {number}.");
}
