using LeadRouter.Adapters.Tables.Sqlite;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// An engine that writes many batches in one physical transaction, one after the other: a batch may follow others of other partitions
/// without waiting for them. The service knows no order among partitions.
/// </summary>
internal interface IOrderedTables : ITableEngine
{
    /// <summary>Made ready; it is written when the first one that follows it has its turn.</summary>
    Batch Prepare(string table, string partitionKey, IReadOnlyList<RowWrite> writes);

    /// <summary>Writes a prepared batch by itself, because nothing follows it after all.</summary>
    ValueTask<CommitOutcome> CommitAsync(Batch prepared);

    /// <summary>
    /// Writes those before it that had not their turn yet, then the batch, if all of those were written, now or earlier; else it is
    /// refused as <see cref="Refusal.NotFollowed"/>, and each of them tells what became of it.
    /// </summary>
    ValueTask<CommitOutcome> CommitAfterAsync(IReadOnlyList<Batch> before, string table, string partitionKey, IReadOnlyList<RowWrite> writes);
}
