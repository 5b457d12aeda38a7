using LeadRouter.Adapters.Tables;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Jobs;

namespace LeadRouter.Adapters.Tests.Stores;

public sealed class EmbeddedJobStoreTests() : JobStoreContract(Engines.Embedded());

public sealed class AzureJobStoreTests(AzuriteFixture azurite) : JobStoreContract(Engines.On(azurite));

public abstract class JobStoreContract(ITableEngine tables) : StoreContract(tables)
{
    private TableJobs Jobs => new TableJobs(Tables);

    [Fact]
    public async Task A_job_is_found_again_as_it_was_left_and_the_newest_is_first()
    {
        await Jobs.AddAsync(A("one", Some.Monday9), Ct);
        await Jobs.AddAsync(A("two", Some.Monday9.AddHours(1)), Ct);
        var one = (await Jobs.FindAsync("one", Ct))!;
        await Jobs.SaveAsync(one with { Job = one.Job.Counted("released", 3) with { Cursor = "there", Seen = 5 } }, Ct);
        Assert.Equal(["two", "one"], (await Jobs.ListAsync(10, Ct)).Select(j => j.Job.Id));
        var found = (await Jobs.FindAsync("one", Ct))!.Job;
        Assert.Equal(("there", 5, 3), (found.Cursor, found.Seen, found.Counts["released"]));
        Assert.Null(await Jobs.FindAsync("three", Ct));
    }

    [Fact]
    public async Task Of_two_who_save_the_same_version_one_writes_nothing()
    {
        await Jobs.AddAsync(A("one", Some.Monday9), Ct);
        var seen = (await Jobs.FindAsync("one", Ct))!;
        Assert.NotNull(await Jobs.SaveAsync(seen with { Job = seen.Job with { Seen = 1 } }, Ct));
        Assert.Null(await Jobs.SaveAsync(seen with { Job = seen.Job with { Seen = 2 } }, Ct));
        Assert.Equal(1, (await Jobs.FindAsync("one", Ct))!.Job.Seen);
    }

    [Fact]
    public async Task What_ended_a_month_ago_goes_when_another_begins_and_what_runs_stays()
    {
        await Jobs.AddAsync(A("ended", Some.Monday9).Ended("done"), Ct);
        await Jobs.AddAsync(A("running", Some.Monday9), Ct);
        await Jobs.AddAsync(A("new", Some.Monday9.AddDays(31)), Ct);
        Assert.Equal(["new", "running"], (await Jobs.ListAsync(10, Ct)).Select(j => j.Job.Id));
    }

    private static Job A(string id, DateTimeOffset at) => new(id, "replay", "console", at);
}
