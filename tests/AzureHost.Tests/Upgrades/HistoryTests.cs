using System.Text.Json;
using LeadRouter.AzureHost.Leads;
using LeadRouter.AzureHost.Tests.Contract;
using LeadRouter.AzureHost.Tests.Durable;
using Microsoft.DurableTask;
using Microsoft.Extensions.Time.Testing;

namespace LeadRouter.AzureHost.Tests.Upgrades;

/// <summary>
/// Histories that version 0.1 has left in the durable engine: the present orchestrator must ask for the same again, turn by turn.
/// They are recorded once for a version (LEADROUTER_UPDATE_GOLDEN=1) and then stay.
/// </summary>
public sealed class HistoryTests
{
    private const int Recorded = 200;
    private const string File01 = "histories-0.1.jsonl";
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    internal sealed record Golden(IReadOnlyList<Turn> History, IReadOnlyList<Deed> Deeds);

    private static readonly Lazy<Task<IReadOnlyList<Golden>>> Histories = new(LoadAsync);

    [Fact]
    public async Task Every_recorded_history_goes_on_under_the_present_code()
    {
        var histories = await Histories.Value;
        Assert.True(histories.Count >= Recorded);
        Assert.Contains(histories, h => h.Deeds[^1] is Deed.ContinueAsNew);
        Assert.Contains(histories, h => h.Deeds[^1] is Deed.Complete);
        Assert.All(histories, h => Assert.Equal(Order(h.Deeds), Replay(h, LeadOrchestrator.RunAsync)));
    }

    [Fact]
    public async Task Twenty_changes_of_order_are_all_noticed()
    {
        var histories = await Histories.Value;
        for (var seed = 0; seed < 20; seed++)
        {
            var mutant = seed;
            Assert.True(
                histories.Any(h => !Order(h.Deeds).SequenceEqual(Replay(h, context => LeadOrchestrator.RunAsync(new MutantContext(context, mutant))))),
                $"Nothing notices {MutantContext.Describe(mutant)}");
        }
    }

    private static IEnumerable<Deed> Replay(Golden golden, Func<TaskOrchestrationContext, Task> orchestrator)
    {
        try
        {
            return Order(FakeOrchestrationContext.Run("lead1", orchestrator, golden.History).Deeds);
        }
        catch (Exception broken) when (broken is KeyNotFoundException or InvalidOperationException)
        {
            // What the history tells of was never asked for, as the real engine says by failing the instance.
            return [new Deed.Fail(broken.Message)];
        }
    }

    // What the status shows may change from version to version; that and when it is set may not.
    private static IEnumerable<Deed> Order(IEnumerable<Deed> deeds) => deeds.Select(d => d is Deed.SetStatus ? new Deed.SetStatus("") : d);

    private static async Task<IReadOnlyList<Golden>> LoadAsync()
    {
        var path = Repository.PathOf("tests", "AzureHost.Tests", "Upgrades", File01);
        if (Repository.Updates) await File.WriteAllLinesAsync(path, (await RecordAsync()).Select(g => JsonSerializer.Serialize(g)));
        return [.. (await File.ReadAllLinesAsync(path)).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<Golden>(line)!)];
    }

    private static async Task<IReadOnlyList<Golden>> RecordAsync()
    {
        var all = new List<Golden>();
        for (var seed = 0; all.Count < Recorded; seed++)
        {
            foreach (var (history, deeds) in await LiveAsync(seed)) all.Add(new Golden(history, [.. Order(deeds)]));
        }
        return all;
    }

    /// <summary>A life of a lead as chance has it: moves that end anyhow, wake-ups at any time.</summary>
    private static async Task<IEnumerable<(IReadOnlyList<Turn>, IReadOnlyList<Deed>)>> LiveAsync(int seed)
    {
        var chance = new Random(seed);
        var time = new FakeTimeProvider(Start);
        FakeDurable engine = null!;
        engine = new FakeDurable(time.GetUtcNow, async _ =>
        {
            if (chance.Next(6) == 0) await engine.Client.RaiseEventAsync("lead1", DurableWake.Event);
            return chance.Next(10) switch
            {
                0 => throw new IOException("storage is down"),
                1 when seed % 3 == 0 => throw new InvalidOperationException("a defect"),
                < 4 when seed % 4 != 0 => new AdvanceResult("won", null, null, 0),
                _ => new AdvanceResult("offered", "ana", time.GetUtcNow() + TimeSpan.FromMinutes(chance.Next(0, 6000)), 1),
            };
        });
        await engine.Client.ScheduleNewOrchestrationInstanceAsync(nameof(LeadOrchestrator), null, new StartOrchestrationOptions("lead1"));
        // A few live long enough to continue as new.
        for (var acts = seed % 50 == 0 ? 40 : 5; acts > 0; acts--)
        {
            await engine.SettleAsync();
            if (engine.Instances["lead1"].Status != Microsoft.DurableTask.Client.OrchestrationRuntimeStatus.Running) break;
            if (chance.Next(2) == 0)
                for (var wakes = chance.Next(1, 3); wakes > 0; wakes--) await engine.Client.RaiseEventAsync("lead1", DurableWake.Event);
            else if (engine.NextDue is { } due)
            {
                if (due > time.GetUtcNow().UtcDateTime) time.SetUtcNow(due);
                engine.FireDue();
            }
        }
        var instance = engine.Instances["lead1"];
        return instance.Past.Count > 0 ? instance.Past : [([.. instance.History], [.. instance.Deeds])];
    }
}
