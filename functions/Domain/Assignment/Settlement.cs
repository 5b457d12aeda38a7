using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <param name="Book">The book to store with <paramref name="Decision"/>; the same instance when nothing changed.</param>
public sealed record Settled(AssignmentBook Book, Decision Decision);

/// <summary>Ends what a decision began: frees the owner's place, and gives the credit back if the reason says so.</summary>
public static class Settlement
{
    /// <summary>Safe to run twice, and before the decision itself: a decision not yet made becomes void.</summary>
    /// <param name="decision">The stored decision; null when there is none.</param>
    /// <param name="refund">What the row of <c>Reasons</c> says; null takes the reason's own answer.</param>
    public static Settled Settle(
        AssignmentBook book, PoolId pool, DecisionId id, Decision? decision, OwnerLeft why, DateTimeOffset now, bool? refund = null)
    {
        if (decision is null) return new Settled(book, new Decision(id, pool, DecisionStatus.Void) { Settled = why, SettledAt = now });
        return decision.Status switch
        {
            DecisionStatus.Charged when refund ?? why.Refunds() => Refund(book, decision, why, now),
            DecisionStatus.Charged when !decision.Released => Release(book, decision, why, now),
            DecisionStatus.Open or DecisionStatus.Offered =>
                new Settled(book, decision with { Status = DecisionStatus.Void, Settled = why, SettledAt = now }),
            _ => new Settled(book, decision),
        };
    }

    private static Settled Release(AssignmentBook book, Decision decision, OwnerLeft why, DateTimeOffset now) =>
        new(Free(book, decision), decision with { Released = true, Settled = why, SettledAt = now });

    private static Settled Refund(AssignmentBook book, Decision decision, OwnerLeft why, DateTimeOffset now)
    {
        book = Free(book, decision);
        if (decision.Record is { Owner: { } owner } record)
        {
            book = book.With(book.Loads.With(owner.Rep, book.Loads[owner.Rep].TakeBack(owner.Windows)));
            book = book.With(Refunds.TakeBack(book.Ledger(decision.Pool), record));
        }
        var refunded = decision with { Status = DecisionStatus.Refunded, Released = true, Settled = why, SettledAt = now };
        return new Settled(book, refunded);
    }

    private static AssignmentBook Free(AssignmentBook book, Decision decision) =>
        decision.Released || decision.Owner is not { } owner ? book : book.With(book.Loads.With(owner, book.Loads[owner].Release()));
}
