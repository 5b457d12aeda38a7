namespace LeadRouter.Adapters.Tables;

/// <summary>
/// Asks again when storage did not answer, with at most three requests an operation. A commit that is asked again may meet its own first
/// write and be refused for it; each write leaves a token in its rows, so that a commit knows itself again (<see cref="WriteHistory"/>).
/// Where it cannot know (a deleted row keeps no token; a hot row forgets the ninth last), it says so with a
/// <see cref="StorageUnavailableException"/> and never guesses.
/// </summary>
public sealed class RetryingTableEngine(ITableEngine inner, TimeSpan firstPause) : ITableEngine
{
    public const int MostRequests = 3;

    public static readonly TimeSpan UsualFirstPause = TimeSpan.FromMilliseconds(50);

    public StorageCounters Counters => inner.Counters;

    public ValueTask<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken ct) =>
        AskAsync(async () => await inner.GetAsync(table, partitionKey, rowKey, ct) is { } row ? WithoutHistory(row) : null, ct);

    public ValueTask<TablePage> QueryAsync(TableRange range, string? continuation, CancellationToken ct) =>
        AskAsync(async () => WithoutHistory(await inner.QueryAsync(range, continuation, ct)), ct);

    public ValueTask<TablePage> ScanPageAsync(TableScan scan, string? continuation, CancellationToken ct) =>
        AskAsync(async () => await inner.ScanPageAsync(scan, continuation, ct) is var page && scan.Columns is null ? WithoutHistory(page) : page, ct);

    public async ValueTask<CommitOutcome> CommitAsync(string table, string partitionKey, IReadOnlyList<RowWrite> writes, CancellationToken ct)
    {
        var commit = new StampedCommit(table, partitionKey, writes);
        for (var request = 1; ; request++)
        {
            CommitOutcome outcome;
            try
            {
                outcome = await inner.CommitAsync(table, partitionKey, commit.Writes, ct);
            }
            catch (StorageUnavailableException) when (request < MostRequests)
            {
                await PauseAsync(request, ct);
                continue;
            }

            return outcome switch
            {
                CommitOutcome.Committed committed => commit.Committed(committed.ETags),
                CommitOutcome.Refused refused when request > 1 => await SettleAsync(commit, refused, request, ct),
                _ => outcome,
            };
        }
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    /// <summary>A repeated commit was refused: by the first one's own success, or by somebody else's?</summary>
    private async Task<CommitOutcome> SettleAsync(StampedCommit commit, CommitOutcome.Refused refused, int requests, CancellationToken ct)
    {
        if (requests == MostRequests)
            throw new StorageUnavailableException("A commit was refused after lost replies, and whether an earlier try succeeded is unknown.");
        var row = await inner.GetAsync(commit.Table, commit.PartitionKey, commit.Writes[refused.Index].RowKey, ct);
        return commit.JudgedBy(row, refused)
            ?? throw new StorageUnavailableException("Whether a commit whose reply was lost has succeeded can no longer be told.");
    }

    private async ValueTask<T> AskAsync<T>(Func<ValueTask<T>> ask, CancellationToken ct)
    {
        for (var request = 1; ; request++)
        {
            try
            {
                return await ask();
            }
            catch (StorageUnavailableException) when (request < MostRequests)
            {
                await PauseAsync(request, ct);
            }
        }
    }

    // Four times as long each time, and up to half as long again, so that those who failed together do not come back together.
    private async Task PauseAsync(int request, CancellationToken ct)
    {
        var pause = firstPause * Math.Pow(4, request - 1) * (1 + Random.Shared.NextDouble() / 2);
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, ct);
    }

    private static TablePage WithoutHistory(TablePage page) => page with { Rows = [.. page.Rows.Select(WithoutHistory)] };

    private static TableRow WithoutHistory(TableRow row)
    {
        var properties = new Dictionary<string, object>(row.Properties, StringComparer.Ordinal);
        properties.Remove(WriteHistory.Property);
        return row with { Properties = properties, ETag = WriteHistory.Of(row).Remembered(row.ETag) };
    }
}
