using System.Globalization;
using System.Text.Json;
using LeadRouter.Adapters.Tables;
using LeadRouter.AzureHost.Tests.Contract;
using LeadRouter.AzureHost.Tests.Parity;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace LeadRouter.AzureHost.Tests.Upgrades;

/// <summary>
/// Rows that a version has left in the tables: the present code must go on from them. They are recorded once for a version
/// (LEADROUTER_UPDATE_GOLDEN=1 while the file is not there) and then stay.
/// </summary>
public sealed class RowTests
{
    private static readonly string[] Kept = ["Leads", "LeadIndex", "Identities", "PoolLedgers", "Mailboxes", "RepStates", "Accounts"];

    [Theory]
    [InlineData("rows-0.1.jsonl")]
    [InlineData("rows-0.2.jsonl")]
    public async Task Leads_on_their_way_go_on_from_the_rows_of_an_older_version(string file)
    {
        var path = Repository.PathOf("tests", "AzureHost.Tests", "Upgrades", file);
        if (Repository.Updates && !File.Exists(path)) await File.WriteAllLinesAsync(path, await RecordAsync());
        await using var world = new Restored(await StoreOfAsync(path));
        await world.StartAsync();
        Assert.Equal(LeadStatus.Offered, (await world.KnowAsync("offered")).Status);
        Assert.Equal(LeadStatus.Accepted, (await world.KnowAsync("accepted")).Status);
        Assert.Equal(LeadStatus.Contacted, (await world.KnowAsync("contacted")).Status);
        Assert.Equal(LeadStatus.Nurturing, (await world.KnowAsync("later")).Status);
        Assert.Equal(LeadStatus.House, (await world.KnowAsync("house")).Status);
        Assert.Equal(LeadStatus.Held, (await world.KnowAsync("held")).Status);
        Assert.Equal(LeadStatus.Broadcast, (await world.KnowAsync("all")).Status);
        Assert.Equal(LeadStatus.Won, (await world.KnowAsync("won")).Status);
        Assert.Equal(LeadStatus.Linked, (await world.KnowAsync("again")).Status);
        Assert.Equal(LeadStatus.Quarantined, (await world.KnowAsync("kept")).Status);
        await world.KnowAsync("parked");
        Assert.Contains((await world.RecordAsync("parked")).Pending, p => p.Parked);

        await GoOnAsync(world);

        var counts = await world.CountAsync();
        Assert.True(counts.Balanced);
        Assert.Equal((13L, 0L), (counts.Received, counts.Buckets.GetValueOrDefault(Bucket.InProgress)));
        Assert.Equal((5L, 1L, 2L), (counts.Buckets[Bucket.Won], counts.Buckets[Bucket.Lost], counts.Buckets[Bucket.Linked]));
        Assert.Equal(world.IdOf("won"), (await world.RecordAsync("won-again")).Previous);
        Assert.Equal(world.IdOf("offered"), (await world.RecordAsync("known")).Life.LinkedTo);
    }

    /// <summary>A company's first day, with a lead at every stop of its life.</summary>
    private static async Task BeginAsync(World w)
    {
        foreach (var name in new[] { "accepted", "contacted", "later", "won" }) await w.SubmitAsync(name, $"{name}@northwind.example", product: "patient");
        await w.SubmitAsync("house", "house@northwind.example", product: "alone");
        await w.SubmitUselessAsync("kept");
        await w.AtAsync("00:10");
        foreach (var name in new[] { "accepted", "contacted", "won" }) await w.TellAsync(name, "accept", new Signal.Accepted(await w.OwnerAsync(name)));
        await w.TellAsync("contacted", "contact", new Signal.Contacted(await w.OwnerAsync("contacted")));
        await w.TellAsync("later", "not-now", new Signal.Rejected(await w.OwnerAsync("later"), "timing", Disposition.Nurture, Refund: false, World.Start.AddDays(3)));
        await w.TellAsync("won", "won", new Signal.Won("crm"));
        await w.SubmitAsync("again", "accepted@northwind.example", product: "patient");
        await w.AtAsync("09:45");
        w.Mailer.IsBroken = true;
        await w.SubmitAsync("parked", "parked@northwind.example", product: "patient");
        await w.AtAsync("10:00");
        w.Mailer.IsBroken = false;
        await w.SubmitAsync("held", "held@northwind.example", product: "day");
        await w.SubmitAsync("all", "all@northwind.example", product: "all");
        await w.SubmitAsync("offered", "offered@northwind.example", product: "patient");
    }

