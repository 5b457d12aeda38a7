using System.IO.Compression;
using System.Text.Json;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Rules;

namespace LeadRouter.Adapters.Tables.Config;

/// <summary>
/// Documents that never change, by name: the tables of a version, a state of the live tables, an edit on its way into the tables. They
/// are compressed, and cut into rows, because a sheet of ten thousand rows is more than one row of a store can hold.
/// </summary>
internal sealed class ConfigContent(ITableEngine tables)
{
    private const string Partition = "content";
    private const int PartBytes = 600 * 1024;

    public async Task PutAsync<T>(string name, T document, CancellationToken ct)
    {
        var bytes = Packed(document);
        var parts = Math.Max(1, (bytes.Length + PartBytes - 1) / PartBytes);
        // The first part last: whoever finds it finds all.
        for (var part = parts - 1; part >= 0; part--)
        {
            var data = bytes.AsSpan(part * PartBytes, Math.Min(PartBytes, bytes.Length - (part * PartBytes))).ToArray();
            var row = new Dictionary<string, object> { ["Data"] = data, ["Parts"] = parts };
            await tables.CommitAsync(ConfigTable.Name, Partition, [new RowWrite.Upsert(Key(name, part), row)], ct).ConfigureAwait(false);
        }
    }

    /// <summary>Null when there is none of this name.</summary>
    public async Task<T?> FindAsync<T>(string name, CancellationToken ct)
        where T : class
    {
        using var bytes = new MemoryStream();
        for (int part = 0, parts = 1; part < parts; part++)
        {
            if (await tables.GetAsync(ConfigTable.Name, Partition, Key(name, part), ct).ConfigureAwait(false) is not { } row) return null;
            parts = (int)row.Properties["Parts"];
            bytes.Write((byte[])row.Properties["Data"]);
        }
        bytes.Position = 0;
        await using var unpacked = new GZipStream(bytes, CompressionMode.Decompress);
        return await JsonSerializer.DeserializeAsync<T>(unpacked, cancellationToken: ct).ConfigureAwait(false);
    }

    public async Task RemoveAsync(string name, CancellationToken ct)
    {
        var keys = new List<string>();
        var page = await tables.QueryAsync(new TableRange(ConfigTable.Name, Partition, RowKeyRange.Prefix($"{name}-")), null, ct).ConfigureAwait(false);
        keys.AddRange(page.Rows.Select(r => r.RowKey));
        foreach (var key in keys) await tables.CommitAsync(ConfigTable.Name, Partition, [new RowWrite.Delete(key, null)], ct).ConfigureAwait(false);
    }

    public Task PutTablesAsync(string hash, ConfigTables config, bool live, CancellationToken ct) => PutAsync(
        hash,
        TableShapes.All.Where(s => s.Frozen != live).ToDictionary(s => s.Name, s => config[s.Name].Select(RowDocument.Of).ToList()),
        ct);

    public async Task<ConfigTables> TablesAsync(string hash, CancellationToken ct) =>
        await FindAsync<Dictionary<string, List<RowDocument>>>(hash, ct).ConfigureAwait(false) is { } document
            ? new ConfigTables(document.Select(t => KeyValuePair.Create<string, IReadOnlyList<ConfigRow>>(t.Key, [.. t.Value.Select(r => r.Row)])))
            : throw new BadConfigurationException($"The configuration {hash} is named but not stored");

    private static string Key(string name, int part) => $"{name}-{part:D3}";

    private static byte[] Packed<T>(T document)
    {
        using var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Optimal)) JsonSerializer.Serialize(packed, document);
        return bytes.ToArray();
    }
}

/// <summary>A row as a document keeps it.</summary>
/// <param name="P">Partition key.</param>
/// <param name="K">Row key.</param>
/// <param name="C">Column to cell.</param>
internal sealed record RowDocument(string P, string K, Dictionary<string, string> C)
{
    public ConfigRow Row => ConfigRow.From(K, C.Select(c => KeyValuePair.Create(c.Key, (object?)c.Value)), P);

    public static RowDocument Of(ConfigRow row) => new(row.PartitionKey, row.RowKey, row.Cells.ToDictionary(c => StorableRows.PropertyOf(c.Name), c => c.Text));
}
