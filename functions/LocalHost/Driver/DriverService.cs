using LeadRouter.UseCases.Insights;
using LeadRouter.UseCases.Leads;
using Microsoft.Extensions.Options;

namespace LeadRouter.LocalHost.Driver;

/// <summary>Keeps the driver, its timers and the sweep running as long as the host does.</summary>
internal sealed partial class DriverService(
    IDriverLease lease, LocalDriver driver, Watchdog watchdog, ForgetEvents forget, SendSmarketing digest, RosterWatch rosters, TimeProvider clock, IOptions<LeadRouterOptions> options,
    IHostApplicationLifetime lifetime, ILogger<DriverService> log, SharedWakes? wakes = null)
    : BackgroundService
{
    private const int SweepsBetweenForgetting = 60;
    private static readonly TimeSpan LoadPause = TimeSpan.FromSeconds(1);

    private int sweeps;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The mailbox that stands in for the mail provider is served by this very process: a mail before it listens would be refused.
        await lifetime.StartedAsync(stoppingToken).ConfigureAwait(false);
        await lease.HoldAsync(DriveAsync, stoppingToken).ConfigureAwait(false);
    }

    private async Task DriveAsync(CancellationToken stop)
    {
        var work = driver.RunAsync(stop);
        var loaded = LoadAsync(stop);
        var poll = wakes?.PollAsync(stop) ?? Task.CompletedTask;
        await loaded.ConfigureAwait(false);
        var time = clock is VirtualClock ? Task.CompletedTask : driver.KeepTimeAsync(stop);
        await Task.WhenAll(work, poll, time, SweepAsync(stop), rosters.RunAsync(stop)).ConfigureAwait(false);
        driver.Forget();
    }

    private async Task LoadAsync(CancellationToken stop)
    {
        try
        {
            while (!await TryLoadAsync(stop).ConfigureAwait(false)) await Task.Delay(LoadPause, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host stops, or another one drives.
        }
    }

    private async Task<bool> TryLoadAsync(CancellationToken stop)
    {
        try
        {
            await driver.LoadAsync(stop).ConfigureAwait(false);
            return true;
        }
        catch (IOException fault)
        {
            LogNotLoaded(fault);
            return false;
        }
    }

    private async Task SweepAsync(CancellationToken stop)
    {
        // Real time, also under a virtual clock: housekeeping does not wait for somebody to move the hands.
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.SweepSeconds));
        try
        {
            do
            {
                await RunSweepAsync(stop).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task RunSweepAsync(CancellationToken stop)
    {
        try
        {
            await watchdog.RunAsync(stop).ConfigureAwait(false);
            if (sweeps++ % SweepsBetweenForgetting == 0) await forget.RunAsync(stop).ConfigureAwait(false);
            await digest.RunAsync(stop).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            LogSweepFailed(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The open leads could not be loaded; trying again soon")]
    private partial void LogNotLoaded(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sweep failed; it runs again soon")]
    private partial void LogSweepFailed(Exception exception);
}
