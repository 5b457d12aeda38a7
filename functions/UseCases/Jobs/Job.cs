using System.Collections.Immutable;

namespace LeadRouter.UseCases.Jobs;

public enum JobState
{
    Running,
    Done,

    /// <summary>Given up after repeated faults; what was done stays done.</summary>
    Failed,
}

/// <summary>Long work in small steps, each safe to repeat.</summary>
/// <param name="Kind">Names the <see cref="IJobKind"/> that does it.</param>
public sealed record Job(string Id, string Kind, string By, DateTimeOffset StartedAt)
{
    public ImmutableSortedDictionary<string, string> Arguments { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public JobState State { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Things looked at so far.</summary>
    public long Seen { get; init; }

    /// <summary>What came of them, by a name of the kind's own.</summary>
    public ImmutableSortedDictionary<string, long> Counts { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Where the next step begins; null at the start.</summary>
    public string? Cursor { get; init; }

    /// <summary>The last line of a job that is over.</summary>
    public string? Outcome { get; init; }

    /// <summary>Steps that failed one after the other.</summary>
    public int Faults { get; init; }

    /// <summary>A host works on it until then, by real time; later another may go on.</summary>
    public DateTimeOffset HeldUntil { get; init; }

    public Job Counted(string name, long more) => this with { Counts = Counts.SetItem(name, Counts.GetValueOrDefault(name) + more) };

    public Job Ended(string outcome, JobState state = JobState.Done) => this with { State = state, Outcome = outcome, Cursor = null };
}

/// <summary>One kind of long work.</summary>
public interface IJobKind
{
    string Name { get; }

    /// <summary>Does a piece of a few seconds at most and answers the job after it. A piece may be done again after a crash.</summary>
    Task<Job> StepAsync(Job job, CancellationToken ct);
}
