using LeadRouter.UseCases.Intake;

namespace LeadRouter.UseCases.Jobs;

/// <summary>Reads everything in quarantine that matches again, a page a step.</summary>
public sealed class ReplayMany(ReplayQuarantined replay) : IJobKind
{
    public const string Kind = "replay";
    public const string Source = "source";
    public const string Reason = "reason";
    public const string Released = "released";
    public const string Kept = "kept";

    private const int PageSize = 50;

    public string Name => Kind;

    public async Task<Job> StepAsync(Job job, CancellationToken ct)
    {
        var filter = new QuarantineFilter(job.Arguments.GetValueOrDefault(Source), job.Arguments.GetValueOrDefault(Reason));
        var (released, kept, next) = await replay.RunPageAsync(filter, job.Cursor, PageSize, ct).ConfigureAwait(false);
        job = (job with { Seen = job.Seen + released + kept, Cursor = next }).Counted(Released, released).Counted(Kept, kept);
        return next is null ? job.Ended($"{job.Counts[Released]} released, {job.Counts[Kept]} stay in quarantine") : job;
    }
}
