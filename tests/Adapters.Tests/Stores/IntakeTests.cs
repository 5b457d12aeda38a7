using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tests.Tables;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;
using Microsoft.Data.Sqlite;

namespace LeadRouter.Adapters.Tests.Stores;

public sealed class AzureIntakeTests(AzuriteFixture azurite) : IntakeContract(Engines.On(azurite));

public sealed class EmbeddedIntakeTests() : IntakeContract(Engines.Embedded());

public sealed class FileIntakeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_submission_that_comes_many_times_at_once_is_counted_once()
    {
        await using var contract = new InFile(SqliteTableEngine.Open(folder.File("store.db")));
        await contract.A_submission_that_comes_many_times_at_once_is_counted_once();
    }

    /// <summary>More of them than a queue tries again when others write its partition.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_crowd_of_one_submission_in_one_group_is_one_lead(int secondsApart)
    {
        const int times = 6_000;
        await using var tables = SqliteTableEngine.Open(folder.File("store.db"));
        var (store, index) = (new TableLeadStore(tables), new TableLeadIndex(tables));
        var intake = new TableIntake(tables, store, index);

        var taken = await HeldAsync(() => Enumerable.Range(0, times).Select(i => intake.TakeAsync(Some.Lead() with { ReceivedAt = Some.Monday9.AddSeconds(i * secondsApart) }, Some.Raw, default)));

        Assert.Single(taken, t => t is AddLead.Added);
        Assert.Equal(times - 1, taken.OfType<AddLead.Known>().Count());
        Assert.Equal(1, (await index.CountAsync(default)).Received);
    }

    [Fact]
    public async Task A_submission_that_comes_again_while_it_is_registered_again_is_known()
    {
        await using var tables = SqliteTableEngine.Open(folder.File("store.db"));
        var (store, index) = (new TableLeadStore(tables), new TableLeadIndex(tables));
        var intake = new TableIntake(tables, store, index);
        await intake.TakeAsync(Some.Lead(), Some.Raw, default);
        var stored = (await store.OpenAsync(Some.Lead().Id, default))!.Record;

        var other = Enumerable.Range(1, 100).Select(i => Some.Lead(i)).First(l => index.Placed(l).Shard == stored.Shard);
        var taken = await HeldAsync(() =>
        {
            var (before, first) = (tables.Counters.Commits, intake.TakeAsync(other, Some.Raw, default));
            // It keeps the shard's queue busy from its second batch on, so that the others make one group.
            SpinWait.SpinUntil(() => tables.Counters.Commits == before + 2);
            return [first, RegisterAgainAsync(), intake.TakeAsync(Some.Lead(), Some.Raw, default), intake.TakeAsync(Some.Lead(), Some.Raw, default)];
        });

        Assert.Equal([typeof(AddLead.Added), typeof(AddLead.Added), typeof(AddLead.Known), typeof(AddLead.Known)], taken.Select(t => t.GetType()));
        Assert.Equal(2, (await index.CountAsync(default)).Received);

        async Task<AddLead> RegisterAgainAsync()
        {
            await index.RegisterAgainAsync(stored, default);
            return new AddLead.Added();
        }
    }

    /// <summary>All of them begin while somebody else has the file, so that they gather.</summary>
    private async Task<AddLead[]> HeldAsync(Func<IEnumerable<Task<AddLead>>> begin)
    {
        using var other = new SqliteConnection($"Data Source={folder.File("store.db")};Pooling=False");
        other.Open();
        List<Task<AddLead>> tasks;
        using (other.BeginTransaction()) tasks = [.. begin()];
        return await Task.WhenAll(tasks);
    }

    private sealed class InFile(ITableEngine tables) : IntakeContract(tables);
}

