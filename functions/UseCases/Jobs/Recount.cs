using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Jobs;

/// <summary>Counts every record there is and compares the sum with the books, which count with each change.</summary>
public sealed class Recount(ILeadStore leads, ILeadIndex index) : IJobKind
{
    public const string Kind = "recount";

    /// <summary>The count that the books gave at the start.</summary>
    public const string Books = "received";

    public string Name => Kind;

    public async Task<Job> StepAsync(Job job, CancellationToken ct)
    {
        // What comes in while we count is in the books at the end and perhaps not in the walk: so the books are read first, too.
        if (job.Cursor is null) job = job with { Counts = job.Counts.Clear().Add(Books, (await index.CountAsync(ct).ConfigureAwait(false)).Received) };
        var walk = await leads.WalkAsync(job.Cursor, ct).ConfigureAwait(false);
        foreach (var bucket in walk.Leads.CountBy(r => r.Life.Status.Bucket())) job = job.Counted($"{bucket.Key}", bucket.Value);
        job = job with { Seen = job.Seen + walk.Leads.Count, Cursor = walk.Next };
        return walk.Next is null ? Ended(job, await index.CountAsync(ct).ConfigureAwait(false)) : job;
    }

    private static Job Ended(Job job, LeadCounts after)
    {
        var before = job.Counts[Books];
        var agrees = job.Seen >= before && job.Seen <= after.Received && after.Balanced;
        return job.Ended(agrees
            ? $"{job.Seen} records; the books agree"
            : $"{job.Seen} records, where the books say {before} to {after.Received}");
    }
}
