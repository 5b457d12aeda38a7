using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

public sealed class TableScrub(ITableEngine tables) : IStoreScrub
{
    public async Task ScrubAsync(CancellationToken ct) => await tables.ScrubAsync(ct).ConfigureAwait(false);
}
