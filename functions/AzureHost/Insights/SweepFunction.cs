using LeadRouter.AzureHost.Leads;
using LeadRouter.UseCases.Insights;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LeadRouter.AzureHost.Insights;

/// <summary>Once a minute: wakes what is due and finds what was forgotten. The host runs it on one instance at a time.</summary>
public sealed class SweepFunction(Watchdog watchdog, DurableWake wake)
{
    [Function("Sweep")]
    public async Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        wake.Use(client);
        await watchdog.RunAsync(ct);
    }
}
