using LeadRouter.UseCases.Jobs;

namespace LeadRouter.UseCases.Ports;

/// <summary>Long work that people started: kept until it is done, so that it can be left and found again.</summary>
public interface IJobStore
{
    /// <summary>Durable when it returns.</summary>
    Task AddAsync(Job job, CancellationToken ct);

    /// <summary>Null when there is no such job.</summary>
    Task<StoredJob?> FindAsync(string id, CancellationToken ct);

    /// <summary>The newest first.</summary>
    Task<IReadOnlyList<StoredJob>> ListAsync(int limit, CancellationToken ct);

    /// <summary>Null when somebody else changed the job meanwhile: nothing was written.</summary>
    Task<StoredJob?> SaveAsync(StoredJob job, CancellationToken ct);
}

/// <param name="Tag">The version of the row.</param>
public sealed record StoredJob(Job Job, string Tag);
