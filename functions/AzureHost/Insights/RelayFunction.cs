using Microsoft.Azure.Functions.Worker;

namespace LeadRouter.AzureHost.Insights;

/// <summary>Twice a minute: what happened since goes into the topic. The host runs it on one instance at a time.</summary>
public sealed class RelayFunction(EventRelay relay)
{
    [Function("RelayEvents")]
    public Task RunAsync([TimerTrigger("*/30 * * * * *")] TimerInfo timer, CancellationToken ct) => relay.RunAsync(ct);
}