    private static async Task GoOnAsync(World w)
    {
        await w.AtAsync("10:05");
        await w.TellAsync("offered", "accept", new Signal.Accepted(await w.OwnerAsync("offered")));
        await w.TellAsync("parked", "retry", new Signal.Retried("mia"));
        await w.TellAsync("parked", "accept", new Signal.Accepted(await w.OwnerAsync("parked")));
        await w.TellAsync("all", "eva-accepts", new Signal.Accepted(new RepId("eva"), 1));
        await w.TellAsync("accepted", "lost", new Signal.Lost("crm", "price"));
        await w.TellAsync("contacted", "won", new Signal.Won("crm"));
        await w.TellAsync("kept", "replay", new Signal.Replayed((await w.RecordAsync("kept")).Attributes.With("Email", "kept@northwind.example"), 1));
        await w.SubmitAsync("won-again", "won@northwind.example", product: "patient");
        await w.SubmitAsync("known", "offered@northwind.example", product: "patient");
        await w.AtAsync("1.02:00");
        Assert.Equal("dan", (await w.OwnerAsync("held")).Value);
        await w.TellAsync("held", "won", new Signal.Won("crm"));
        await w.TellAsync("all", "won", new Signal.Won("crm"));
        await w.AtAsync("3.00:05");
        await w.TellAsync("later", "won", new Signal.Won("crm"));
        await w.AtAsync("80.00:00");
    }

    private static async Task<IEnumerable<string>> RecordAsync()
    {
        var tables = SqliteTableEngine.InMemory();
        await using var world = new Restored(tables);
        await world.StartAsync();
        await BeginAsync(world);
        var lines = new List<string>();
        foreach (var table in Kept)
            await foreach (var row in tables.ScanAsync(table, RowKeyRange.All, default))
                lines.Add(JsonSerializer.Serialize(new Line(table, row.PartitionKey, row.RowKey, row.Properties.ToDictionary(p => p.Key, p => Written(p.Value)))));
        return lines;
    }

    private static async Task<SqliteTableEngine> StoreOfAsync(string path)
    {
        var tables = SqliteTableEngine.InMemory();
        foreach (var partition in (await File.ReadAllLinesAsync(path)).Select(line => JsonSerializer.Deserialize<Line>(line)!).GroupBy(row => (row.Table, row.Partition)))
            foreach (var rows in partition.Chunk(BatchLimits.Rows))
                Assert.IsType<CommitOutcome.Committed>(await tables.CommitAsync(
                    partition.Key.Table, partition.Key.Partition, [.. rows.Select(row => new RowWrite.Insert(row.Row, row.Properties.ToDictionary(p => p.Key, p => Read(p.Value))))], default));
        return tables;
    }

    private static string Written(object value) => value switch
    {
        string text => $"s{text}",
        DateTimeOffset at => $"t{at:O}",
        byte[] bytes => $"b{Convert.ToBase64String(bytes)}",
        int number => string.Create(CultureInfo.InvariantCulture, $"i{number}"),
        long number => string.Create(CultureInfo.InvariantCulture, $"l{number}"),
        bool flag => $"f{flag}",
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    private static object Read(string written) => (written[0], written[1..]) switch
    {
        ('s', var text) => text,
        ('t', var at) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture),
        ('b', var bytes) => Convert.FromBase64String(bytes),
        ('i', var number) => int.Parse(number, CultureInfo.InvariantCulture),
        ('l', var number) => long.Parse(number, CultureInfo.InvariantCulture),
        ('f', var flag) => bool.Parse(flag),
        var (kind, _) => throw new NotSupportedException($"{kind}"),
    };

    private sealed record Line(string Table, string Partition, string Row, Dictionary<string, string> Properties);

    private sealed class Restored(ITableEngine tables) : DurableWorld(Wakes.Prompt)
    {
        public Task<LeadCounts> CountAsync() => Services.GetRequiredService<ILeadIndex>().CountAsync(default);

        protected override ITableEngine Tables() => tables;
    }
}
