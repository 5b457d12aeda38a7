using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>The stored configuration cannot be used.</summary>
public sealed class BadConfigurationException : Exception
{
    public BadConfigurationException() { }

    public BadConfigurationException(string message) : base(message) { }

    public BadConfigurationException(string message, Exception inner) : base(message, inner) { }

    public BadConfigurationException(IEnumerable<Problem> problems) : this(string.Join(Environment.NewLine, problems)) { }
}

/// <summary>
/// Configuration as rows: each table of <see cref="TableShapes"/> under its own name, versions in <c>ConfigVersions</c> (row
/// <c>v{number}</c>), and the head row that names the active version in <c>ConfigHead</c>.
/// </summary>
public sealed class TableConfigurations(ITableEngine tables) : IConfigurations
{
    private const string Versions = "ConfigVersions";
    private const string HeadTable = "ConfigHead";
    private const string Head = "head";

    private readonly ConcurrentDictionary<int, RuleVersion> versions = new();
    private Configuration? current;

    public Configuration Current => current ?? throw new InvalidOperationException("The configuration has not been loaded");

    /// <summary>Loads what is stored; an empty store gets the sample first, as version 1.</summary>
    public async Task LoadAsync(ConfigTables sample, CancellationToken ct)
    {
        var head = await tables.GetAsync(HeadTable, ConfigRow.DefaultPartition, Head, ct).ConfigureAwait(false);
        if (head is null)
        {
            await SeedAsync(sample, ct).ConfigureAwait(false);
            head = await tables.GetAsync(HeadTable, ConfigRow.DefaultPartition, Head, ct).ConfigureAwait(false);
        }
        var number = (int)head!.Properties["Version"];
        var rules = await FindAsync(number, ct).ConfigureAwait(false) ?? throw new BadConfigurationException($"Version {number} is active but not stored");
        var (live, problems) = LiveConfig.Read(await ReadAsync(live: true, ct).ConfigureAwait(false));
        current = new Configuration(rules, live ?? throw new BadConfigurationException(problems));
    }

    public async ValueTask<RuleVersion?> FindAsync(int number, CancellationToken ct)
    {
        if (versions.TryGetValue(number, out var known)) return known;
        if (await tables.GetAsync(Versions, ConfigRow.DefaultPartition, VersionKey(number), ct).ConfigureAwait(false) is not { } row) return null;
        var (rules, problems) = RuleSet.Compile(VersionRows.Read(row.Text("Rows")!));
        return versions.GetOrAdd(number, new RuleVersion(number, rules ?? throw new BadConfigurationException(problems)));
    }

    private async Task SeedAsync(ConfigTables sample, CancellationToken ct)
    {
        var (rules, problems) = RuleSet.Compile(sample);
        if (rules is null) throw new BadConfigurationException(problems);
        foreach (var shape in TableShapes.All) await WriteAsync(shape.Name, sample[shape.Name], ct).ConfigureAwait(false);
        var version = new Dictionary<string, object> { ["Rows"] = VersionRows.Write(sample), ["Hash"] = rules.Hash, ["Note"] = "Sample configuration" };
        await tables.CommitAsync(Versions, ConfigRow.DefaultPartition, [new RowWrite.Upsert(VersionKey(1), version)], ct).ConfigureAwait(false);
        // The head is written last: until then the store counts as empty, and a crash seeds it again.
        await tables.CommitAsync(HeadTable, ConfigRow.DefaultPartition, [new RowWrite.Insert(Head, new Dictionary<string, object> { ["Version"] = 1 })], ct).ConfigureAwait(false);
    }

    private async Task WriteAsync(string table, IReadOnlyList<ConfigRow> rows, CancellationToken ct)
    {
        foreach (var chunk in rows.Chunk(100))
        {
            var writes = chunk.Select(RowWrite (r) => new RowWrite.Upsert(r.RowKey, r.Cells.ToDictionary(c => c.Name, c => (object)c.Text))).ToList();
            await tables.CommitAsync(table, ConfigRow.DefaultPartition, writes, ct).ConfigureAwait(false);
        }
    }

    private async Task<ConfigTables> ReadAsync(bool live, CancellationToken ct)
    {
        var all = new Dictionary<string, IReadOnlyList<ConfigRow>>();
        foreach (var shape in TableShapes.All.Where(s => s.Frozen != live))
        {
            var rows = new List<ConfigRow>();
            await foreach (var row in tables.ScanAsync(shape.Name, RowKeyRange.All, ct).ConfigureAwait(false))
                rows.Add(ConfigRow.From(row.RowKey, row.Properties.Select(p => KeyValuePair.Create(p.Key, (object?)p.Value)), row.PartitionKey));
            all[shape.Name] = rows;
        }
        return new ConfigTables(all);
    }

    private static string VersionKey(int number) => $"v{number.ToString("D6", CultureInfo.InvariantCulture)}";
}

/// <summary>The rows of a version's frozen tables as one JSON document: table, row, column to cell.</summary>
internal static class VersionRows
{
    public static string Write(ConfigTables tables) => JsonSerializer.Serialize(
        TableShapes.All.Where(s => s.Frozen).ToDictionary(
            s => s.Name,
            s => tables[s.Name].ToDictionary(r => r.RowKey, r => r.Cells.ToDictionary(c => c.Name, c => c.Text))));

    public static ConfigTables Read(string json)
    {
        var tables = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, Dictionary<string, string>>>>(json)!;
        return new ConfigTables(tables.Select(t => KeyValuePair.Create<string, IReadOnlyList<ConfigRow>>(
            t.Key,
            [.. t.Value.Select(r => ConfigRow.From(r.Key, r.Value.Select(c => KeyValuePair.Create(c.Key, (object?)c.Value))))])));
    }
}
