using LeadRouter.UseCases.Jobs;

namespace LeadRouter.LocalHost.Driver;

/// <summary>Works on jobs as soon as one begins, and on those that a host before this one left.</summary>
internal sealed partial class JobService(RunJobs jobs, JobBell bell, ILogger<JobService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await jobs.RunAsync(stoppingToken).ConfigureAwait(false);
                await bell.WaitAsync(Pause, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The host stops; the job goes on where it was.
            }
            catch (IOException fault)
            {
                LogFault(fault);
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jobs could not be read; trying again soon")]
    private partial void LogFault(Exception exception);
}
