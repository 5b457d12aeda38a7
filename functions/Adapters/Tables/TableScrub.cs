using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

public sealed class TableScrub(ITableEngine tables) : IStoreScrub
{
    public Task ScrubAsync() => tables.ScrubAsync().AsTask();
}
