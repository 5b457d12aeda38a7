using LeadRouter.UseCases.Insights;
using Microsoft.Azure.Functions.Worker;

namespace LeadRouter.AzureHost.Insights;

/// <summary>Every night: old events leave the feed. The host runs it on one instance at a time.</summary>
public sealed class ForgetFunction(ForgetEvents forget)
{
    [Function("ForgetEvents")]
    public Task RunAsync([TimerTrigger("0 15 3 * * *")] TimerInfo timer, CancellationToken ct) => forget.RunAsync(ct);
}
