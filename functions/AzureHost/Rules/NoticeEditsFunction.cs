using LeadRouter.AzureHost.Leads;
using LeadRouter.UseCases.Rules;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LeadRouter.AzureHost.Rules;

/// <summary>Once a minute: edits that were made in the tables themselves. The host runs it on one instance at a time; all follow the head.</summary>
public sealed class NoticeEditsFunction(NoticeEdits notice, DurableWake wake)
{
    [Function("NoticeEdits")]
    public Task RunAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        wake.Use(client);
        return notice.RunAsync(ct);
    }
}
