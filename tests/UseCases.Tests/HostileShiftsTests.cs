using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Tests.World;
using Microsoft.Extensions.Logging;

namespace LeadRouter.UseCases.Tests;

/// <summary>The alarm of a pool's credits: it rings and is logged when somebody chooses who is on shift, and is quiet in the wear of an ordinary day.</summary>
public sealed class HostileShiftsTests : ILogger<CreditAlarms>, IDisposable
{
    private static readonly DateTimeOffset Monday9 = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly PoolPolicy policy = new(new PoolId($"pool-{Guid.NewGuid():N}"));
    private readonly PoolMeter meter;
    private readonly List<string> logged = [];
    private readonly CreditAlarms alarms;
    private AssignmentBook book = AssignmentBook.Empty;
    private int leads;

    public HostileShiftsTests()
    {
        alarms = new CreditAlarms(this);
        meter = new PoolMeter(policy.Pool.Value);
    }

    public void Dispose() => meter.Dispose();

    [Fact]
    public void Sixty_four_reps_whose_shifts_somebody_chooses_ring_once_long_before_the_worst()
    {
        var reps = Enumerable.Range(0, 64).Select(i => Absent(i)).ToArray();
        Decide(reps.Select(r => r with { OnShift = true }));
        // Two of equal credit alone on shift: one goes up by half a lead, the other down, until no two are equal.
        while (EqualPair() is var (one, other))
        {
            Decide(reps.Select(r => r with { OnShift = r.Rep == one || r.Rep == other }));
            if (meter.Largest.Max() <= (double)policy.AlarmCredit.Leads) Assert.Empty(logged);
        }
        Assert.InRange(meter.Largest.Max(), 14, 17);
        Assert.Equal(1, meter.Alarms);
        Assert.Contains(policy.Pool.Value, Assert.Single(logged), StringComparison.Ordinal);
    }

    [Fact]
    public void Eight_reps_of_four_skills_who_come_and_go_ring_nothing()
    {
        var random = new Random(1);
        string[] skills = ["saas", "retail", "public", "health"];
        for (var lead = 0; lead < Prove.Size(2_000, 20_000); lead++)
        {
            Decide(
                Enumerable.Range(0, 8).Select(i => Absent(i) with
                {
                    Weight = 1 + (i % 3),
                    OnShift = random.NextDouble() < 0.3 + (0.1 * i),
                    Skills = [skills[i % 4], skills[(i + 1 + (i / 4)) % 4]],
                }),
                skills[random.Next(4)]);
        }
        Assert.InRange(meter.Largest.Max(), 0.5, 2);
        Assert.Equal((0, 0), (meter.Alarms, logged.Count));
    }

    private static RepStanding Absent(int number) => new(new RepId($"rep{number:00}")) { OnShift = false, NextShift = Monday9.AddHours(1) };

    private void Decide(IEnumerable<RepStanding> reps, params string[] skills)
    {
        book = AssignmentRule.Decide(new PoolRoster(policy, reps), book, new AssignmentRequest(new LeadId($"lead{leads++}"), 1, Monday9) { Skills = [.. skills] }).Book;
        alarms.Watch(policy, book.Ledger(policy.Pool));
    }

    private (RepId One, RepId Other)? EqualPair()
    {
        var ledger = book.Ledger(policy.Pool);
        var seen = new Dictionary<long, RepId>();
        foreach (var rep in ledger.Reps)
            if (!seen.TryAdd(ledger[rep].Credit.Micro / 1000, rep)) return (seen[ledger[rep].Credit.Micro / 1000], rep);
        return null;
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel == LogLevel.Warning) logged.Add(formatter(state, exception));
    }
}
