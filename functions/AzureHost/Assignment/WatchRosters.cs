using LeadRouter.AzureHost.Leads;
using LeadRouter.UseCases.Assignment;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LeadRouter.AzureHost.Assignment;

/// <summary>Every ten seconds: held leads look again when rows or reps changed in their favour. The host runs it on one instance at a time.</summary>
public sealed class WatchRosters(WakeHeld held, DurableWake wake)
{
    [Function("WatchRosters")]
    public async Task RunAsync([TimerTrigger("*/10 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        wake.Use(client);
        await held.RunAsync(ct);
    }
}
