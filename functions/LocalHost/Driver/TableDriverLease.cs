using LeadRouter.Adapters.Tables;

namespace LeadRouter.LocalHost.Driver;

/// <summary>
/// The lease as a row that its holder writes again and again; each write changes the ETag. Another host takes it over when it saw the
/// same ETag for the whole duration by a clock of its own, so no two clocks need to agree: the holder counts the same duration from
/// before it asked for the write, and so ends first. A host that finds its own name takes it at once.
/// </summary>
/// <param name="time">Real, monotonic time, also under a virtual clock.</param>
internal sealed partial class TableDriverLease(ITableEngine tables, string host, TimeSpan duration, TimeProvider time, ILogger<TableDriverLease> log) : IDriverLease
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);
    private const string Host = "Host";
    private const string Number = "Generation";

    private readonly TimeSpan renewal = duration / 3;
    private Term? mine;
    private (string ETag, long Since)? seen;

    public bool IsHeld => mine is { } term && time.GetElapsedTime(term.RenewedAt) < duration;

    public long Generation { get; private set; }

    public async Task HoldAsync(Func<CancellationToken, Task> drive, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await TryAsync(TakeAsync)) await ServeAsync(drive, stop);
            else await PauseAsync(Watch < renewal ? Watch : renewal, stop);
        }
    }

    /// <summary>One term, from its first to its last moment.</summary>
    private async Task ServeAsync(Func<CancellationToken, Task> drive, CancellationToken stop)
    {
        LogElected(host, Generation);
        using var term = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var driving = drive(term.Token);
        while (IsHeld && !driving.IsCompleted && !stop.IsCancellationRequested)
        {
            await Task.WhenAny(driving, PauseAsync(renewal, stop));
            // Whoever was stopped for longer than the lease must not renew it as if nothing had happened.
            if (IsHeld) await TryAsync(RenewAsync);
        }
        if (!stop.IsCancellationRequested) LogLost(host, Generation);
        await term.CancelAsync();
        // What is being moved is moved to its end, and nothing new begun.
        await driving;
        if (IsHeld) await TryAsync(ReleaseAsync);
        mine = null;
    }

    private async Task<bool> TakeAsync()
    {
        var row = await tables.GetAsync(HostsTable.Name, HostsTable.Driver, HostsTable.Lease, CancellationToken.None);
        if (row is not null && !IsFree(row)) return false;
        var generation = (row?.Properties[Number] as long? ?? 0) + 1;
        if (!await WriteAsync(host, generation, row?.ETag)) return false;
        Generation = generation;
        return true;
    }

    private bool IsFree(TableRow row)
    {
        if (row.Text(Host) is "" || row.Text(Host) == host) return true;
        if (seen?.ETag != row.ETag) seen = (row.ETag, time.GetTimestamp());
        return time.GetElapsedTime(seen!.Value.Since) >= duration;
    }

    private async Task<bool> RenewAsync()
    {
        if (await WriteAsync(host, Generation, mine!.ETag)) return true;
        // The write before may have been applied and its reply lost.
        var row = await tables.GetAsync(HostsTable.Name, HostsTable.Driver, HostsTable.Lease, CancellationToken.None);
        if (row?.Text(Host) == host && row.Properties[Number] is long generation && generation == Generation && await WriteAsync(host, Generation, row.ETag)) return true;
        mine = null;
        return false;
    }

    // Nobody has to wait for a host that said goodbye.
    private Task<bool> ReleaseAsync() => WriteAsync("", Generation, mine!.ETag);

    private async Task<bool> WriteAsync(string holder, long generation, string? etag)
    {
        var asked = time.GetTimestamp();
        var row = new Dictionary<string, object> { [Host] = holder, [Number] = generation, ["At"] = time.GetUtcNow() };
        RowWrite write = etag is null ? new RowWrite.Insert(HostsTable.Lease, row) : new RowWrite.Replace(HostsTable.Lease, row, etag);
        if (await tables.CommitAsync(HostsTable.Name, HostsTable.Driver, [write], CancellationToken.None) is not CommitOutcome.Committed committed) return false;
        mine = new Term(committed.ETags[0]!, asked);
        return true;
    }

    /// <summary>Storage that does not answer is asked again later; the lease ends by itself if that takes too long.</summary>
    private async Task<bool> TryAsync(Func<Task<bool>> ask)
    {
        try
        {
            return await ask();
        }
        catch (IOException fault)
        {
            LogUnanswered(fault);
            return false;
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        try
        {
            await Task.Delay(pause, time, stop);
        }
        catch (OperationCanceledException)
        {
            // The caller looks at the token.
        }
    }

    private sealed record Term(string ETag, long RenewedAt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Host {Host} drives, term {Generation}")]
    private partial void LogElected(string host, long generation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Host {Host} drives no more: term {Generation} ended")]
    private partial void LogLost(string host, long generation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Storage did not answer about the driver's lease")]
    private partial void LogUnanswered(Exception exception);
}
