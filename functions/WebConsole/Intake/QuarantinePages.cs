using LeadRouter.Adapters.Http;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Jobs;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using LeadRouter.WebConsole.Frame;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Intake;

/// <summary>The work list of submissions that nobody could read as a lead: why, what was read, and what to do.</summary>
public sealed class QuarantinePages(ConsoleDoor door, ILeadStore leads, ILeadIndex index, ReplayQuarantined replay, PostSignal post, StartJob start) : IRoutes
{
    private const string Address = "/console/quarantine";
    private const int PageSize = 50;

    public IEnumerable<Route> All =>
    [
        door.Get("ConsoleQuarantine", "console/quarantine", "The quarantine as a page", ListAsync, Access.Editor),
        door.Post("ConsoleReplayAll", "console/quarantine/replay", "Reads all of a source or reason again", ReplayAllAsync),
        door.Post("ConsoleReplay", "console/quarantine/{id}/replay", "Reads a submission again", ReplayAsync),
        door.Post("ConsoleDiscard", "console/quarantine/{id}/discard", "Throws a submission away", DiscardAsync),
    ];

    private async Task<IResult> ListAsync(HttpRequest request, CancellationToken ct)
    {
        var (source, reason) = (Text(request, "source"), Text(request, "reason"));
        var filter = new QuarantineFilter(source, reason);
        var page = await index.ListAsync(new LeadFilter(Source: source, Quarantine: true), PageSize, Text(request, "cursor"), ct).ConfigureAwait(false);
        var opened = await Task.WhenAll(page.Items.Select(line => leads.OpenAsync(line.LeadId, ct))).ConfigureAwait(false);
        return door.Page<QuarantinePage>(request, ConsoleDoor.Text(request, "Quarantine", "Cuarentena"), new()
        {
            [nameof(QuarantinePage.Filter)] = filter,
            [nameof(QuarantinePage.Items)] = opened.OfType<OpenLead>().Select(o => o.Record).Where(filter.Matches).ToList(),
            [nameof(QuarantinePage.Next)] = page.Next,
        });
    }

    private async Task<IResult> ReplayAsync(HttpRequest request, CancellationToken ct)
    {
        if (IdOf(request) is not { } id) return NoSuch(request);
        return await replay.RunAsync(id, ct).ConfigureAwait(false) switch
        {
            Replay.NoSuchSubmission => NoSuch(request),
            Replay.NotQuarantined => door.Back(request, Address, ConsoleDoor.Text(request, "It is not in quarantine any more.", "Ya no está en cuarentena."), bad: true),
            Replay.StillUnclear still => door.Back(request, Address, string.Join("; ", still.Problems.Select(p => ConsoleDoor.Text(request, SubmissionWords.English(p), SubmissionWords.Spanish(p)))), bad: true),
            Replay.Split { All.Count: var count } => door.Back(request, Address, ConsoleDoor.Text(request, $"Read again; it held {count} submissions, each on its own now.", $"Leído de nuevo; contenía {count} envíos, ahora cada uno por su cuenta.")),
            _ => door.Back(request, $"/console/leads/{id}", ConsoleDoor.Text(request, "Read again; it is a lead now.", "Leído de nuevo; ya es un lead.")),
        };
    }

    private async Task<IResult> ReplayAllAsync(HttpRequest request, CancellationToken ct)
    {
        var form = await request.ReadFormAsync(ct).ConfigureAwait(false);
        var arguments = new[] { ReplayMany.Source, ReplayMany.Reason }.Where(name => form[name].ToString().Length > 0).Select(name => KeyValuePair.Create(name, form[name].ToString()));
        await start.RunAsync(Guid.CreateVersion7().ToString("N"), ReplayMany.Kind, arguments, "console", ct).ConfigureAwait(false);
        return door.Back(request, "/console/jobs", ConsoleDoor.Text(request, "Started; you may leave this page.", "Iniciado; puedes salir de esta página."));
    }

    private async Task<IResult> DiscardAsync(HttpRequest request, CancellationToken ct)
    {
        if (IdOf(request) is not { } id) return NoSuch(request);
        return await post.RunAsync(id, $"discard-{Guid.CreateVersion7():N}", new Signal.ThrownAway("console"), "", ct).ConfigureAwait(false) switch
        {
            SignalOutcome.NoSuchLead => NoSuch(request),
            SignalOutcome.Taken { Answer.Refusal: { } refusal } => door.Back(request, Address, ConsoleDoor.Text(request, refusal, SpanishStory.OfRefusal(refusal) ?? refusal), bad: true),
            _ => door.Back(request, Address, ConsoleDoor.Text(request, "Thrown away; it stays counted.", "Desechado; sigue contado.")),
        };
    }

    private IResult NoSuch(HttpRequest request) => door.NotFound(request, "There is no such submission.", "No existe ese envío.");

    private static LeadId? IdOf(HttpRequest request) => request.RouteValues["id"] is string id && LeadRoutes.IsId(id) ? new LeadId(id) : null;

    private static string? Text(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } value ? value : null;
}
