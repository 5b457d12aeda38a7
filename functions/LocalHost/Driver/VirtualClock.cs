using LeadRouter.UseCases.Insights;

namespace LeadRouter.LocalHost.Driver;

/// <summary>A clock that stands still until it is moved. Real time still runs for network timeouts: only the calendar is virtual.</summary>
public sealed class VirtualClock : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private long ticks = Start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    internal void Set(DateTimeOffset now) => Interlocked.Exchange(ref ticks, now.UtcTicks);
}

/// <summary>Moves the virtual clock from one due instant to the next, each time only when nothing is in flight.</summary>
public sealed class ClockMover(VirtualClock clock, LocalDriver driver, SweepLeads sweep) : IDisposable
{
    private readonly SemaphoreSlim one = new(1, 1);

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>How many timers fired on the way; null when the instant is in the past.</summary>
    public async Task<int?> MoveToAsync(DateTimeOffset to, CancellationToken ct)
    {
        await one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (to < Now) return null;
            var fired = 0;
            await driver.WhenIdleAsync().ConfigureAwait(false);
            while (driver.NextDue is { } next && next <= to)
            {
                if (next > Now) clock.Set(next);
                fired += driver.FireDue();
                await driver.WhenIdleAsync().ConfigureAwait(false);
            }
            clock.Set(to);
            await sweep.RunAsync(ct).ConfigureAwait(false);
            await driver.WhenIdleAsync().ConfigureAwait(false);
            return fired;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();
}
