using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tables.Config;
using LeadRouter.Domain.Rules;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tests.Stores;

public sealed class EmbeddedConfigStoreTests() : ConfigStoreContract(Engines.Embedded());

public sealed class AzureConfigStoreTests(AzuriteFixture azurite) : ConfigStoreContract(Engines.On(azurite));

public abstract class ConfigStoreContract(ITableEngine tables) : StoreContract(tables)
{
    private static readonly DateTimeOffset Nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly TableConfigStore store = new(tables);

    [Fact]
    public async Task Of_two_who_commit_on_the_same_reading_one_wins()
    {
        await SeedAsync(3);
        var (mine, yours) = (await store.TablesAsync(Ct), await store.TablesAsync(Ct));
        Assert.True(await store.CommitAsync(mine, Published(mine, 2), Ct));
        Assert.False(await store.CommitAsync(yours, Published(yours, 2) with { Rows = Rows("Bands", Band("z")) }, Ct));
        Assert.Equal((2, 2), ((await store.HeadAsync(Ct))!.Version, (await store.HeadAsync(Ct))!.Latest));
        Assert.Equal(3, (await store.TablesAsync(Ct)).Tables["Bands"].Count);
    }

    [Fact]
    public async Task An_edit_of_several_tables_that_is_cut_off_anywhere_is_whole_or_nothing()
    {
        await SeedAsync(100);
        for (var cut = 1; ; cut++)
        {
            var dying = new FaultyTableEngine(Tables, Faults.At(cut, cut % 2 == 0 ? Fault.CrashBefore : Fault.CrashAfter));
            var read = await store.TablesAsync(Ct);
            var fresh = $"b{cut}";
            var edit = new ConfigCommit(1) { Rows = Rows("Bands", [.. Enumerable.Range(0, 100).Select(i => Band($"b{i}", fresh))]).Concat(Rows("Reasons", ConfigRow.From(fresh))).ToDictionary() };
            var done = await DoneAsync(() => new TableConfigStore(dying).CommitAsync(read, edit, Ct));
            var after = (await store.TablesAsync(Ct)).Tables;
            var isNew = after["Reasons"].Any(r => r.RowKey == fresh);
            Assert.All(after["Bands"], row => Assert.Equal(isNew, row["Note"] == fresh));
            if (!done) continue;
            Assert.True(isNew);
            return;
        }
    }

    [Fact]
    public async Task What_somebody_typed_meanwhile_is_not_overwritten_by_an_edit_that_is_carried_to_its_end()
    {
        await SeedAsync(2);
        var read = await store.TablesAsync(Ct);
        var edit = new ConfigCommit(1) { Rows = Rows("Bands", Band("b0", "theirs"), Band("b1", "theirs")) };
        // Dies when the edit is decided and no row is written yet: content, head, then the rows.
        var dying = new FaultyTableEngine(Tables, Faults.At(3, Fault.CrashBefore));
        Assert.False(await DoneAsync(() => new TableConfigStore(dying).CommitAsync(read, edit, Ct)));
        await Tables.CommitAsync("Bands", "default", [new RowWrite.Upsert("b0", new Dictionary<string, object> { ["Note"] = "typed" })], Ct);
        var after = (await store.TablesAsync(Ct)).Tables["Bands"];
        Assert.Equal(["typed", "theirs"], after.Select(r => r["Note"]));
    }

    [Fact]
    public async Task A_version_keeps_its_rows_whatever_becomes_of_the_tables()
    {
        await SeedAsync(600);
        var version = (await store.VersionAsync(1, Ct))!;
        var read = await store.TablesAsync(Ct);
        Assert.True(await store.CommitAsync(read, new ConfigCommit(1) { Rows = Rows("Bands", Band("only")) }, Ct));
        Assert.Single((await store.TablesAsync(Ct)).Tables["Bands"]);
        var kept = await store.ContentAsync(version.Hash, Ct);
        Assert.Equal((600, version.Hash), (kept["Bands"].Count, ContentHash.Of(kept)));
    }

    [Fact]
    public async Task Numbers_and_booleans_that_a_tool_stored_read_as_their_texts()
    {
        await SeedAsync(1);
        await Tables.CommitAsync("Bands", "default", [new RowWrite.Upsert("b0", new Dictionary<string, object> { ["From"] = 12.5, ["To"] = 20, ["Mql"] = true })], Ct);
        var row = (await store.TablesAsync(Ct)).Tables["Bands"].Single(r => r.RowKey == "b0");
        Assert.Equal(("12.5", "20", "TRUE"), (row["From"], row["To"], row["Mql"]));
    }

    [Fact]
    public async Task A_problem_keeps_the_time_at_which_it_was_first_seen_and_goes_when_it_is_mended()
    {
        Problem[] problems = [Trouble("a"), Trouble("b")];
        await store.SaveProblemsAsync(problems, Nine, Ct);
        await store.SaveProblemsAsync([.. problems.Skip(1), Trouble("c")], Nine.AddHours(1), Ct);
        Assert.Equal([("b", Nine), ("c", Nine.AddHours(1))], (await store.ProblemsAsync(Ct)).Select(p => (p.Problem.Row, p.Since)));

        static Problem Trouble(string row) => new("Reps", row, "Email", Severity.Error, "cell.unreadable", "x", "One email address is expected.", "a@b.example");
    }

    private Task SeedAsync(int bands)
    {
        var config = ConfigTables.Empty.With("Bands", [.. Enumerable.Range(0, bands).Select(i => Band($"b{i}"))]);
        return store.SeedAsync(config, new PublishedVersion(1, ContentHash.Of(config), "somebody", Nine, ""), Ct);
    }

    private static ConfigCommit Published(StoredTables read, int number) => new(number)
    {
        Published = (new PublishedVersion(number, ContentHash.Of(read.Tables), "somebody", Nine, ""), read.Tables),
    };

    private static ConfigRow Band(string key, string note = "seeded") => ConfigRow.From(key, ("Note", note));

    private static Dictionary<string, IReadOnlyList<ConfigRow>> Rows(string table, params ConfigRow[] rows) => new() { [table] = rows };

    private static async Task<bool> DoneAsync(Func<Task<bool>> commit)
    {
        try
        {
            return await commit();
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }
}
