using System.Text.Json;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>Leads that are one person: what belongs together, linking by hand, and taking it back.</summary>
public sealed class LinkRoutes(LinkLeads link, ILeadStore leads) : IRoutes
{
    private sealed record LinkBody(string? LeadId, string? OtherId, string? By);

    public IEnumerable<Route> All =>
    [
        new("GetLinks", ["GET"], "api/lead/{leadId}/links", Access.Viewer, "What belongs to a lead, what may belong to it, and all of it merged") { Handle = ViewAsync },
        new("LinkLead", ["POST"], "api/lead/{leadId}/links", Access.Editor, "Links another lead to this one, which goes on for both") { Handle = LinkAsync, Also = [202, 409] },
        new("UnlinkLead", ["DELETE"], "api/lead/{leadId}/links/{otherId}", Access.Editor, "Makes a linked lead a lead of its own again") { Handle = UnlinkAsync, Also = [202, 409] },
    ];

    private async Task<IResult> ViewAsync(HttpRequest request, CancellationToken ct)
    {
        var id = request.Value("leadId");
        if (!LeadRoutes.IsId(id) || await FindAsync(new LeadId(id), ct).ConfigureAwait(false) is not { } main) return LeadRoutes.Unknown(id);
        var linked = await Task.WhenAll(main.Touches.Select(t => FindAsync(t.Submission, ct))).ConfigureAwait(false);
        var proposed = await Task.WhenAll(main.Proposals.Select(p => FindAsync(p.Lead, ct))).ConfigureAwait(false);
        return HttpJson.Ok(new
        {
            leadId = main.Id,
            linkedTo = main.Life.LinkedTo,
            links = linked.OfType<LeadRecord>().Select(l => new { leadId = l.Id, l.Source, l.ReceivedAt, byHand = l.Life.BeforeLink is not null, attributes = l.Attributes }),
            proposals = main.Proposals.Zip(proposed, (p, l) => new { leadId = p.Lead, because = p.Because, state = l?.Life.Status.PublicName(), attributes = l?.Attributes }),
            merged = Merged(main, linked.OfType<LeadRecord>()),
        });
    }

    private async Task<IResult> LinkAsync(HttpRequest request, CancellationToken ct)
    {
        var id = request.Value("leadId");
        if (await RequestBody.ReadAsync(request, ct).ConfigureAwait(false) is not { } bytes) return RequestBody.TooLarge;
        if (Parse(bytes) is not { } body || (body.OtherId ?? body.LeadId) is not { Length: > 0 } other)
            return new HttpProblem(StatusCodes.Status400BadRequest, "body.unreadable", "The body is a JSON object with otherId: the lead that belongs to this one.");
        if (!LeadRoutes.IsId(id)) return LeadRoutes.Unknown(id);
        if (!LeadRoutes.IsId(other)) return LeadRoutes.Unknown(other);
        return Answer(await link.LinkAsync(new LeadId(id), new LeadId(other), body.By, ct).ConfigureAwait(false), id, other);
    }

    private async Task<IResult> UnlinkAsync(HttpRequest request, CancellationToken ct)
    {
        var (id, other) = (request.Value("leadId"), request.Value("otherId"));
        if (!LeadRoutes.IsId(id)) return LeadRoutes.Unknown(id);
        if (!LeadRoutes.IsId(other)) return LeadRoutes.Unknown(other);
        return Answer(await link.UnlinkAsync(new LeadId(id), new LeadId(other), null, ct).ConfigureAwait(false), id, other);
    }

    private static IResult Answer(Linked linked, string id, string other) => linked switch
    {
        Linked.NoSuchLead missing => LeadRoutes.Unknown(missing.Id.Value),
        Linked.Impossible impossible => Refused(impossible.Why),
        Linked.Told { Outcome: SignalOutcome.Taken { Answer.Refusal: { } refusal } } => Refused(refusal),
        Linked.Told { Outcome: SignalOutcome.Taken { Answer: var answer } } => HttpJson.Ok(new { leadId = id, otherId = other, state = answer.State.PublicName(), owner = answer.Owner }),
        _ => HttpJson.Ok(new { leadId = id, otherId = other, state = "pending" }, StatusCodes.Status202Accepted),
    };

    private static HttpProblem Refused(string why) => new(StatusCodes.Status409Conflict, "link.refused", why);

    /// <summary>The lead's own attributes, and what only the others know.</summary>
    private static LeadAttributes Merged(LeadRecord main, IEnumerable<LeadRecord> linked) => linked.SelectMany(l => l.Attributes).Aggregate(
        main.Attributes,
        (all, more) => all.Values(more.Key).Count > 0 ? all : all.With(more.Key, more.Value));

    private async Task<LeadRecord?> FindAsync(LeadId id, CancellationToken ct) => (await leads.OpenAsync(id, ct).ConfigureAwait(false))?.Record;

    private static LinkBody? Parse(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<LinkBody>(bytes, HttpJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
