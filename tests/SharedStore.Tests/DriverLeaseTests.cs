using LeadRouter.Adapters.Tables;
using LeadRouter.LocalHost.Driver;
using LeadRouter.LocalHost.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LeadRouter.SharedStore.Tests;

/// <summary>Hosts as the lease sees them: each with a clock of its own, which stands still while the host does.</summary>
public sealed class DriverLeaseTests : IAsyncDisposable
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    private readonly SqliteTableEngine tables = SqliteTableEngine.InMemory();

    public ValueTask DisposeAsync() => tables.DisposeAsync();

    [Fact]
    public async Task The_first_host_drives_and_the_second_waits()
    {
        await using var first = new LeasedHost(tables, "first");
        await first.UntilAsync(drives: true);
        await using var second = new LeasedHost(tables, "second");

        await LeasedHost.PassAsync(4 * Duration, first, second);

        Assert.Equal((true, 1), (first.Lease.IsHeld, first.Terms));
        Assert.Equal((false, 0), (second.Lease.IsHeld, second.Terms));
    }

    [Fact]
    public async Task A_host_that_stood_still_for_longer_than_its_lease_knows_it_at_once()
    {
        await using var first = new LeasedHost(tables, "first");
        await first.UntilAsync(drives: true);
        await using var second = new LeasedHost(tables, "second");
        await LeasedHost.PassAsync(Duration / 2, second);
        Assert.False(second.Lease.IsHeld);

        await second.UntilAsync(drives: true);
        first.Time.Advance(2 * Duration);

        Assert.False(first.Lease.IsHeld);
        await first.UntilAsync(drives: false);
        Assert.Equal(2, second.Lease.Generation);
    }

    [Fact]
    public async Task A_host_that_stops_leaves_the_lease_to_the_next_without_a_wait()
    {
        await using var second = new LeasedHost(tables, "second", start: false);
        await using (var first = new LeasedHost(tables, "first"))
            await first.UntilAsync(drives: true);

        second.Start();

        await second.DrivesAtOnceAsync();
    }

    [Fact]
    public async Task A_host_started_again_after_a_crash_takes_its_own_lease_at_once()
    {
        var crashed = new LeasedHost(tables, "one");
        await crashed.UntilAsync(drives: true);
        await using var again = new LeasedHost(tables, "one");

        await again.DrivesAtOnceAsync();

        Assert.Equal(2, again.Lease.Generation);
    }

    [Fact]
    public async Task Of_many_hosts_that_start_together_one_drives()
    {
        var hosts = Enumerable.Range(0, 8).Select(i => new LeasedHost(tables, $"host{i}")).ToArray();

        await LeasedHost.PassAsync(2 * Duration, hosts);

        Assert.Equal(1, hosts.Count(h => h.Lease.IsHeld));
        Assert.Equal(1, hosts.Sum(h => h.Terms));
        foreach (var host in hosts) await host.DisposeAsync();
    }

    private sealed class LeasedHost : IAsyncDisposable
    {
        private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

        private readonly CancellationTokenSource stop = new();
        private Task held = Task.CompletedTask;
        private int driving;

        public LeasedHost(ITableEngine tables, string name, bool start = true)
        {
            Lease = new TableDriverLease(tables, name, Duration, Time, NullLogger<TableDriverLease>.Instance);
            if (start) Start();
        }

        public FakeTimeProvider Time { get; } = new();

        public TableDriverLease Lease { get; }

        public int Terms { get; private set; }

        public void Start() => held = Lease.HoldAsync(DriveAsync, stop.Token);

        /// <summary>Lets time pass for these hosts, in steps that every one of them has the time to act on.</summary>
        public static async Task PassAsync(TimeSpan time, params LeasedHost[] hosts)
        {
            for (var passed = TimeSpan.Zero; passed < time; passed += Step)
            {
                foreach (var host in hosts) host.Time.Advance(Step);
                await Task.Delay(5);
            }
        }

        /// <summary>Its clock stands still meanwhile.</summary>
        public Task<TimeSpan> DrivesAtOnceAsync() => Wait.UntilAsync(() => Task.FromResult(driving > 0), TimeSpan.FromSeconds(60));

        public async Task UntilAsync(bool drives)
        {
            for (var passed = TimeSpan.Zero; driving > 0 != drives; passed += Step)
            {
                Assert.True(passed <= 3 * Duration, "It takes too long.");
                await PassAsync(Step, this);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await held;
            stop.Dispose();
        }

        private async Task DriveAsync(CancellationToken lost)
        {
            Terms++;
            Interlocked.Increment(ref driving);
            await Task.Delay(Timeout.Infinite, lost).ContinueWith(_ => { }, TaskScheduler.Default);
            Interlocked.Decrement(ref driving);
        }
    }
}
