namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>
/// Group commit: while one group is being synced to disk the next callers' batches gather, and all that gathered share the next
/// transaction and its one sync. Nobody hears of a batch before the sync that carries it.
/// </summary>
internal sealed class CommitQueue : IAsyncDisposable
{
    private const int MostInGroup = 2000;

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private readonly object gate = new();
    private readonly RowWriter writer;
    private readonly Checkpointer checkpoints;
    private readonly PageGaps gaps;
    private readonly StorageCounters counters;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<Waiting> waiting = new();
    private bool stopping;

    public CommitQueue(RowWriter writer, Checkpointer checkpoints, PageGaps gaps, StorageCounters counters)
    {
        (this.writer, this.checkpoints, this.gaps, this.counters) = (writer, checkpoints, gaps, counters);
        new Thread(Run) { IsBackground = true, Name = "table commits" }.Start();
    }

    public Task<CommitOutcome> Add(Batch batch) => Enqueue(new Waiting(batch));

    /// <summary>After everything that waits now.</summary>
    public Task ScrubAsync() => Enqueue(new Waiting(null));

    private Task<CommitOutcome> Enqueue(Waiting entry)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(stopping, this);
            waiting.Enqueue(entry);
            if (waiting.Count == 1)
                Monitor.Pulse(gate);
        }

        return entry.Task;
    }

    /// <summary>Commits what is waiting, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            stopping = true;
            Monitor.Pulse(gate);
        }

        await stopped.Task;
    }

    private void Run()
    {
        try
        {
            while (NextGroup() is { } group)
                Commit(group);
            checkpoints.Dispose();
            writer.Dispose();
        }
        finally
        {
            stopped.SetResult();
        }
    }

    /// <summary>Empty when nothing came for a while, null when nothing comes any more.</summary>
    private List<Waiting>? NextGroup()
    {
        lock (gate)
        {
            while (waiting.Count == 0)
            {
                if (stopping)
                    return null;
                if (!Monitor.Wait(gate, checkpoints.WaitsForQuiet ? Quiet : Timeout.InfiniteTimeSpan))
                    return [];
            }

            var group = new List<Waiting>(Math.Min(waiting.Count, MostInGroup));
            while (group.Count < MostInGroup && waiting.TryDequeue(out var next))
                group.Add(next);
            return group;
        }
    }

    private void Commit(List<Waiting> group)
    {
        try
        {
            if (group.Count == 0)
            {
                checkpoints.WhenQuiet();
                return;
            }

            var writes = group.FindAll(entry => entry.Batch is not null);
            writer.Commit(writes.ConvertAll(entry => entry.Batch!));
            counters.CountGroup();
            foreach (var entry in writes)
                entry.SetResult(entry.Batch!.Outcome!);
            checkpoints.AfterCommit(writes.Sum(entry => 1 + entry.Batch!.Before.Count));
            Scrub(group.FindAll(entry => entry.Batch is null));
        }
        catch (Exception e)
        {
            // Whatever it is, it is the callers' to know: this thread has to live.
            foreach (var entry in group)
                entry.TrySetException(new StorageUnavailableException($"The commit failed: {e.Message}", e));
        }
    }

    private void Scrub(List<Waiting> asked)
    {
        if (asked.Count == 0)
            return;
        checkpoints.Rest();
        writer.Scrub(gaps);
        foreach (var entry in asked)
            entry.SetResult(new CommitOutcome.Committed([]));
    }

    private sealed class Waiting(Batch? batch) : TaskCompletionSource<CommitOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        /// <summary>Null asks for a scrub.</summary>
        public Batch? Batch { get; } = batch;
    }
}
