using LeadRouter.Adapters.Tables.Sqlite;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// An engine that writes batches in the order in which they were handed in, many of them in one physical transaction: a batch may follow
/// another one of another partition without waiting for it. The service knows no order among partitions.
/// </summary>
internal interface IOrderedTables : ITableEngine
{
    HandedIn HandIn(string table, string partitionKey, IReadOnlyList<RowWrite> writes);

    /// <summary>Written only if all of those before it are; else <see cref="Refusal.NotFollowed"/>.</summary>
    ValueTask<CommitOutcome> CommitAfterAsync(IReadOnlyList<HandedIn> before, string table, string partitionKey, IReadOnlyList<RowWrite> writes);
}

/// <summary>A batch on its way to be written.</summary>
internal sealed record HandedIn(Batch Batch, Task<CommitOutcome> Outcome);
