using System.Globalization;
using LeadRouter.Adapters.Http;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Ports;
using LeadRouter.WebConsole.Frame;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Assignment;

/// <summary>Pools: the ledger, who could take a lead now and why not the others; a rep taken out for a while, and back.</summary>
public sealed class PoolPages(
    ConsoleDoor door, ShowPools pools, RosterCache rosters, IRepStates states, PauseRep pause, IConfigurations configurations, TimeProvider clock) : IRoutes
{
    private const string Address = "/console/pools";

    public IEnumerable<Route> All =>
    [
        door.Get("ConsolePools", "console/pools", "Pools and reps as a page", ListAsync),
        door.Post("ConsolePauseRep", "console/reps/{rep}/pause", "Takes a rep out of all pools for a while", PauseAsync),
        door.Post("ConsoleResumeRep", "console/reps/{rep}/resume", "Ends a rep's pause", ResumeAsync),
    ];

    private async Task<IResult> ListAsync(HttpRequest request, CancellationToken ct) => door.Page<PoolsPage>(
        request,
        ConsoleDoor.Text(request, "Pools and reps", "Grupos y comerciales"),
        new()
        {
            [nameof(PoolsPage.Pools)] = await pools.AllAsync(ct).ConfigureAwait(false),
            [nameof(PoolsPage.Labels)] = (await rosters.CurrentAsync(ct).ConfigureAwait(false)).Labels,
            [nameof(PoolsPage.Live)] = configurations.Current.Live,
            [nameof(PoolsPage.States)] = await states.CurrentAsync(ct).ConfigureAwait(false),
        });

    private async Task<IResult> PauseAsync(HttpRequest request, CancellationToken ct)
    {
        if (RowOf(request) is not { } rep) return door.NotFound(request, "There is no such rep.", "No existe ese comercial.");
        var form = await request.ReadFormAsync(ct).ConfigureAwait(false);
        DateTimeOffset? until = null;
        if (form["until"].ToString() is { Length: > 0 } day)
        {
            if (!DateTimeOffset.TryParse(day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
                || !Lifecycle.IsNurtureDate(at, clock.GetUtcNow()))
                return door.Back(request, Address, ConsoleDoor.Text(request, "The date must lie ahead.", "La fecha debe ser futura."), bad: true);
            until = at;
        }
        await pause.PauseAsync(rep.Id, until, "console", form["reason"].ToString() is { Length: <= 200 } reason ? reason : "", ct).ConfigureAwait(false);
        return door.Back(request, Address, ConsoleDoor.Text(request, $"{rep.Name} is paused.", $"{rep.Name} está en pausa."));
    }

    private async Task<IResult> ResumeAsync(HttpRequest request, CancellationToken ct)
    {
        if (RowOf(request) is not { } rep) return door.NotFound(request, "There is no such rep.", "No existe ese comercial.");
        await pause.ResumeAsync(rep.Id, ct).ConfigureAwait(false);
        return rep.Paused
            ? door.Back(request, Address, ConsoleDoor.Text(request, $"The row of {rep.Name} in Reps says Paused: edit it.", $"La fila de {rep.Name} en Reps dice Paused: edítala."), bad: true)
            : door.Back(request, Address, ConsoleDoor.Text(request, $"{rep.Name} is back.", $"{rep.Name} ha vuelto."));
    }

    private RepRow? RowOf(HttpRequest request) => configurations.Current.Live.Reps.GetValueOrDefault(new RepId(request.RouteValues["rep"] as string ?? ""));
}
