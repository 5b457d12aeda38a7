using LeadRouter.Adapters.Tables;
using LeadRouter.UseCases.Jobs;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LeadRouter.UseCases.Tests;

/// <summary>Long work: step by step, each step saved, gone on with by whoever comes after a crash.</summary>
public sealed class JobTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly TableJobs jobs = new(SqliteTableEngine.InMemory());
    private readonly Counting counting = new();

    [Fact]
    public async Task A_job_runs_to_its_end_and_says_what_came_of_it()
    {
        await AddAsync();
        await RunAsync();
        var job = (await jobs.FindAsync("one", default))!.Job;
        Assert.Equal((JobState.Done, 3, "counted"), (job.State, job.Seen, job.Outcome));
        Assert.Equal([0, 1, 2], counting.Steps);
    }

    [Fact]
    public async Task A_crash_between_two_steps_costs_at_most_the_step_that_was_not_saved()
    {
        await AddAsync();
        using var crash = new CancellationTokenSource();
        counting.Crash = crash;
        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(crash.Token));
        await FreeAsync();
        counting.Crash = null;
        await RunAsync();
        Assert.Equal([0, 1, 1, 2], counting.Steps);
        Assert.Equal(3, (await jobs.FindAsync("one", default))!.Job.Seen);
    }

    [Fact]
    public async Task A_job_that_another_host_works_on_is_left_to_it()
    {
        await AddAsync();
        var stored = (await jobs.FindAsync("one", default))!;
        await jobs.SaveAsync(stored with { Job = stored.Job with { HeldUntil = TimeProvider.System.GetUtcNow().AddMinutes(1) } }, default);
        await RunAsync();
        Assert.Empty(counting.Steps);
    }

    [Fact]
    public async Task A_step_that_always_fails_ends_the_job_with_the_reason()
    {
        await AddAsync();
        counting.FailAt = 1;
        for (var times = 0; times < 5; times++) await RunAsync();
        var job = (await jobs.FindAsync("one", default))!.Job;
        Assert.Equal((JobState.Failed, "cannot count 1"), (job.State, job.Outcome));
        Assert.Equal(1, job.Seen);
    }

    private Task AddAsync() => jobs.AddAsync(new Job("one", "counting", "test", Start), default);

    private async Task FreeAsync()
    {
        var stored = (await jobs.FindAsync("one", default))!;
        await jobs.SaveAsync(stored with { Job = stored.Job with { HeldUntil = default } }, default);
    }

    private Task RunAsync(CancellationToken ct = default) =>
        new RunJobs(jobs, [counting], new FakeTimeProvider(Start), NullLogger<RunJobs>.Instance).RunAsync(ct);

    /// <summary>Counts to three.</summary>
    private sealed class Counting : IJobKind
    {
        public List<long> Steps { get; } = [];

        /// <summary>The process ends in the middle of the second step.</summary>
        public CancellationTokenSource? Crash { get; set; }

        public int FailAt { get; set; } = -1;

        public string Name => "counting";

        public Task<Job> StepAsync(Job job, CancellationToken ct)
        {
            Steps.Add(job.Seen);
            if (job.Seen == 1) Crash?.Cancel();
            ct.ThrowIfCancellationRequested();
            if (job.Seen == FailAt) throw new InvalidOperationException($"cannot count {job.Seen}");
            var after = job with { Seen = job.Seen + 1 };
            return Task.FromResult(after.Seen == 3 ? after.Ended("counted") : after);
        }
    }
}
