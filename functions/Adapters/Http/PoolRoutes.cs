using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Assignment;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>Reading pools and their ledgers.</summary>
public sealed class PoolRoutes(ShowPools pools) : IRoutes
{
    public IEnumerable<Route> All =>
    [
        new("ListPools", ["GET"], "api/pools", Access.Viewer, "Every pool with its credits") { Handle = ListAsync },
        new("GetLedger", ["GET"], "api/pools/{pool}/ledger", Access.Viewer, "A pool's ledger: credits, loads, who is eligible now and why not") { Handle = LedgerAsync },
    ];

    private async Task<IResult> ListAsync(HttpRequest request, CancellationToken ct) =>
        HttpJson.Ok(new { items = (await pools.AllAsync(ct).ConfigureAwait(false)).Select(View) });

    private async Task<IResult> LedgerAsync(HttpRequest request, CancellationToken ct)
    {
        var pool = request.Value("pool");
        return await pools.FindAsync(new PoolId(pool), ct).ConfigureAwait(false) is { } view
            ? HttpJson.Ok(View(view))
            : new HttpProblem(StatusCodes.Status404NotFound, "pool.unknown", $"There is no pool {pool}.");
    }

    private static object View(LedgerView view) => new
    {
        pool = view.Pool,
        sum = view.Sum.Leads,
        largest = view.Largest.Leads,
        alarm = view.Alarm,
        reps = view.Reps.Select(r => new
        {
            rep = r.Rep,
            weight = r.Weight,
            credit = r.Credit.Leads,
            open = r.Open,
            eligible = r.Eligible,
            reasons = r.Reasons.Select(x => Code.Of(x.Reason)),
        }),
    };
}
