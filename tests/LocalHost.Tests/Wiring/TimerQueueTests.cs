using LeadRouter.Domain.Leads;
using LeadRouter.LocalHost.Driver;

namespace LeadRouter.LocalHost.Tests.Wiring;

/// <summary>What a tick costs, counted in comparisons.</summary>
public sealed class TimerQueueTests
{
    private const int Due = 100;
    private static readonly DateTimeOffset Nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_cost_of_a_tick_does_not_grow_with_the_leads_that_are_not_due()
    {
        var (few, none) = CostOfATick(1_000);
        var (many, noneOfMany) = CostOfATick(100_000);
        Assert.Equal((0, 0), (none, noneOfMany));
        // A heap of a hundred times as many is two levels of four deeper by its nature, and no more.
        Assert.True(many <= 3 * few, $"{few} comparisons for {Due} timers among 1,000, {many} among 100,000");
    }

    [Fact]
    public void Timers_come_in_the_order_of_their_instants_each_once()
    {
        var queue = new TimerQueue();
        var random = new Random(1);
        var set = Enumerable.Range(0, 2_000).ToDictionary(i => new LeadId($"{i}"), _ => Nine.AddSeconds(random.Next(500)));
        // Each is moved once: the entry that was there before must not fire.
        foreach (var id in set.Keys) queue.Set(id, Nine.AddSeconds(random.Next(500)));
        foreach (var (id, at) in set) queue.Set(id, at);
        var taken = new List<LeadId>();
        for (var now = Nine; now <= Nine.AddSeconds(500); now = now.AddSeconds(1))
            while (queue.TryTake(now) is { } id)
            {
                Assert.True(set[id] <= now && set[id] > now.AddSeconds(-1));
                taken.Add(id);
            }
        Assert.Equal(set.Count, taken.Distinct().Count());
        Assert.Equal(set.Count, taken.Count);
    }

    private static (int OfDue, int OfNone) CostOfATick(int leads)
    {
        var counting = new Counting();
        var queue = new TimerQueue(counting);
        for (var i = 0; i < leads; i++) queue.Set(new LeadId($"{i:D6}"), Nine.AddMinutes(i < Due ? i % 7 : 60 + i % 5_000));
        counting.Count = 0;
        Assert.Null(queue.TryTake(Nine.AddSeconds(-1)));
        var ofNone = counting.Count;
        for (var i = 0; i < Due; i++) Assert.NotNull(queue.TryTake(Nine.AddMinutes(10)));
        Assert.Null(queue.TryTake(Nine.AddMinutes(10)));
        return (counting.Count, ofNone);
    }

    private sealed class Counting : IComparer<(DateTimeOffset, string)>
    {
        public int Count { get; set; }

        public int Compare((DateTimeOffset, string) x, (DateTimeOffset, string) y)
        {
            Count++;
            return x.CompareTo(y);
        }
    }
}
