using LeadRouter.Adapters.Http;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Ports;
using LeadRouter.WebConsole.Frame;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Assignment;

/// <summary>Pools: the ledger, who could take a lead now and why not the others.</summary>
public sealed class PoolPages(ConsoleDoor door, ShowPools pools, RosterCache rosters, IConfigurations configurations) : IRoutes
{
    public IEnumerable<Route> All =>
    [
        door.Get("ConsolePools", "console/pools", "Pools and reps as a page", ListAsync),
    ];

    private async Task<IResult> ListAsync(HttpRequest request, CancellationToken ct) => door.Page<PoolsPage>(
        request,
        ConsoleDoor.Text(request, "Pools and reps", "Grupos y comerciales"),
        new()
        {
            [nameof(PoolsPage.Pools)] = await pools.AllAsync(ct).ConfigureAwait(false),
            [nameof(PoolsPage.Labels)] = (await rosters.CurrentAsync(ct).ConfigureAwait(false)).Labels,
            [nameof(PoolsPage.Live)] = configurations.Current.Live,
        });
}
