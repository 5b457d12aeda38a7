using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LeadRouter.Adapters.Http;

/// <summary>The feed: what happened to all leads, each lead in its order, at least once.</summary>
public sealed class EventRoutes(ILeadIndex index, ILeadStore leads, IOptions<LeadRouterOptions> options) : IRoutes
{
    private const string Attributes = "attributes";

    public IEnumerable<Route> All =>
    [
        new("GetEvents", ["GET"], "api/events", Access.Viewer, "The feed of state changes, as CloudEvents") { Handle = FeedAsync, Query = ["after", "limit", "include"] },
    ];

    private async Task<IResult> FeedAsync(HttpRequest request, CancellationToken ct)
    {
        if (!LeadRoutes.TryLimit(request, 100, out var limit, out var bad)) return bad;
        var include = LeadRoutes.Optional(request, "include");
        if (include is not (null or Attributes)) return new HttpProblem(StatusCodes.Status400BadRequest, "include.unknown", $"include is {Attributes}, or is left out.");
        var page = await index.FeedAsync(LeadRoutes.Optional(request, "after"), limit, ct).ConfigureAwait(false);
        var known = include is null ? [] : await AttributesAsync(page.Items.Select(e => e.LeadId).Distinct(), ct).ConfigureAwait(false);
        return HttpJson.Ok(new { items = page.Items.Select(e => CloudEvent.Of(e, options.Value.PublicUrl, known.GetValueOrDefault(e.LeadId))), next = page.Next });
    }

    private async Task<Dictionary<LeadId, LeadAttributes>> AttributesAsync(IEnumerable<LeadId> ids, CancellationToken ct)
    {
        var known = new Dictionary<LeadId, LeadAttributes>();
        foreach (var id in ids)
            if (await leads.OpenAsync(id, ct).ConfigureAwait(false) is { } open) known[id] = open.Record.Attributes;
        return known;
    }
}
