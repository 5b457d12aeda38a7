using System.Threading.Channels;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Options;

namespace LeadRouter.LocalHost.Driver;

/// <summary>
/// Moves leads inside one process: at once when woken, later when their timer is due. Many leads at a time, one lead never twice at
/// once. What it holds is only memory: after a restart the due rows of the index tell everything again.
/// </summary>
public sealed partial class LocalDriver(TimeProvider clock, IServiceProvider services, IDriverLease lease, IntakeGauge intake, IOptions<LeadRouterOptions> options, ILogger<LocalDriver> log)
    : IWakeLead, IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<LeadId, bool> active = [];
    private readonly TimerQueue timers = new();
    private readonly Channel<LeadId> ready = Channel.CreateUnbounded<LeadId>();
    private readonly SemaphoreSlim timersChanged = new(0, 1);
    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? idle;

    public ValueTask WakeAsync(LeadId id, CancellationToken ct)
    {
        lock (gate) Enqueue(id);
        return ValueTask.CompletedTask;
    }

    /// <summary>A lead that is being moved right now was read before: it is moved once more.</summary>
    public ValueTask MovedAsync(LeadId id, Advanced to, CancellationToken ct)
    {
        lock (gate)
        {
            if (active.ContainsKey(id)) active[id] = true;
            else if (to is Advanced.Waiting waiting) Schedule(id, waiting.Until);
            else timers.Cancel(id);
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs until it is stopped; what runs then is finished first.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var advance = services.GetRequiredService<AdvanceLead>();
        var most = options.Value.Parallelism;
        using var room = new SemaphoreSlim(most, most);
        try
        {
            // One reader: with many, each lead that comes in would wake all of them.
            await foreach (var id in ready.Reader.ReadAllAsync(stop).ConfigureAwait(false))
            {
                if (intake.IsBurst) await Task.Delay(BurstPause, stop).ConfigureAwait(false);
                while (!lease.IsHeld || (intake.IsBurst && most - room.CurrentCount >= BurstMoves)) await Task.Delay(BurstPause, stop).ConfigureAwait(false);
                await room.WaitAsync(stop).ConfigureAwait(false);
                _ = Task.Run(() => MoveAndFinishAsync(advance, id, room), CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped between two leads; the rest stands in the index.
        }
        await WhenAllMovedAsync(room).ConfigureAwait(false);
    }

    /// <summary>Takes every open lead's next instant from the index, and fires what came due meanwhile in the order of its instants.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        var count = 0;
        await foreach (var due in services.GetRequiredService<ILeadIndex>().DueAsync(ct).ConfigureAwait(false))
        {
            count++;
            lock (gate) Load(due);
        }
        FireDue();
        loaded.TrySetResult();
        LogLoaded(count);
    }

    // Requests are served meanwhile: a lead that was moved since its row was read has a newer instant.
    private void Load(DueLead due)
    {
        if (!active.ContainsKey(due.Id) && !timers.Has(due.Id)) timers.Set(due.Id, due.Due);
    }

    /// <summary>Ends when every timer that was stored is known.</summary>
    public Task WhenLoadedAsync(CancellationToken ct) => loaded.Task.WaitAsync(ct);

    /// <summary>Fires timers by the wall clock until it is stopped. Under a virtual clock nobody calls this: time moves by hand.</summary>
    public async Task KeepTimeAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            FireDue();
            // At most a second, so that a wall clock that is set forward is noticed.
            var pause = TimeSpan.FromSeconds(1);
            if (NextDue - clock.GetUtcNow() is { } wait && wait < pause) pause = wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
            try
            {
                await timersChanged.WaitAsync(pause + TimeSpan.FromMilliseconds(1), stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    public DateTimeOffset? NextDue
    {
        get
        {
            lock (gate) return timers.Next;
        }
    }

    /// <summary>How many leads are being moved or wait to be, now and not at a later instant.</summary>
    public int Moving
    {
        get
        {
            lock (gate) return active.Count;
        }
    }

    /// <summary>Wakes every lead whose timer is due, and says how many.</summary>
    public int FireDue()
    {
        lock (gate)
        {
            var fired = 0;
            while (timers.TryTake(clock.GetUtcNow()) is { } id)
            {
                Enqueue(id);
                fired++;
            }
            return fired;
        }
    }

    /// <summary>Ends when no lead is being moved or waits to be.</summary>
    public Task WhenIdleAsync()
    {
        lock (gate)
        {
            if (active.Count == 0) return Task.CompletedTask;
            idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return idle.Task;
        }
    }

    /// <summary>Drops all it knew, once <see cref="RunAsync"/> has ended: another host drives now.</summary>
    public void Forget()
    {
        lock (gate)
        {
            while (ready.Reader.TryRead(out _)) { }
            active.Clear();
            timers.Clear();
            idle?.SetResult();
            idle = null;
        }
    }

    public void Dispose() => timersChanged.Dispose();

    private void Schedule(LeadId id, DateTimeOffset due)
    {
        lock (gate)
        {
            if (due <= clock.GetUtcNow())
            {
                Enqueue(id);
                return;
            }
            if (timers.Set(id, due) && timersChanged.CurrentCount == 0) timersChanged.Release();
        }
    }

    // The value says whether the lead was woken again while it was being moved.
    private void Enqueue(LeadId id)
    {
        timers.Cancel(id);
        if (active.TryAdd(id, false)) ready.Writer.TryWrite(id);
        else active[id] = true;
    }

    // So many leads are still moved at a time in a burst of submissions, with a pause after each: routing slows down, but never stands
    // still. Moving a lead costs several times what storing it costs.
    private const int BurstMoves = 1;
    private static readonly TimeSpan BurstPause = TimeSpan.FromMilliseconds(10);

    private async Task MoveAndFinishAsync(AdvanceLead advance, LeadId id, SemaphoreSlim room)
    {
        Finish(id, await MoveAsync(advance, id).ConfigureAwait(false));
        room.Release();
    }

    private async Task WhenAllMovedAsync(SemaphoreSlim room)
    {
        for (var i = 0; i < options.Value.Parallelism; i++) await room.WaitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The instant of the lead's next move; null when there is none.</summary>
    private async Task<DateTimeOffset?> MoveAsync(AdvanceLead advance, LeadId id)
    {
        try
        {
            return await advance.RunAsync(id, CancellationToken.None).ConfigureAwait(false) is Advanced.Waiting waiting ? waiting.Until : null;
        }
#pragma warning disable CA1031 // A lead that cannot be moved now must not stop the driver: it is tried again, and the sweep knows it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFailed(fault, id);
            return clock.GetUtcNow() + FaultPause;
        }
    }

    private static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(5);

    private void Finish(LeadId id, DateTimeOffset? next)
    {
        lock (gate)
        {
            active.Remove(id, out var again);
            if (again) Enqueue(id);
            else if (next is { } due) Schedule(id, due);
            if (active.Count > 0) return;
            idle?.SetResult();
            idle = null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Lead {Lead} could not be moved; trying again soon")]
    private partial void LogFailed(Exception exception, LeadId lead);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} open leads wait for their time")]
    private partial void LogLoaded(int count);
}
