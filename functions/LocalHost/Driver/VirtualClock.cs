using System.Globalization;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Insights;

namespace LeadRouter.LocalHost.Driver;

/// <summary>
/// A clock that stands still until it is moved, and stands where it stood after a restart: the store beside it must not come to lie in
/// the future. Real time still runs for network timeouts: only the calendar is virtual.
/// </summary>
/// <param name="path">The file that keeps where the hands stand.</param>
public sealed class VirtualClock(string path) : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private long ticks = (Kept(path) ?? Start).UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    internal void Set(DateTimeOffset now)
    {
        File.WriteAllText($"{path}.new", now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        File.Move($"{path}.new", path, overwrite: true);
        Interlocked.Exchange(ref ticks, now.UtcTicks);
    }

    private static DateTimeOffset? Kept(string path) =>
        File.Exists(path) ? DateTimeOffset.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) : null;
}

/// <summary>Moves the virtual clock from one due instant to the next, each time only when nothing is in flight.</summary>
public sealed class ClockMover(VirtualClock clock, LocalDriver driver, SweepLeads sweep, WakeHeld held, SendSmarketing digest) : IDisposable
{
    private readonly SemaphoreSlim one = new(1, 1);

    public DateTimeOffset Now => clock.GetUtcNow();

    private DateTimeOffset? NextDue => new[] { driver.NextDue, digest.NextDue }.Min();

    /// <summary>How many timers fired on the way; null when the instant is in the past.</summary>
    public async Task<int?> MoveToAsync(DateTimeOffset to, CancellationToken ct)
    {
        await one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (to < Now) return null;
            await driver.WhenLoadedAsync(ct).ConfigureAwait(false);
            var fired = 0;
            await held.RunAsync(ct).ConfigureAwait(false);
            await driver.WhenIdleAsync().ConfigureAwait(false);
            while (NextDue is { } next && next <= to)
            {
                if (next > Now) clock.Set(next);
                await digest.RunAsync(ct).ConfigureAwait(false);
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
