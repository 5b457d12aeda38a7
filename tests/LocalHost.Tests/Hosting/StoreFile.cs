using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Assignment;

namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>The store of a host that does not run, for what no route tells.</summary>
internal static class StoreFile
{
    /// <summary>The ledgers of all pools and what each rep carries.</summary>
    public static async Task<AssignmentBook> BookAsync(HostProcess host)
    {
        await using var tables = Open(host);
        return await new TablePoolBooks(tables).ReadAsync(CancellationToken.None);
    }

    /// <summary>Makes some open leads unknown to every clock; answers which.</summary>
    public static async Task<IReadOnlyList<string>> ForgetTimersAsync(HostProcess host, int count)
    {
        await using var tables = Open(host);
        var forgotten = new List<string>();
        var rows = new List<TableRow>();
        await foreach (var row in tables.ScanAsync(TableLeadIndex.Table, RowKeyRange.Prefix("due-"), CancellationToken.None)) rows.Add(row);
        foreach (var row in rows.Take(count))
        {
            await tables.CommitAsync(TableLeadIndex.Table, row.PartitionKey, [new RowWrite.Delete(row.RowKey, null)], CancellationToken.None);
            forgotten.Add(TableLeadIndex.DueIn(row).Value);
        }
        return forgotten;
    }

    /// <summary>Writes a row of Sources as a storage tool would.</summary>
    public static async Task PutSourceAsync(HostProcess host, string key, params (string Column, string Cell)[] cells)
    {
        await using var tables = Open(host);
        await tables.CommitAsync("Sources", "default", [new RowWrite.Upsert(key, cells.ToDictionary(c => c.Column, c => (object)c.Cell))], CancellationToken.None);
    }

    /// <summary>Whether the text stands anywhere in the bytes of a file, in small letters or large, also one that a running host writes.</summary>
    public static bool Holds(string file, string text)
    {
        using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[open.Length];
        open.ReadExactly(bytes);
        return System.Text.Encoding.Latin1.GetString(bytes).Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    private static SqliteTableEngine Open(HostProcess host) => SqliteTableEngine.Open(Path.Combine(host.Data, "store.db"));
}