public abstract class IntakeContract(ITableEngine tables) : StoreContract(tables)
{
    [Fact]
    public async Task A_submission_that_comes_many_times_at_once_is_counted_once()
    {
        const int leads = 20, times = 3;
        var index = new TableLeadIndex(Tables);
        var intake = new TableIntake(Tables, new TableLeadStore(Tables), index);

        // Each delivery is read at an instant of its own, so that a second registration would be a line of its own.
        var taken = await Task.WhenAll(Enumerable.Range(0, leads * times).Select(i => Task.Run(() => intake.TakeAsync(
            Some.Lead(i % leads) with { ReceivedAt = Some.Monday9.AddSeconds(i) }, Some.Raw, Ct))));

        Assert.Equal(leads, taken.Count(t => t is AddLead.Added));
        var counts = await index.CountAsync(Ct);
        Assert.Equal((leads, leads, true), (counts.Received, counts.Buckets[Bucket.InProgress], counts.Balanced));
        Assert.Equal(leads, (await index.ListAsync(new LeadFilter(), 100, null, Ct)).Items.Select(l => l.LeadId).Distinct().Count());
        Assert.Equal(leads, (await index.DueAsync(Ct).ToListAsync(Ct)).Count);
    }

    [Theory]
    [InlineData(120, 0)]
    [InlineData(120, 1)]
    public async Task A_crowd_of_one_submission_is_one_lead(int times, int secondsApart = 0)
    {
        var (store, index) = (new TableLeadStore(Tables), new TableLeadIndex(Tables));
        var intake = new TableIntake(Tables, store, index);

        var taken = await Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(() => intake.TakeAsync(
            Some.Lead(77) with { ReceivedAt = Some.Monday9.AddSeconds(i * secondsApart) }, Some.Raw, Ct))));

        Assert.Single(taken, t => t is AddLead.Added);
        Assert.All(taken.OfType<AddLead.Known>(), known => Assert.Equal(Some.Lead(77).Id, known.Submission.Id));
        Assert.Equal(times - 1, taken.OfType<AddLead.Known>().Count());
        Assert.Single(await index.DueAsync(Ct).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_lead_is_listed_where_its_record_says()
    {
        const int old = 10, leads = 40;
        var (store, index) = (new TableLeadStore(Tables), new TableLeadIndex(Tables));
        var intake = new TableIntake(Tables, store, index);
        // The first ones were taken in by a version that listed each where its id says.
        for (var i = 0; i < old; i++)
        {
            await store.AddAsync(Some.Lead(i), Some.Raw, Ct);
            await index.RegisterAsync(Some.Lead(i), Ct);
        }
        for (var i = old; i < leads; i++) await intake.TakeAsync(Some.Lead(i), Some.Raw, Ct);

        // A signal has no more than the receipt to find the row by, a move has the record.
        for (var i = 0; i < leads; i++) await index.MarkDueAsync((await store.FindReceiptAsync(Some.Lead(i).Id, Ct))!, Some.Monday9.AddHours(1), Ct);
        Assert.Equal(Enumerable.Repeat(Some.Monday9.AddHours(1), leads), (await index.DueAsync(Ct).ToListAsync(Ct)).Select(d => d.Due));
        var records = new List<LeadRecord>();
        for (var i = 0; i < leads; i++) records.Add((await store.OpenAsync(Some.Lead(i).Id, Ct))!.Record);
        foreach (var record in records) await index.PublishAsync(Some.Moved(record, LeadStatus.Lost), null, Ct);

        Assert.Empty(await index.DueAsync(Ct).ToListAsync(Ct));
        var counts = await index.CountAsync(Ct);
        Assert.Equal((leads, leads), (counts.Received, counts.Buckets[Bucket.Lost]));
        Assert.Equal(leads, (await index.ListAsync(new LeadFilter(), 100, null, Ct)).Items.Count);
        Assert.Equal(Tables is IOrderedTables ? [0, 1] : Array.Empty<int>(), records.Select(r => r.Shard).OfType<int>().Distinct().Order());
    }
}
