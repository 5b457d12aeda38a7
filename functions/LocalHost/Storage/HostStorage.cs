using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tables.Azure;

namespace LeadRouter.LocalHost.Storage;

/// <summary>The store that the command line names, opened: a file of this host's own, or tables that it shares with other hosts.</summary>
/// <param name="Name">What the welcome calls it; without keys.</param>
/// <param name="Shared">Who this host is among those on the store; null when the store is its own.</param>
internal sealed record HostStorage(ITableEngine Tables, string Name, HostIdentity? Shared)
{
    public static async Task<HostStorage> OpenAsync(HostArguments arguments, CancellationToken ct)
    {
        Directory.CreateDirectory(arguments.Data);
        if (arguments.Storage is { } account) return await ConnectAsync(account, arguments.Data, ct);
        var file = Path.Combine(arguments.Data, "store.db");
        return new HostStorage(SqliteTableEngine.Open(file), $"the embedded store {Path.GetFullPath(file)}", null);
    }

    private static async Task<HostStorage> ConnectAsync(string account, string folder, CancellationToken ct)
    {
        var service = Connect(account);
        var tables = new RetryingTableEngine(service, RetryingTableEngine.UsualFirstPause);
        try
        {
            await tables.GetAsync(HostsTable.Name, HostsTable.Driver, HostsTable.Lease, ct);
        }
        catch (Exception fault) when (fault is StorageUnavailableException or InvalidOperationException)
        {
            throw new StorageUnavailableException($"The table service {service.Endpoint} cannot be used: {Reason(fault)}", fault);
        }
        return new HostStorage(tables, $"the tables at {service.Endpoint}", HostIdentity.Of(folder));
    }

    private static AzureTableEngine Connect(string account)
    {
        try
        {
            return AzureTableEngine.Connect(account, AzureTableEngine.UsualTimeout);
        }
        catch (Exception bad) when (bad is FormatException or ArgumentException or InvalidOperationException)
        {
            // What was given is not repeated: it may hold the account's key.
            throw new StorageUnavailableException("--storage is neither a connection string of a storage account nor the URL of its tables.", bad);
        }
    }

    // The service's own words come with all headers of its answer, one a line.
    private static string Reason(Exception fault) => (fault.InnerException ?? fault).GetBaseException().Message.Split('\n')[0].Trim();
}
