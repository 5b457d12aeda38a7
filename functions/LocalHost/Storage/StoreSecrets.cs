using System.Security.Cryptography;
using LeadRouter.Adapters.Tables;

namespace LeadRouter.LocalHost.Storage;

/// <summary>
/// Secrets that no setting gives. Every host of a store must know the same, or it would not recognise a person or a link: so they stand
/// in the folder beside an embedded store, and in a shared store itself, where the first host to come makes them.
/// </summary>
internal static class StoreSecrets
{
    private const string Value = "Value";

    public static async Task<string> OfAsync(HostStorage storage, string folder, string name, CancellationToken ct) => storage.Shared is null
        ? LocalSecrets.Of(folder, name)
        : await ReadAsync(storage.Tables, name, ct) ?? await ClaimAsync(storage.Tables, name, ct);

    private static async Task<string?> ReadAsync(ITableEngine tables, string name, CancellationToken ct) =>
        (await tables.GetAsync(HostsTable.Name, HostsTable.Secrets, name, ct))?.Text(Value);

    private static async Task<string> ClaimAsync(ITableEngine tables, string name, CancellationToken ct)
    {
        var made = LocalSecrets.New();
        var row = new RowWrite.Insert(name, new Dictionary<string, object> { [Value] = made });
        if (await tables.CommitAsync(HostsTable.Name, HostsTable.Secrets, [row], ct) is CommitOutcome.Committed) return made;
        return await ReadAsync(tables, name, ct) ?? throw new CryptographicException($"The secret {name} of the store was claimed and is gone.");
    }
}
