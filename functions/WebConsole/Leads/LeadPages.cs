using System.Text;
using System.Text.Json;
using LeadRouter.Adapters.Http;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using LeadRouter.WebConsole.Frame;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Leads;

/// <summary>The list of leads, and one lead with its story, its decisions and what a person can do with it.</summary>
public sealed class LeadPages(
    ConsoleDoor door, ILeadStore leads, ILeadIndex index, IConfigurations configurations, RosterCache rosters, SignalReader signals, PostSignal post, LinkLeads links) : IRoutes
{
    private const int PageSize = 50;

    public IEnumerable<Route> All =>
    [
        door.Get("ConsoleLeads", "console/leads", "The list of leads as a page", ListAsync),
        door.Get("ConsoleLead", "console/leads/{leadId}", "One lead as a page", ShowAsync),
        door.Post("ConsoleLink", "console/leads/{leadId}/links", "Says that another lead is this one, or that it is not", LinkAsync),
        door.Post("ConsoleSignal", "console/leads/{leadId}/signals", "Tells what happened to a lead", SignalAsync),
    ];

    private async Task<IResult> ListAsync(HttpRequest request, CancellationToken ct)
    {
        var wanted = new LeadQuery(Text(request, "state"), Text(request, "owner"), Text(request, "source"), Text(request, "q"), Text(request, "cursor"));
        var state = Enum.TryParse<LeadStatus>(wanted.State, ignoreCase: true, out var known) ? known : (LeadStatus?)null;
        var page = await index.ListAsync(new LeadFilter(state, wanted.Owner, wanted.Source, wanted.Words), PageSize, wanted.Cursor, ct).ConfigureAwait(false);
        return door.Page<LeadsPage>(request, "Leads", new()
        {
            [nameof(LeadsPage.Query)] = wanted,
            [nameof(LeadsPage.Found)] = page,
            [nameof(LeadsPage.Live)] = configurations.Current.Live,
        });
    }

    private async Task<IResult> ShowAsync(HttpRequest request, CancellationToken ct)
    {
        var id = request.RouteValues["leadId"] as string ?? "";
        if (!LeadRoutes.IsId(id) || await leads.ReadAsync(new LeadId(id), ct).ConfigureAwait(false) is not { } story)
            return door.NotFound(request, $"There is no lead {id}.", $"No existe el lead {id}.");
        return door.Page<LeadView>(request, story.Record.Attributes["FullName"] ?? story.Record.Attributes["Email"] ?? id, new()
        {
            [nameof(LeadView.Story)] = story,
            [nameof(LeadView.Decisions)] = story.Decisions.Select(d => DecisionJson.Read(Encoding.UTF8.GetBytes(d.Json))).ToList(),
            [nameof(LeadView.Live)] = configurations.Current.Live,
            [nameof(LeadView.Labels)] = (await rosters.CurrentAsync(ct).ConfigureAwait(false)).Labels,
        });
    }

    private async Task<IResult> SignalAsync(HttpRequest request, CancellationToken ct)
    {
        var id = request.RouteValues["leadId"] as string ?? "";
        if (!LeadRoutes.IsId(id)) return door.NotFound(request, $"There is no lead {id}.", $"No existe el lead {id}.");
        var form = await request.ReadFormAsync(ct).ConfigureAwait(false);
        var fields = form.Where(f => f.Key is not (ConsoleDoor.TokenField or "press" or "criteria") && f.Value.ToString().Length > 0)
            .ToDictionary(f => f.Key, object (f) => f.Value.ToString());
        if (form["criteria"] is { Count: > 0 } criteria) fields["criteria"] = criteria.ToArray();
        if (signals.Read(JsonSerializer.SerializeToUtf8Bytes(fields), out var problem) is not { } signal) return door.Back(request, $"/console/leads/{id}", ConsoleDoor.Said(request, problem!), bad: true);
        // The press is named by the page that was shown: pressing twice is one signal.
        var outcome = await post.RunAsync(new LeadId(id), $"console-{form["press"]}-{form["type"]}", signal, form["type"].ToString(), ct).ConfigureAwait(false);
        return Told(request, id, outcome);
    }

    private IResult Told(HttpRequest request, string id, SignalOutcome outcome) => outcome switch
    {
        SignalOutcome.Taken { Answer.Refusal: { } refusal } => door.Back(
            request, $"/console/leads/{id}", Why(request, refusal), bad: true),
        SignalOutcome.Taken => door.Back(request, $"/console/leads/{id}", ConsoleDoor.Text(request, "Done.", "Hecho.")),
        SignalOutcome.NoSuchLead => door.NotFound(request, $"There is no lead {id}.", $"No existe el lead {id}."),
        _ => door.Back(request, $"/console/leads/{id}", ConsoleDoor.Text(request, "Noted; it will be done in a moment.", "Anotado; se hará en un momento.")),
    };

    private async Task<IResult> LinkAsync(HttpRequest request, CancellationToken ct)
    {
        var form = await request.ReadFormAsync(ct).ConfigureAwait(false);
        var (id, other) = (request.RouteValues["leadId"] as string ?? "", form["other"].ToString().Trim());
        if (!LeadRoutes.IsId(id) || !LeadRoutes.IsId(other)) return door.NotFound(request, "There is no such lead.", "No existe ese lead.");
        var linked = form["act"] == "unlink"
            ? await links.UnlinkAsync(new LeadId(id), new LeadId(other), "console", ct).ConfigureAwait(false)
            : await links.LinkAsync(new LeadId(id), new LeadId(other), "console", ct).ConfigureAwait(false);
        var back = $"/console/leads/{id}";
        return linked switch
        {
            Linked.NoSuchLead => door.NotFound(request, "There is no such lead.", "No existe ese lead."),
            Linked.Impossible impossible => door.Back(request, back, Why(request, impossible.Why), bad: true),
            Linked.Told told => Told(request, id, told.Outcome),
            var unknown => throw new InvalidOperationException(unknown.GetType().Name),
        };
    }

    private static string Why(HttpRequest request, string refusal) => ConsoleDoor.Text(request, refusal, SpanishStory.OfRefusal(refusal) ?? refusal);

    private static string? Text(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } value ? value : null;
}

/// <summary>What the list was asked for.</summary>
public sealed record LeadQuery(string? State, string? Owner, string? Source, string? Words, string? Cursor)
{
    public string AddressOf(string? cursor) => "/console/leads" + QueryString.Create(
        new Dictionary<string, string?> { ["state"] = State, ["owner"] = Owner, ["source"] = Source, ["q"] = Words, ["cursor"] = cursor }.Where(p => p.Value is not null));
}
