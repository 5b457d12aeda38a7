using LeadRouter.Adapters.Tables;

namespace LeadRouter.Adapters.Tests.Tables;

public sealed class SqliteInMemoryTests : TableEngineContract
{
    protected override int ModelIterations => 300;

    protected override ValueTask<ITableEngine> OpenAsync() => new(SqliteTableEngine.InMemory());
}

public sealed class SqliteFileTests : TableEngineContract
{
    private readonly TemporaryFolder folder = new();

    protected override ValueTask<ITableEngine> OpenAsync() => new(SqliteTableEngine.Open(folder.File("store.db")));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }
}
