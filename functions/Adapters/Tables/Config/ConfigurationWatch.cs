using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Rules;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeadRouter.Adapters.Tables.Config;

/// <summary>
/// Table storage tells nobody of a change: so each host asks once a second what is in force, and looks at the tables themselves once a
/// minute, unless somebody else does that for all hosts. In real time, whatever the calendar says: an edit does not wait for somebody to move the hands.
/// </summary>
public sealed partial class ConfigurationWatch(
    Configurations configurations, NoticeEdits notice, SeenAttributes seen, IOptions<LeadRouterOptions> options, ILogger<ConfigurationWatch> log, ScansElsewhere? elsewhere = null)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>What was typed into the tables while no host ran is in force before the first request is.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (elsewhere is null) await TryAsync(notice.RunAsync, cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            for (var second = 1; await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false); second++)
            {
                var isTime = second % options.Value.ConfigScanSeconds == 0;
                if (isTime) await TryAsync(seen.SaveAsync, stoppingToken).ConfigureAwait(false);
                await TryAsync(isTime && elsewhere is null ? notice.RunAsync : configurations.FollowAsync, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> look, CancellationToken ct)
    {
        try
        {
            await look(ct).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or BadConfigurationException)
        {
            LogNotRead(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The configuration could not be looked at; the last good one stays")]
    private partial void LogNotRead(Exception exception);
}

/// <summary>One of many hosts looks at the tables for all of them: this one need not.</summary>
public sealed record ScansElsewhere;
