namespace LeadRouter.Tests.Shared;

/// <summary>One Azurite for all tests of a project.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteProcess? azurite;

    public int Port => azurite!.Port;

    public string ConnectionString => azurite!.ConnectionString;

    /// <summary>The same account behind another port, a proxy's.</summary>
    public static string ConnectionStringAt(int port) => AzuriteProcess.ConnectionStringAt(port);

    public async ValueTask InitializeAsync() => azurite = await AzuriteProcess.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (azurite is not null) await azurite.DisposeAsync();
    }
}
