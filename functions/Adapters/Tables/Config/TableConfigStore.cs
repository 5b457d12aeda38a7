using System.Globalization;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Rules;

namespace LeadRouter.Adapters.Tables.Config;

/// <summary>
/// Each table of <see cref="TableShapes"/> under its own name, where people edit; and one partition with the head row and a row a version,
/// so that a version and its activation are one write.
/// </summary>
public sealed class TableConfigStore(ITableEngine tables) : IConfigStore
{
    private readonly ConfigContent content = new(tables);
    private readonly ConfigImport import = new(tables);
    private readonly ProblemRows problems = new(tables);

    public async Task<ConfigHead?> HeadAsync(CancellationToken ct) => (await HeadRowAsync(ct).ConfigureAwait(false))?.Head;

    public async Task<StoredTables> TablesAsync(CancellationToken ct)
    {
        while (true)
        {
            var before = await HeadRowAsync(ct).ConfigureAwait(false) ?? throw new BadConfigurationException("The store has no configuration");
            if (before.Import.Length > 0)
            {
                await FinishAsync(before, ct).ConfigureAwait(false);
                continue;
            }
            var (config, tags) = await ScanAsync(ct).ConfigureAwait(false);
            var after = await HeadRowAsync(ct).ConfigureAwait(false);
            if (after?.ETag == before.ETag) return new StoredTables(before.Head, config, new ConfigRead(before, tags));
        }
    }

    public async Task<bool> CommitAsync(StoredTables read, ConfigCommit commit, CancellationToken ct)
    {
        var tag = (ConfigRead)read.Tag;
        var head = read.Head with { Version = commit.Active };
        var batch = new List<RowWrite>();
        if (commit.Live is { } live)
        {
            head = head with { Live = ContentHash.Of(live, live: true) };
            if (head.Live != read.Head.Live) await content.PutTablesAsync(head.Live, live, live: true, ct).ConfigureAwait(false);
        }
        if (commit.Published is var (version, frozen))
        {
            head = head with { Latest = version.Number };
            await content.PutTablesAsync(version.Hash, frozen, live: false, ct).ConfigureAwait(false);
            batch.Add(new RowWrite.Insert(ConfigTable.Key(version.Number), ConfigTable.Row(version)));
        }
        var writes = ConfigImport.Plan(commit.Rows, read.Tables, tag);
        if (head == read.Head && writes.Count == 0) return true;
        var row = tag.Head with { Head = head, Import = writes.Count > 0 ? $"edit-{Guid.CreateVersion7():N}" : "" };
        if (writes.Count > 0) await content.PutAsync(row.Import, writes, ct).ConfigureAwait(false);
        batch.Add(new RowWrite.Replace(ConfigTable.HeadKey, row.Properties, row.ETag));
        if (await tables.CommitAsync(ConfigTable.Name, ConfigTable.Partition, batch, ct).ConfigureAwait(false) is not CommitOutcome.Committed committed)
        {
            if (writes.Count > 0) await content.RemoveAsync(row.Import, ct).ConfigureAwait(false);
            return false;
        }
        // It is decided: a process that dies from here on leaves the rest to whoever reads the tables next.
        if (writes.Count > 0) await FinishAsync(row with { ETag = committed.ETags[^1]! }, writes, ct).ConfigureAwait(false);
        return true;
    }

    public async Task SeedAsync(ConfigTables config, PublishedVersion version, CancellationToken ct)
    {
        var writes = ConfigImport.Plan(TableShapes.All.Select(s => KeyValuePair.Create(s.Name, config[s.Name])), ConfigTables.Empty, ConfigRead.Nothing);
        await import.RunAsync(writes, ct).ConfigureAwait(false);
        var live = ContentHash.Of(config, live: true);
        await content.PutTablesAsync(live, config, live: true, ct).ConfigureAwait(false);
        await content.PutTablesAsync(version.Hash, config, live: false, ct).ConfigureAwait(false);
        var head = new HeadRow(new ConfigHead(version.Number, version.Number, live), "", "");
        // The head is written last: until then the store counts as empty.
        await tables.CommitAsync(
            ConfigTable.Name,
            ConfigTable.Partition,
            [new RowWrite.Insert(ConfigTable.Key(version.Number), ConfigTable.Row(version)), new RowWrite.Insert(ConfigTable.HeadKey, head.Properties)],
            ct).ConfigureAwait(false);
    }

    public async Task<PublishedVersion?> VersionAsync(int number, CancellationToken ct) =>
        await tables.GetAsync(ConfigTable.Name, ConfigTable.Partition, ConfigTable.Key(number), ct).ConfigureAwait(false) is { } row ? ConfigTable.Version(row) : null;

    public async Task<IReadOnlyList<PublishedVersion>> VersionsAsync(CancellationToken ct)
    {
        var versions = new List<PublishedVersion>();
        await foreach (var row in tables.RangeAsync(new TableRange(ConfigTable.Name, ConfigTable.Partition, RowKeyRange.Prefix("v")), ct).ConfigureAwait(false)) versions.Add(ConfigTable.Version(row));
        versions.Reverse();
        return versions;
    }

    public Task<ConfigTables> ContentAsync(string hash, CancellationToken ct) => content.TablesAsync(hash, ct);

    public Task<IReadOnlyList<KnownProblem>> ProblemsAsync(CancellationToken ct) => problems.ReadAsync(ct);

    public Task SaveProblemsAsync(IReadOnlyList<Problem> found, DateTimeOffset now, CancellationToken ct) => problems.SaveAsync(found, now, ct);

