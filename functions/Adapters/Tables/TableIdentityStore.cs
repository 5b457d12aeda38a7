using System.Security.Cryptography;
using System.Text;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>Table <c>Identities</c>, one partition a key: the keyed hash of what identifies a person, never the address itself.</summary>
public sealed class TableIdentityStore(ITableEngine tables, KeyedHash hash) : IIdentityStore
{
    public const string Table = "Identities";

    private const string Claim = "claim";

    public async Task<IdentityClaim> ClaimAsync(PersonKey key, LeadId claimant, CancellationToken ct)
    {
        var partition = PartitionOf(key);
        while (true)
        {
            var outcome = await tables.CommitAsync(Table, partition, [new RowWrite.Insert(Claim, Row(claimant, null))], ct).ConfigureAwait(false);
            if (outcome is CommitOutcome.Committed committed) return new IdentityClaim(claimant, null, committed.ETags[0]!);
            if (await tables.GetAsync(Table, partition, Claim, ct).ConfigureAwait(false) is { } row) return ClaimIn(row);
        }
    }

    public async Task PassOnAsync(PersonKey key, IdentityClaim from, LeadId to, CancellationToken ct) =>
        await tables.CommitAsync(Table, PartitionOf(key), [new RowWrite.Replace(Claim, Row(to, from.Holder), from.Tag)], ct).ConfigureAwait(false);

    private static Dictionary<string, object> Row(LeadId holder, LeadId? previous) =>
        new() { ["Lead"] = holder.Value, ["Previous"] = previous?.Value ?? "" };

    private static IdentityClaim ClaimIn(TableRow row) => new(
        new LeadId(row.Text("Lead")!),
        row.Text("Previous") is { Length: > 0 } previous ? new LeadId(previous) : null,
        row.ETag);

    private string PartitionOf(PersonKey key) => $"{key.Kind}-{hash.Of(key.Value)}";
}

/// <summary>Hashes personal keys so that rows can be found by them but not read from them.</summary>
/// <param name="secret">The store's own secret: another store's hashes do not match.</param>
public sealed class KeyedHash(byte[] secret)
{
    /// <summary>32 hexadecimal digits.</summary>
    public string Of(string value) => Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(value)).AsSpan(0, 16));
}
