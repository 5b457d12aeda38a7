using LeadRouter.Domain.Assignment;

namespace LeadRouter.UseCases.Ports;

/// <summary>The ledgers of all pools and the decisions that moved them, always written together.</summary>
public interface IPoolBooks
{
    /// <summary>
    /// Decides on the book as it is and stores the outcome; callers are decided one after the other and written in groups. The
    /// function is pure and may be called again.
    /// </summary>
    /// <param name="isNew">The decision is probably not stored yet, so that looking for it can wait until storage says otherwise.</param>
    /// <param name="decide">Gets the book and the stored decision of this id, if there is one.</param>
    Task<T> PostAsync<T>(DecisionId id, bool isNew, Func<AssignmentBook, Decision?, Posted<T>> decide, CancellationToken ct);

    Task<AssignmentBook> ReadAsync(CancellationToken ct);
}

/// <param name="Decision">To be stored with the book; null when nothing is.</param>
public sealed record Posted<T>(T Answer, AssignmentBook Book, Decision? Decision);
