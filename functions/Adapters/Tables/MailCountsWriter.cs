using LeadRouter.UseCases.Outreach;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeadRouter.Adapters.Tables;

/// <summary>Has this process write down what it counted of mails, every few seconds while there is something, and before it ends.</summary>
public sealed partial class MailCountsWriter(MailCounts counts, ILogger<MailCountsWriter> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await TryWriteAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await TryWriteAsync(stoppingToken).ConfigureAwait(false);
    }

    private async Task TryWriteAsync(CancellationToken ct)
    {
        try
        {
            await counts.WriteAsync(ct).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            LogNotWritten(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The counts of mails could not be written; they are written with the next ones")]
    private partial void LogNotWritten(Exception exception);
}
