using LeadRouter.Adapters.Tests.Stores;

namespace LeadRouter.Adapters.Tests.Outreach.Scheduled;

/// <summary>
/// A deterministic scheduler for real asynchronous code: one actor runs at a time, up to its next pause, and of those that are ready any
/// may go next. Time is virtual and moves on when nobody is ready. One seed is one history.
/// </summary>
internal sealed class World(int seed) : IDisposable
{
    private const int MostSteps = 20_000;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim quiet = new(0);
    private readonly List<(DateTimeOffset ReadyAt, TaskCompletionSource Go)> parked = [];
    private readonly List<Task> actors = [];

    public Random Chance { get; } = new(seed);

    public DateTimeOffset Now { get; private set; } = Some.Monday9;

    /// <summary>No faults any more, so that every history ends.</summary>
    public bool IsCalm { get; private set; }

    public void Calm() => IsCalm = true;

    public bool Fails(int percent) => !IsCalm && Chance.Next(100) < percent;

    public TimeSpan UpTo(int seconds) => TimeSpan.FromMilliseconds(Chance.Next(seconds * 1_000));

    public void Start(TimeSpan after, Func<Task> actor)
    {
        var start = Park(after);
        lock (gate) actors.Add(LiveAsync());

        async Task LiveAsync()
        {
            await start;
            try
            {
                await actor();
            }
            finally
            {
                quiet.Release();
            }
        }
    }

    /// <summary>Where an actor may be overtaken by the others.</summary>
    public Task PauseAsync(TimeSpan least)
    {
        var go = Park(least);
        quiet.Release();
        return go;
    }

    /// <summary>Runs until nobody has anything left to do.</summary>
    public async Task RunAsync()
    {
        for (var step = 0; parked.Count > 0; step++)
        {
            Assert.True(step < MostSteps, $"I11: seed {seed} does not end");
            IsCalm |= step > MostSteps / 4;
            Next().SetResult();
            await quiet.WaitAsync();
        }
        await Task.WhenAll(actors);
    }

    public void Dispose() => quiet.Dispose();

    private Task Park(TimeSpan least)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate) parked.Add((Now + least, go));
        return go.Task;
    }

    private TaskCompletionSource Next()
    {
        lock (gate)
        {
            if (parked.Min(p => p.ReadyAt) is var first && first > Now) Now = first;
            var ready = parked.Where(p => p.ReadyAt <= Now).ToList();
            var next = ready[Chance.Next(ready.Count)];
            parked.Remove(next);
            return next.Go;
        }
    }
}
