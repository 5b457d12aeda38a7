using LeadRouter.Adapters.Http;
using LeadRouter.Adapters.Tables;
using LeadRouter.AzureHost.Bus;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Options;

namespace LeadRouter.AzureHost.Insights;

/// <summary>
/// Carries the feed into the topic, from where it stopped: at least once, each lead in its order. What was sent and not noted is sent
/// again; the broker drops it within an hour, later the reader does by the id of the event.
/// </summary>
public sealed class EventRelay(ILeadIndex index, Checkpoints checkpoints, EventTopic topic, IOptions<LeadRouterOptions> options)
{
    /// <summary>The row that says how far it has come.</summary>
    public const string Checkpoint = "event-relay";

    private const int PageSize = 100;
    private const int MostPages = 100;

    public async Task RunAsync(CancellationToken ct)
    {
        var after = await checkpoints.ReadAsync(Checkpoint, ct);
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await index.FeedAsync(after, PageSize, ct);
            if (page.Items.Count == 0) return;
            await topic.SendAsync(page.Items.Select(e => CloudEvent.Of(e, options.Value.PublicUrl)), ct);
            await checkpoints.SaveAsync(Checkpoint, after = page.Next, ct);
        }
    }
}
