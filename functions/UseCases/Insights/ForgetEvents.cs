using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Options;

namespace LeadRouter.UseCases.Insights;

/// <summary>Events older than the setting leave the feed. The story of a lead keeps all of them.</summary>
public sealed class ForgetEvents(ILeadIndex index, TimeProvider clock, IOptions<LeadRouterOptions> options)
{
    public Task<int> RunAsync(CancellationToken ct) => index.ForgetEventsAsync(clock.GetUtcNow().AddDays(-options.Value.EventDays), ct);
}
