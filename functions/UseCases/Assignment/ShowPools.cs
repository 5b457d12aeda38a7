using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Assignment;

/// <summary>Pools as people look at them: credits, loads, who could take a lead now and why not the others. Changes nothing.</summary>
public sealed class ShowPools(IPoolBooks books, RosterCache rosters, TimeProvider clock)
{
    public async Task<IReadOnlyList<LedgerView>> AllAsync(CancellationToken ct)
    {
        var current = await rosters.CurrentAsync(ct).ConfigureAwait(false);
        var book = await books.ReadAsync(ct).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        return [.. current.Pools.Select(pool => LedgerView.Of(current.Of(pool, null, now), book, now))];
    }

    /// <summary>Null when there is no such pool.</summary>
    public async Task<LedgerView?> FindAsync(PoolId pool, CancellationToken ct)
    {
        var current = await rosters.CurrentAsync(ct).ConfigureAwait(false);
        if (!current.Has(pool)) return null;
        var now = clock.GetUtcNow();
        return LedgerView.Of(current.Of(pool, null, now), await books.ReadAsync(ct).ConfigureAwait(false), now);
    }
}
