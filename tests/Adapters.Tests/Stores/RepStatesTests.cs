using LeadRouter.Adapters.Tables;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;

namespace LeadRouter.Adapters.Tests.Stores;

public sealed class EmbeddedRepStatesTests() : RepStatesContract(Engines.Embedded());

public sealed class AzureRepStatesTests(AzuriteFixture azurite) : RepStatesContract(Engines.On(azurite));

public abstract class RepStatesContract(ITableEngine tables) : StoreContract(tables)
{
    private static readonly RepId Ana = new("ana");
    private static readonly RepPause Pause = new(Some.Monday9, Some.Monday9.AddHours(2), "mia", "training");

    [Fact]
    public async Task What_is_learned_is_kept_and_another_host_sees_it_with_its_next_look()
    {
        using TableRepStates one = new(Tables), other = new(Tables);
        Assert.Null((await other.CurrentAsync(Ct))[Ana].Pause);
        await one.ChangeAsync(Ana, s => (s with { Pause = Pause }).TimedOut(new DecisionId("lead-1")), Ct);
        Assert.Equal(Pause, (await one.CurrentAsync(Ct))[Ana].Pause);
        Assert.Null((await other.CurrentAsync(Ct))[Ana].Pause);
        await other.RefreshAsync(Ct);
        var seen = (await other.CurrentAsync(Ct))[Ana];
        Assert.Equal((Pause, new DecisionId("lead-1")), (seen.Pause!, Assert.Single(seen.TimeOuts)));
    }

    [Fact]
    public async Task Looking_again_costs_one_read_and_nothing_new_is_the_same_instance()
    {
        using var states = new TableRepStates(Tables);
        await states.ChangeAsync(Ana, s => s with { Pause = Pause }, Ct);
        var known = await states.CurrentAsync(Ct);
        var reads = Tables.Counters.Reads;
        Assert.Same(known, await states.CurrentAsync(Ct));
        Assert.Equal(reads, Tables.Counters.Reads);
        await states.RefreshAsync(Ct);
        Assert.Same(known, await states.CurrentAsync(Ct));
        Assert.Equal(reads + 1, Tables.Counters.Reads);
    }

    [Fact]
    public async Task Hosts_that_learn_of_one_rep_at_once_lose_nothing()
    {
        using TableRepStates one = new(Tables), other = new(Tables);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : other).ChangeAsync(Ana, s => s.TimedOut(new DecisionId($"lead-{i}")), Ct)));
        await one.RefreshAsync(Ct);
        Assert.Equal(20, (await one.CurrentAsync(Ct))[Ana].TimeOuts.Length);
    }

    [Fact]
    public async Task A_change_that_changes_nothing_writes_nothing()
    {
        using var states = new TableRepStates(Tables);
        await states.ChangeAsync(Ana, s => s.TimedOut(new DecisionId("lead-1")), Ct);
        var commits = Tables.Counters.Commits;
        await states.ChangeAsync(Ana, s => s.TimedOut(new DecisionId("lead-1")), Ct);
        Assert.Equal(commits, Tables.Counters.Commits);
    }
}
