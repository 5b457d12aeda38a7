using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Assignment;

/// <summary>Pools as people look at them: credits, loads, who could take a lead now and why not the others. Changes nothing.</summary>
public sealed class ShowPools(IPoolBooks books, RosterCache rosters, TimeProvider clock)
{
    public async Task<IReadOnlyList<LedgerView>> AllAsync(CancellationToken ct)
    {
        var book = await books.ReadAsync(ct).ConfigureAwait(false);
        var current = rosters.Current;
        var now = clock.GetUtcNow();
        return [.. current.Pools.Select(pool => LedgerView.Of(current.Of(pool, null, now), book, now))];
    }

    /// <summary>Null when there is no such pool.</summary>
    public async Task<LedgerView?> FindAsync(PoolId pool, CancellationToken ct) =>
        (await AllAsync(ct).ConfigureAwait(false)).FirstOrDefault(view => view.Pool == pool);
}
