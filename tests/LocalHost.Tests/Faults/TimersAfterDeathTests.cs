using System.Globalization;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Faults;

/// <summary>R5 and R12: timers that came due while nobody was there, and leads that no clock knows of.</summary>
public sealed class TimersAfterDeathTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_came_due_while_the_process_was_down_fires_once_in_order_and_not_early()
    {
        // One worker, so that the order of the events is the order in which the timers were taken.
        await using var host = await HostProcess.StartAsync(virtualClock: false, ("Parallelism", "1"));
        var api = new Api(host.Client);
        var ids = await Task.WhenAll(Enumerable.Range(0, Proof.Timers).Select(async _ => (await api.SubmitAsync(A.Lead())).Is(HttpStatusCode.OK).Value("leadId")!));
        var due = await NurtureAsync(api, ids, TimeSpan.FromSeconds(6));
        var (_, position) = await api.FeedAsync();
        await host.KillAsync();
        Assert.True(DateTimeOffset.UtcNow < due.Values.Min(), "The machine stood still while the test was prepared");

        await Task.Delay(due.Values.Max() - DateTimeOffset.UtcNow + TimeSpan.FromMilliseconds(200));
        await host.StartAgainAsync();
        var woken = await WokenAsync(api, ids.Length, position);
        Assert.Equal(ids.Order(), woken.Select(w => w.Lead).Order());
        Assert.All(woken, w => Assert.True(w.At >= due[w.Lead], $"{w.Lead} fired early"));
        var inOrder = woken.OrderBy(w => due[w.Lead]).Select(w => w.At).ToList();
        Assert.Equal(inOrder.Order(), inOrder);
    }

    [Fact]
    public async Task A_running_process_fires_on_the_wall_clock_and_not_early()
    {
        await using var host = await HostProcess.StartAsync(virtualClock: false);
        var api = new Api(host.Client);
        var id = (await api.SubmitAsync(A.Lead())).Is(HttpStatusCode.OK).Value("leadId")!;
        var until = (await NurtureAsync(api, [id], TimeSpan.FromSeconds(6)))[id];
        // A timer of a try before may have fired.
        var (_, position) = await api.FeedAsync();
        var woken = Assert.Single(await WokenAsync(api, 1, position));
        Assert.InRange(woken.At, until, until + Patience);
    }

    [Fact]
    public async Task A_lead_that_no_clock_knows_of_is_found_and_gets_its_clock_back()
    {
        await using var host = await HostProcess.StartAsync();
        var api = new Api(host.Client);
        var ids = await Task.WhenAll(Enumerable.Range(0, Proof.Orphans + 5).Select(async _ => (await api.SubmitAsync(A.Lead())).Is(HttpStatusCode.OK).Value("leadId")!));
        await api.SettleAsync();
        await host.KillAsync();
        var forgotten = await StoreFile.ForgetTimersAsync(host, Proof.Orphans);
        Assert.Equal(Proof.Orphans, forgotten.Count);

        await host.StartAgainAsync();
        // The sweep of the start finds them all; one of a clock that is moved would come after it, and find nothing.
        await FirstSweepAsync(api);
        Assert.Equal(forgotten.Order(), (await api.AccountingAsync())["orphans"]!.AsArray().Select(o => o!.ToString()).Order());
        await api.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Empty((await api.AccountingAsync())["orphans"]!.AsArray());
        Assert.Equal(ids.Length, (await api.AccountingAsync())["received"]!.GetValue<int>());

        var before = new List<Lead>();
        foreach (var id in forgotten) before.Add(await api.LeadAsync(id));
        await api.MoveToAsync(before.Max(lead => lead.Next));
        foreach (var lead in before) Assert.NotEqual(lead.Story.Count(), (await api.LeadAsync(lead.Id)).Story.Count());
    }

    private static Task<TimeSpan> NothingMovesAsync(Api api) => Wait.UntilAsync(async () => (await api.GetAsync("/dev/stats", key: null)).Json["moving"]!.GetValue<int>() == 0, Patience);

    private static Task<TimeSpan> FirstSweepAsync(Api api) => Wait.UntilAsync(async () => (await api.GetAsync("/health", key: null)).Json["watchdog"]?["heartbeat"] is not null, Patience);

    /// <summary>Sets every lead a timer within one second, far enough ahead for the machine to do so in half the time.</summary>
    private static async Task<Dictionary<string, DateTimeOffset>> NurtureAsync(Api api, string[] ids, TimeSpan ahead)
    {
        for (; ; ahead *= 2)
        {
            var start = DateTimeOffset.UtcNow + ahead;
            var due = ids.Index().ToDictionary(id => id.Item, id => start.AddMilliseconds(id.Index * 7 % 1000));
            var replies = await Task.WhenAll(due.Select(d => api.SignalAsync(d.Key, new { type = "nurture", until = d.Value })));
            // A signal is answered before its timer is set: whoever died in between would be found by the sweep, a little later.
            await NothingMovesAsync(api);
            if (replies.All(r => r.Status == HttpStatusCode.OK) && DateTimeOffset.UtcNow < start - (ahead / 2)) return due;
        }
    }

    private static async Task<List<(string Lead, DateTimeOffset At)>> WokenAsync(Api api, int count, string? position = null)
    {
        var woken = new List<(string, DateTimeOffset)>();
        for (var patience = System.Diagnostics.Stopwatch.StartNew(); woken.Count < count && patience.Elapsed < Patience; await Task.Delay(50))
        {
            (var events, position) = await api.FeedAsync(position);
            woken.AddRange(events.Where(e => e["type"]!.ToString() == "woken").Select(e => (e["leadId"]!.ToString(), DateTimeOffset.Parse(e["at"]!.ToString(), CultureInfo.InvariantCulture))));
        }
        return woken;
    }
}
