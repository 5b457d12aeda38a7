using System.Security.Cryptography;
using System.Text;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// Table <c>Identities</c>, one partition a key: the keyed hash of what identifies a person, never the address itself. Rows: <c>claim</c>
/// who holds it, and <c>lead-{id}</c> for each other submission of the person, so that all of them can be found.
/// </summary>
public sealed class TableIdentityStore(ITableEngine tables, KeyedHash hash) : IIdentityStore
{
    public const string Table = "Identities";

    private const string Claim = "claim";
    private const string Submission = "lead-";

    public async Task<IdentityClaim> ClaimAsync(PersonKey key, LeadId claimant, CancellationToken ct)
    {
        var partition = PartitionOf(key);
        RowWrite[] rows = [new RowWrite.Insert(Claim, Row(claimant, null))];
        while (true)
        {
            var outcome = await tables.CommitAsync(Table, partition, rows, ct).ConfigureAwait(false);
            if (outcome is CommitOutcome.Committed committed) return new IdentityClaim(claimant, null, committed.ETags[0]!);
            if (await tables.GetAsync(Table, partition, Claim, ct).ConfigureAwait(false) is { } row) return ClaimIn(row);
        }
    }

    public async Task PassOnAsync(PersonKey key, IdentityClaim from, LeadId to, CancellationToken ct) =>
        await tables.CommitAsync(Table, PartitionOf(key), [new RowWrite.Replace(Claim, Row(to, from.Holder), from.Tag), Note(from.Holder)], ct).ConfigureAwait(false);

    public async Task NoteAsync(PersonKey key, LeadId submission, CancellationToken ct) =>
        await tables.CommitAsync(Table, PartitionOf(key), [Note(submission)], ct).ConfigureAwait(false);

    public async Task<IReadOnlyList<LeadId>> SubmissionsAsync(PersonKey key, CancellationToken ct) =>
        [.. (await RowsAsync(key, ct).ConfigureAwait(false)).SelectMany(Named).Distinct()];

    public async Task ForgetAsync(PersonKey key, IReadOnlySet<LeadId> holders, CancellationToken ct)
    {
        // Refused: somebody took the key over meanwhile, and must not lose it, or forgets it too.
        while (!await TryForgetAsync(key, holders, ct).ConfigureAwait(false)) { }
    }

    private async Task<bool> TryForgetAsync(PersonKey key, IReadOnlySet<LeadId> holders, CancellationToken ct)
    {
        var rows = await RowsAsync(key, ct).ConfigureAwait(false);
        if (rows is [{ RowKey: Claim } claim, ..] && !holders.Contains(ClaimIn(claim).Holder)) return true;
        return await tables.TryCommitAllAsync(Table, PartitionOf(key), rows.Select(row => new RowWrite.Delete(row.RowKey, row.ETag)), ct).ConfigureAwait(false);
    }

    public string HashOf(PersonKey key) => key.IsHash ? key.Value : hash.Of(key.Value);

    private ValueTask<List<TableRow>> RowsAsync(PersonKey key, CancellationToken ct) =>
        tables.RangeAsync(new TableRange(Table, PartitionOf(key), RowKeyRange.All), ct).ToListAsync(ct);

    private static IEnumerable<LeadId> Named(TableRow row)
    {
        if (row.RowKey != Claim) return [new LeadId(row.RowKey[Submission.Length..])];
        var claim = ClaimIn(row);
        return claim.Previous is { } previous ? [claim.Holder, previous] : [claim.Holder];
    }

    private static RowWrite.Upsert Note(LeadId submission) => new(Submission + submission, new Dictionary<string, object>());

    private static Dictionary<string, object> Row(LeadId holder, LeadId? previous) =>
        new() { ["Lead"] = holder.Value, ["Previous"] = previous?.Value ?? "" };

    private static IdentityClaim ClaimIn(TableRow row) => new(
        new LeadId(row.Text("Lead")!),
        row.Text("Previous") is { Length: > 0 } previous ? new LeadId(previous) : null,
        row.ETag);

    private string PartitionOf(PersonKey key) => $"{key.Kind}-{HashOf(key)}";
}

/// <summary>Hashes personal keys so that rows can be found by them but not read from them.</summary>
/// <param name="secret">The store's own secret: another store's hashes do not match.</param>
public sealed class KeyedHash(byte[] secret)
{
    /// <summary>32 hexadecimal digits.</summary>
    public string Of(string value) => Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(value)).AsSpan(0, 16));
}
