using LeadRouter.UseCases.Insights;
using Microsoft.Azure.Functions.Worker;

namespace LeadRouter.AzureHost.Insights;

/// <summary>Every quarter of an hour, so that a digest that could not go out on Monday morning goes soon after; it is sent once a week all the same.</summary>
public sealed class SmarketingFunction(SendSmarketing digest)
{
    [Function("SendSmarketing")]
    public Task RunAsync([TimerTrigger("0 */15 * * * *")] TimerInfo timer, CancellationToken ct) => digest.RunAsync(ct);
}
