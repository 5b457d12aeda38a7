using System.Collections.Immutable;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Logging;

namespace LeadRouter.UseCases.Jobs;

/// <summary>Starts a job: from then on a host works on it, and after a crash another.</summary>
public sealed class StartJob(IJobStore jobs, JobBell bell, TimeProvider clock)
{
    public async Task<Job> RunAsync(string id, string kind, IEnumerable<KeyValuePair<string, string>> arguments, string by, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var job = new Job(id, kind, by, now) { Arguments = arguments.ToImmutableSortedDictionary(), UpdatedAt = now };
        await jobs.AddAsync(job, ct).ConfigureAwait(false);
        bell.Ring();
        return job;
    }
}

/// <summary>Tells the host's own worker that there is work, so that a job begins at once.</summary>
public sealed class JobBell : IDisposable
{
    private readonly SemaphoreSlim rung = new(0, 1);

    public void Ring()
    {
        lock (rung)
            if (rung.CurrentCount == 0) rung.Release();
    }

    /// <summary>Waits for a ring, at most this long.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken ct) => rung.WaitAsync(longest, ct);

    public void Dispose() => rung.Dispose();
}

/// <summary>Works on every job that no other host holds, step by step, until none is left. Each step is saved before the next begins.</summary>
public sealed partial class RunJobs(IJobStore jobs, IEnumerable<IJobKind> kinds, TimeProvider clock, ILogger<RunJobs> log)
{
    private const int Looked = 100;
    private const int MaxFaults = 5;

    // Longer than any step: a host that is silent for longer is dead or as good as.
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, IJobKind> byName = kinds.ToDictionary(k => k.Name);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var job in await jobs.ListAsync(Looked, ct).ConfigureAwait(false))
            if (IsFree(job.Job)) await WorkAsync(job, ct).ConfigureAwait(false);
    }

    private async Task WorkAsync(StoredJob stored, CancellationToken ct)
    {
        StoredJob? held = await HoldAsync(stored, ct).ConfigureAwait(false);
        while (held is { Job.State: JobState.Running })
        {
            var after = await StepAsync(held.Job, ct).ConfigureAwait(false);
            held = await jobs.SaveAsync(held with { Job = after with { UpdatedAt = clock.GetUtcNow(), HeldUntil = Until(after) } }, ct).ConfigureAwait(false);
            // A failed step is tried again later, by whoever comes next.
            if (after.Faults > 0) return;
        }
    }

    private Task<StoredJob?> HoldAsync(StoredJob stored, CancellationToken ct) =>
        jobs.SaveAsync(stored with { Job = stored.Job with { HeldUntil = TimeProvider.System.GetUtcNow() + Hold } }, ct);

    private static DateTimeOffset Until(Job job) => job.State == JobState.Running && job.Faults == 0 ? TimeProvider.System.GetUtcNow() + Hold : default;

    private async Task<Job> StepAsync(Job job, CancellationToken ct)
    {
        try
        {
            return await byName[job.Kind].StepAsync(job, ct).ConfigureAwait(false) with { Faults = 0 };
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever goes wrong in a job is kept with it, for the one who started it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFault(fault, job.Id, job.Kind);
            return job.Faults + 1 < MaxFaults ? job with { Faults = job.Faults + 1 } : job.Ended(fault.Message, JobState.Failed);
        }
    }

    private static bool IsFree(Job job) => job.State == JobState.Running && job.HeldUntil <= TimeProvider.System.GetUtcNow();

    [LoggerMessage(Level = LogLevel.Warning, Message = "A step of job {Job} ({Kind}) failed")]
    private partial void LogFault(Exception exception, string job, string kind);
}
