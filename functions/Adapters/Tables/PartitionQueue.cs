using System.Collections.Concurrent;

namespace LeadRouter.Adapters.Tables;

/// <summary>What one caller wants of a partition, decided together with others that are waiting.</summary>
internal abstract class PartitionRequest
{
    /// <summary>
    /// Reads what it needs and plans its writes. Called again from the start when the group has to be tried again; what it planned
    /// before it throws is forgotten.
    /// </summary>
    public abstract Task PlanAsync(PartitionBatch batch, CancellationToken ct);

    public abstract void Complete();

    public abstract void Fail(Exception fault);
}

/// <summary>A request that answers a value.</summary>
internal sealed class PartitionRequest<T>(Func<PartitionBatch, CancellationToken, Task<T>> plan) : PartitionRequest
{
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? planned;

    public Task<T> Answer => answer.Task;

    public override async Task PlanAsync(PartitionBatch batch, CancellationToken ct) => planned = await plan(batch, ct).ConfigureAwait(false);

    public override void Complete() => answer.SetResult(planned!);

    public override void Fail(Exception fault) => answer.TrySetException(fault);
}

/// <summary>
/// One writer a partition inside this process: callers queue up and are decided in groups, so that a hot row costs one write for many
/// decisions instead of many tries for each. Other processes may write too; the ETags tell, and the group is planned anew.
/// </summary>
/// <param name="open">Begins a batch; true when rows remembered from before must not be trusted.</param>
/// <param name="stored">Called after each successful commit, to remember hot rows.</param>
internal sealed class PartitionQueue(Func<bool, PartitionBatch> open, Action<PartitionBatch> stored)
{
    // A partition that is lost that often in a row is not contended but broken.
    private const int MaxRaces = 50;

    private readonly Lock gate = new();
    private readonly Queue<PartitionRequest> waiting = new();
    private bool draining;

    public bool IsIdle
    {
        get
        {
            lock (gate) return !draining;
        }
    }

    public Task<T> RunAsync<T>(Func<PartitionBatch, CancellationToken, Task<T>> plan)
    {
        var request = new PartitionRequest<T>(plan);
        lock (gate)
        {
            waiting.Enqueue(request);
            if (draining) return request.Answer;
            draining = true;
        }
        // Behind what is waiting for a thread already, and may want to join.
        _ = Task.Factory.StartNew(DrainAsync, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
        return request.Answer;
    }

    private async Task DrainAsync()
    {
        var group = new Queue<PartitionRequest>();
        while (TakeWaiting(group))
        {
            try
            {
                await RunGroupAsync(group).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // The fault belongs to the callers, every one of whom is told.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                while (group.TryDequeue(out var request)) request.Fail(fault);
            }
        }
    }

    private bool TakeWaiting(Queue<PartitionRequest> group)
    {
        lock (gate)
        {
            while (waiting.TryDequeue(out var request)) group.Enqueue(request);
            return draining = group.Count > 0;
        }
    }

    /// <summary>Plans and commits as many of the group as one batch holds, and takes them off.</summary>
    private async Task RunGroupAsync(Queue<PartitionRequest> group)
    {
        var most = group.Count;
        for (var races = 0; races < MaxRaces; races++)
        {
            var batch = open(races > 0);
            var (planned, fault) = await PlanAsync(group.Take(most), batch).ConfigureAwait(false);
            if (fault is not null)
            {
                // One must not take the others down with it, and half a plan must not be written: the others are planned anew.
                TakeOut(group, planned).Fail(fault);
                if (group.Count == 0) return;
                races--;
                most--;
                continue;
            }
            if (!await batch.CommitAsync(CancellationToken.None).ConfigureAwait(false))
            {
                // The same ones again, and nobody who has not been tried yet: else a crowd of repeated submissions would be refused one part after the other.
                most = planned;
                continue;
            }
            stored(batch);
            for (; planned > 0; planned--) group.Dequeue().Complete();
            return;
        }
        throw new StorageUnavailableException($"A partition was written by others {MaxRaces} times in a row");
    }

    /// <summary>How many were planned, and the fault of the next one, if it has one.</summary>
    private static async Task<(int Planned, Exception? Fault)> PlanAsync(IEnumerable<PartitionRequest> group, PartitionBatch batch)
    {
        var planned = 0;
        try
        {
            foreach (var request in group)
            {
                if (batch.IsFull) break;
                await request.PlanAsync(batch, CancellationToken.None).ConfigureAwait(false);
                planned++;
            }
            return (planned, null);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return (planned, fault);
        }
    }

    private static PartitionRequest TakeOut(Queue<PartitionRequest> group, int position)
    {
        var taken = group.ElementAt(position);
        for (var left = group.Count; left > 0; left--)
            if (group.Dequeue() is var request && request != taken) group.Enqueue(request);
        return taken;
    }
}

/// <summary>A queue for every partition of a table that is being written just now; one that is idle is forgotten.</summary>
/// <param name="opened">Told of each batch before anybody is planned, to put in what is remembered.</param>
/// <param name="stored">Told of each batch that was written, to remember hot rows.</param>
internal sealed class PartitionQueues(ITableEngine tables, string table, Action<string, PartitionBatch> opened, Action<string, PartitionBatch> stored)
{
    private readonly ConcurrentDictionary<string, PartitionQueue> queues = new();

    public async Task<T> RunAsync<T>(string partitionKey, Func<PartitionBatch, CancellationToken, Task<T>> plan)
    {
        var queue = queues.GetOrAdd(partitionKey, key => new PartitionQueue(isRetry => Open(key, isRetry), batch => stored(key, batch)));
        try
        {
            return await queue.RunAsync(plan).ConfigureAwait(false);
        }
        finally
        {
            // A caller who still holds the forgotten queue is safe: the ETags keep two queues apart like two processes.
            if (queue.IsIdle) queues.TryRemove(KeyValuePair.Create(partitionKey, queue));
        }
    }

    private PartitionBatch Open(string partitionKey, bool isRetry)
    {
        var batch = new PartitionBatch(tables, table, partitionKey, isRetry);
        opened(partitionKey, batch);
        return batch;
    }
}