    public async Task<IReadOnlyList<string>> SeenAttributesAsync(CancellationToken ct) =>
        await tables.GetAsync(ConfigTable.Name, ConfigTable.Partition, ConfigTable.SeenKey, ct).ConfigureAwait(false) is { } row ? Names(row) : [];

    public async Task<bool> AddSeenAttributesAsync(IReadOnlyCollection<string> names, int most, CancellationToken ct)
    {
        var row = await tables.GetAsync(ConfigTable.Name, ConfigTable.Partition, ConfigTable.SeenKey, ct).ConfigureAwait(false);
        var before = row is null ? [] : Names(row);
        var after = before.Union(names, StringComparer.Ordinal).Take(most).ToList();
        if (after.Count == before.Length) return true;
        var properties = new Dictionary<string, object> { ["Names"] = string.Join('\n', after) };
        RowWrite write = row is null ? new RowWrite.Insert(ConfigTable.SeenKey, properties) : new RowWrite.Replace(ConfigTable.SeenKey, properties, row.ETag);
        return await tables.CommitAsync(ConfigTable.Name, ConfigTable.Partition, [write], ct).ConfigureAwait(false) is CommitOutcome.Committed;
    }

    private static string[] Names(TableRow row) => row.Text("Names")!.Split('\n');

    private async Task<HeadRow?> HeadRowAsync(CancellationToken ct) =>
        await tables.GetAsync(ConfigTable.Name, ConfigTable.Partition, ConfigTable.HeadKey, ct).ConfigureAwait(false) is { } row ? HeadRow.Of(row) : null;

    private async Task FinishAsync(HeadRow head, CancellationToken ct)
    {
        // Null: somebody finished it since we read the head.
        if (await content.FindAsync<List<ImportWrite>>(head.Import, ct).ConfigureAwait(false) is { } writes) await FinishAsync(head, writes, ct).ConfigureAwait(false);
    }

    private async Task FinishAsync(HeadRow head, IReadOnlyList<ImportWrite> writes, CancellationToken ct)
    {
        await import.RunAsync(writes, ct).ConfigureAwait(false);
        var done = head with { Import = "" };
        await tables.CommitAsync(ConfigTable.Name, ConfigTable.Partition, [new RowWrite.Replace(ConfigTable.HeadKey, done.Properties, head.ETag)], ct).ConfigureAwait(false);
        await content.RemoveAsync(head.Import, ct).ConfigureAwait(false);
    }

    private async Task<(ConfigTables Tables, Dictionary<(string, string, string), string> Tags)> ScanAsync(CancellationToken ct)
    {
        var all = new Dictionary<string, IReadOnlyList<ConfigRow>>();
        var tags = new Dictionary<(string, string, string), string>();
        // Side by side: one after the other they make a person wait for a publish.
        foreach (var (table, rows) in await Task.WhenAll(TableShapes.All.Select(s => RowsAsync(s.Name, ct))).ConfigureAwait(false))
        {
            all[table] = [.. rows.Select(r => ConfigRow.From(r.RowKey, r.Properties.Select(p => KeyValuePair.Create(p.Key, (object?)p.Value)), r.PartitionKey))];
            foreach (var row in rows) tags[(table, row.PartitionKey, row.RowKey)] = row.ETag;
        }
        return (new ConfigTables(all), tags);
    }

    private async Task<(string Table, List<TableRow> Rows)> RowsAsync(string table, CancellationToken ct)
    {
        var rows = new List<TableRow>();
        await foreach (var row in tables.ScanAsync(table, RowKeyRange.All, ct).ConfigureAwait(false)) rows.Add(row);
        return (table, rows);
    }
}

/// <summary>Table <c>ConfigVersions</c>.</summary>
internal static class ConfigTable
{
    public const string Name = "ConfigVersions";
    public const string Partition = ConfigRow.DefaultPartition;
    public const string HeadKey = "head";
    public const string SeenKey = "seen-attributes";

    public static string Key(int version) => $"v{version.ToString("D6", CultureInfo.InvariantCulture)}";

    public static Dictionary<string, object> Row(PublishedVersion version) => new()
    {
        ["Number"] = version.Number,
        ["Hash"] = version.Hash,
        ["Author"] = version.Author,
        ["At"] = version.At,
        ["Note"] = version.Note,
    };

    public static PublishedVersion Version(TableRow row) =>
        new((int)row.Properties["Number"], row.Text("Hash")!, row.Text("Author")!, (DateTimeOffset)row.Properties["At"], row.Text("Note")!);
}

/// <param name="Import">The edit whose rows may not all be in the tables yet; empty when there is none.</param>
internal sealed record HeadRow(ConfigHead Head, string Import, string ETag)
{
    public Dictionary<string, object> Properties => new()
    {
        ["Version"] = Head.Version,
        ["Latest"] = Head.Latest,
        ["Live"] = Head.Live,
        ["Import"] = Import,
    };

    public static HeadRow Of(TableRow row) => new(
        new ConfigHead((int)row.Properties["Version"], (int)row.Properties["Latest"], row.Text("Live")!), row.Text("Import") ?? "", row.ETag);
}

/// <summary>What was read, as the store will want to know when it is written.</summary>
internal sealed record ConfigRead(HeadRow Head, IReadOnlyDictionary<(string Table, string Partition, string Row), string> Tags)
{
    public static readonly ConfigRead Nothing = new(new HeadRow(new ConfigHead(0, 0, ""), "", ""), new Dictionary<(string, string, string), string>());

    public string TagOf(string table, ConfigRow row) => Tags[(table, row.PartitionKey, row.RowKey)];
}
