using Azure.Data.Tables;
using LeadRouter.Adapters.Tables.Azure;
using LeadRouter.Tests.Shared;

namespace LeadRouter.Adapters.Tests.Tables;

public sealed class AzureRowsByHandTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_value_that_only_an_editor_writes_is_read_as_text()
    {
        var ct = TestContext.Current.CancellationToken;
        var (partition, id) = (Guid.NewGuid().ToString("N"), Guid.NewGuid());
        var table = new TableClient(azurite.ConnectionString, "ByHand");
        await table.CreateIfNotExistsAsync(ct);
        await table.AddEntityAsync(new TableEntity(partition, "a") { ["Id"] = id, ["_1_Lost"] = "a chunk whose first is gone" }, ct);
        await using var engine = AzureTableEngine.Connect(azurite.ConnectionString, AzureTableEngine.UsualTimeout);

        var row = await engine.GetAsync("ByHand", partition, "a", ct);

        Assert.Equal(id.ToString(), Assert.Single(row!.Properties).Value);
    }
}
