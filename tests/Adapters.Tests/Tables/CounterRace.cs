using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using LeadRouter.Adapters.Tables;
using LeadRouter.Tests.Shared;
using static LeadRouter.Adapters.Tests.Tables.Rows;

namespace LeadRouter.Adapters.Tests.Tables;

/// <summary>
/// Writers race on one counter, each increment in one batch with a receipt row of its own. What a writer believes written, the
/// receipts and the counter must agree; a writer that is told "unknown" looks for its receipt.
/// </summary>
internal sealed class CounterRace
{
    // The requests of the operation that is under way on this flow.
    private static readonly AsyncLocal<StrongBox<int>?> Requests = new();

    private readonly ConcurrentQueue<StrongBox<int>> operations = [];
    private int written;

    private CounterRace() { }

    /// <summary>Operations asked of the engine.</summary>
    public int Operations => operations.Count;

    /// <summary>The most requests that one operation took, as far as <see cref="CountRequest"/> saw them.</summary>
    public int MostRequests => operations.Max(requests => requests.Value);

    /// <summary>Increments that their writers believe in.</summary>
    public int Written => written;

    /// <summary>The counter at the end.</summary>
    public int Counted { get; private set; }

    /// <summary>The receipts at the end.</summary>
    public int Receipts { get; private set; }

    /// <summary>A script without faults for the engine whose requests count.</summary>
    public static Fault CountRequest(StorageOperation operation)
    {
        if (Requests.Value is { } requests)
            requests.Value++;
        return Fault.None;
    }

    public static async Task<CounterRace> RunAsync(ITableEngine engine, string table, int writers, int increments, CancellationToken ct)
    {
        var race = new CounterRace();
        var partition = Guid.NewGuid().ToString("N");
        await race.UntilAnsweredAsync(() => engine.CommitAsync(table, partition, [Upsert("counter", ("N", 0))], ct));
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < increments; i++)
                    await race.IncrementAsync(engine, table, partition, string.Create(CultureInfo.InvariantCulture, $"receipt-{writer}-{i}"), ct);
            },
            ct)));
        race.Counted = (int)(await race.UntilAnsweredAsync(() => engine.GetAsync(table, partition, "counter", ct)))!.Properties["N"];
        var receipts = await race.UntilAnsweredAsync(() => engine.QueryAsync(new(table, partition, RowKeyRange.Prefix("receipt-")), null, ct));
        race.Receipts = receipts.Rows.Count;
        return race;
    }

    private async Task IncrementAsync(ITableEngine engine, string table, string partition, string receipt, CancellationToken ct)
    {
        while (true)
        {
            var row = (await UntilAnsweredAsync(() => engine.GetAsync(table, partition, "counter", ct)))!;
            RowWrite[] writes = [Replace("counter", row.ETag, ("N", (int)row.Properties["N"] + 1)), Insert(receipt, ("N", 1))];
            if (await WrittenAsync(() => engine.CommitAsync(table, partition, writes, ct), () => engine.GetAsync(table, partition, receipt, ct)))
            {
                Interlocked.Increment(ref written);
                return;
            }
        }
    }

    private async Task<bool> WrittenAsync(Func<ValueTask<CommitOutcome>> commit, Func<ValueTask<TableRow?>> receipt)
    {
        try
        {
            StartOperation();
            return await commit() is CommitOutcome.Committed;
        }
        catch (StorageUnavailableException)
        {
            return await UntilAnsweredAsync(receipt) is not null;
        }
    }

    private async Task<T> UntilAnsweredAsync<T>(Func<ValueTask<T>> ask)
    {
        while (true)
        {
            try
            {
                StartOperation();
                return await ask();
            }
            catch (StorageUnavailableException)
            {
                // The next try is the test's own.
            }
        }
    }

    private void StartOperation() => operations.Enqueue(Requests.Value = new StrongBox<int>());
}
