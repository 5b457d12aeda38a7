namespace LeadRouter.Domain.Tests.Outreach.Model;

/// <summary>
/// A deterministic scheduler: processes are coroutines that yield at every point where a real one would await, with the least time it
/// takes; whoever is ready may run next, and any of them may die there. One seed is one history.
/// </summary>
internal sealed class World(int seed)
{
    private readonly List<Process> processes = [];
    private long tokens;

    public Random Chance { get; } = new(seed);

    public DateTimeOffset Now { get; private set; } = Some.Now;

    public long NextToken() => ++tokens;

    /// <summary>Without faults nothing dies, no reply is lost and the provider takes everything.</summary>
    public bool HasFaults { get; init; } = true;

    public bool Happens(int percent) => Chance.Next(100) < percent;

    /// <summary>With a number, exactly one thing goes wrong: at that point of all points at which something could.</summary>
    public int? OnlyFault { get; init; }

    public int FaultPoints { get; private set; }

    public bool Fails(int percent)
    {
        var point = FaultPoints++;
        return OnlyFault is { } only ? point == only : HasFaults && Happens(percent);
    }

    public void Start(IEnumerable<TimeSpan> steps, TimeSpan after, Action? onDeath = null) =>
        processes.Add(new Process(steps.GetEnumerator(), Now + after, onDeath));

    /// <summary>Runs until nobody has anything left to do; false when that does not come.</summary>
    public bool Run(int mostSteps = 20_000)
    {
        for (var step = 0; processes.Count > 0; step++)
        {
            if (step == mostSteps) return false;
            var ready = processes.Where(p => p.ReadyAt <= Now).ToList();
            if (ready.Count == 0) Now = processes.Min(p => p.ReadyAt);
            else Step(ready[Chance.Next(ready.Count)]);
        }
        return true;
    }

    private void Step(Process process)
    {
        if (process.OnDeath is not null && Fails(2))
        {
            processes.Remove(process);
            process.OnDeath();
        }
        else if (process.Steps.MoveNext()) process.ReadyAt = Now + process.Steps.Current;
        else processes.Remove(process);
    }

    private sealed class Process(IEnumerator<TimeSpan> steps, DateTimeOffset readyAt, Action? onDeath)
    {
        public IEnumerator<TimeSpan> Steps { get; } = steps;

        public DateTimeOffset ReadyAt { get; set; } = readyAt;

        public Action? OnDeath { get; } = onDeath;
    }
}
