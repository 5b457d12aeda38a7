using System.Globalization;
using LeadRouter.UseCases.Jobs;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>Table <c>Jobs</c>, one partition, a row a job, the newest first; jobs that ended a month ago go when another begins.</summary>
public sealed class TableJobs(ITableEngine tables) : IJobStore
{
    public const string Table = "Jobs";

    private const string Partition = "default";
    private const int MostRemoved = 50;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async Task AddAsync(Job job, CancellationToken ct)
    {
        var old = (await ListAsync(1000, ct).ConfigureAwait(false)).Where(j => j.Job.State != JobState.Running && j.Job.StartedAt < job.StartedAt - Kept);
        RowWrite[] writes = [new RowWrite.Upsert(KeyOf(job), Row(job)), .. old.Take(MostRemoved).Select(j => new RowWrite.Delete(KeyOf(j.Job), j.Tag))];
        // Losing the race for an old row must not lose the new one.
        if (await tables.CommitAsync(Table, Partition, writes, ct).ConfigureAwait(false) is CommitOutcome.Refused)
            await tables.CommitAsync(Table, Partition, writes[..1], ct).ConfigureAwait(false);
    }

    public async Task<StoredJob?> FindAsync(string id, CancellationToken ct) =>
        (await ListAsync(1000, ct).ConfigureAwait(false)).FirstOrDefault(j => j.Job.Id == id);

    public async Task<IReadOnlyList<StoredJob>> ListAsync(int limit, CancellationToken ct)
    {
        var found = new List<StoredJob>();
        string? continuation = null;
        do
        {
            var page = await tables.QueryAsync(new TableRange(Table, Partition, RowKeyRange.All, limit), continuation, ct).ConfigureAwait(false);
            found.AddRange(page.Rows.Select(r => new StoredJob(StoreJson.Read<Job>(r.Text("Data")!), r.ETag)));
            continuation = page.Continuation;
        }
        while (continuation is not null && found.Count < limit);
        return found;
    }

    public async Task<StoredJob?> SaveAsync(StoredJob job, CancellationToken ct)
    {
        var write = new RowWrite.Replace(KeyOf(job.Job), Row(job.Job), job.Tag);
        return await tables.CommitAsync(Table, Partition, [write], ct).ConfigureAwait(false) is CommitOutcome.Committed committed
            ? job with { Tag = committed.ETags[0]! }
            : null;
    }

    private static Dictionary<string, object> Row(Job job) => new() { ["Data"] = StoreJson.Write(job) };

    private static string KeyOf(Job job) => string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.Ticks - job.StartedAt.UtcTicks:D19}-{job.Id}");
}
