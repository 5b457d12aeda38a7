using LeadRouter.Adapters.Tables;
using LeadRouter.AzureHost.Tests.Parity;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace LeadRouter.AzureHost.Tests.Upgrades;

/// <summary>
/// Leads on their way while a newer version takes over by and by, both move them, and the newer one is rolled back. The newer version is
/// the present one that also writes members and properties which the older has never heard of.
/// </summary>
public sealed class RollingUpgradeTests
{
    [Fact]
    public async Task Every_lead_comes_to_its_end_through_an_upgrade_and_a_roll_back()
    {
        var count = Prove.Size(120, 1000);
        var versions = new TwoVersions();
        await using var world = new Deployment(versions);
        await world.StartAsync();
        var step = count / 4;
        await SubmitAsync(world, 0, step);
        versions.ShareOfNewer = 50;
        await SubmitAsync(world, step, 2 * step);
        await AcceptAsync(world, 0, step);
        versions.ShareOfNewer = 100;
        await SubmitAsync(world, 2 * step, 3 * step);
        await AcceptAsync(world, step, 3 * step);
        await world.AtAsync("1.00:00");
        versions.ShareOfNewer = 50;
        await WinAsync(world, 0, step / 2);
        versions.ShareOfNewer = 0;
        await SubmitAsync(world, 3 * step, count);
        await AcceptAsync(world, 3 * step, count);
        await world.AtAsync("40.00:00");

        var counts = await world.CountAsync();
        Assert.True(versions.WrittenByNewer > count);
        Assert.True(counts.Balanced);
        Assert.Equal((count, 0L), (counts.Received, counts.Buckets.GetValueOrDefault(Bucket.InProgress)));
        Assert.Equal(step / 2, counts.Buckets[Bucket.Won]);
        Assert.Equal(count - (step / 2), counts.Buckets[Bucket.Expired]);
        for (var lead = 0; lead < count; lead++) Assert.DoesNotContain((await world.RecordAsync($"lead{lead}")).Pending, p => p.Parked);
    }

    private static async Task SubmitAsync(Deployment world, int from, int to)
    {
        for (var lead = from; lead < to; lead++) await world.SubmitAsync($"lead{lead}", $"person{lead}@northwind.example", product: "patient");
    }

    private static async Task AcceptAsync(Deployment world, int from, int to)
    {
        for (var lead = from; lead < to; lead++) await world.TellAsync($"lead{lead}", "accept", new Signal.Accepted(await world.OwnerAsync($"lead{lead}")));
    }

    private static async Task WinAsync(Deployment world, int from, int to)
    {
        for (var lead = from; lead < to; lead++) await world.TellAsync($"lead{lead}", "won", new Signal.Won("crm"));
    }

    private sealed class Deployment(TwoVersions versions) : DurableWorld(Wakes.Prompt)
    {
        public Task<LeadCounts> CountAsync() => Services.GetRequiredService<ILeadIndex>().CountAsync(default);

        protected override ITableEngine Tables() => versions;
    }

    /// <summary>Rows as two versions write them, by turns.</summary>
    private sealed class TwoVersions : ITableEngine
    {
        private readonly SqliteTableEngine inner = SqliteTableEngine.InMemory();
        private readonly Random turn = new(1);

        /// <summary>In a hundred.</summary>
        public int ShareOfNewer { get; set; }

        public int WrittenByNewer { get; private set; }

        public StorageCounters Counters => inner.Counters;

        public ValueTask<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken ct) => inner.GetAsync(table, partitionKey, rowKey, ct);

        public ValueTask<TablePage> QueryAsync(TableRange range, string? continuation, CancellationToken ct) => inner.QueryAsync(range, continuation, ct);

        public ValueTask<TablePage> ScanPageAsync(TableScan scan, string? continuation, CancellationToken ct) =>
            inner.ScanPageAsync(scan, continuation, ct);

        public ValueTask<CommitOutcome> CommitAsync(string table, string partitionKey, IReadOnlyList<RowWrite> writes, CancellationToken ct)
        {
            lock (turn)
            {
                if (turn.Next(100) >= ShareOfNewer) return inner.CommitAsync(table, partitionKey, writes, ct);
                WrittenByNewer++;
            }
            return inner.CommitAsync(table, partitionKey, [.. writes.Select(Newer)], ct);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private static RowWrite Newer(RowWrite write) => write switch
        {
            RowWrite.Insert insert => insert with { Properties = Newer(insert.Properties) },
            RowWrite.Replace replace => replace with { Properties = Newer(replace.Properties) },
            RowWrite.Upsert upsert => upsert with { Properties = Newer(upsert.Properties) },
            _ => write,
        };

        private static Dictionary<string, object> Newer(IReadOnlyDictionary<string, object> row)
        {
            var newer = row.ToDictionary(
                p => p.Key, p => p.Value is string text && text.StartsWith("{\"", StringComparison.Ordinal) ? text[..^1] + ",\"ofTheNextVersion\":{\"since\":2}}" : p.Value);
            newer["OfTheNextVersion"] = 2;
            return newer;
        }
    }
}
