using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

public sealed class TableScrub(ITableEngine tables) : IStoreScrub
{
    public async Task ScrubAsync(IReadOnlyCollection<string> words, CancellationToken ct) => await tables.ScrubAsync(words, ct).ConfigureAwait(false);
}
