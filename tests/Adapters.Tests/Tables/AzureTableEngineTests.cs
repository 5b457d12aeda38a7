using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tables.Azure;
using LeadRouter.Tests.Shared;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace LeadRouter.Adapters.Tests.Tables;

public sealed class AzuriteTests(AzuriteFixture azurite) : TableEngineContract
{
    protected override ValueTask<ITableEngine> OpenAsync() =>
        new(AzureTableEngine.Connect(azurite.ConnectionString, AzureTableEngine.UsualTimeout));
}

public sealed class RetryingAzuriteTests(AzuriteFixture azurite) : TableEngineContract
{
    protected override ValueTask<ITableEngine> OpenAsync() => new(new RetryingTableEngine(
        AzureTableEngine.Connect(azurite.ConnectionString, AzureTableEngine.UsualTimeout), RetryingTableEngine.UsualFirstPause));
}
