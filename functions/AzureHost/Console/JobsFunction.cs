using LeadRouter.AzureHost.Leads;
using LeadRouter.UseCases.Jobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LeadRouter.AzureHost.Console;

/// <summary>Every half minute: works on jobs that people started. The host runs it on one instance at a time.</summary>
public sealed class JobsFunction(RunJobs jobs, DurableWake wake)
{
    [Function("RunJobs")]
    public async Task RunAsync([TimerTrigger("*/30 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        wake.Use(client);
        await jobs.RunAsync(ct);
    }
}
