namespace LeadRouter.Domain.Assignment;

/// <summary>Writes what a record settled into the book: credits, the sequence, and the owner's load.</summary>
internal static class Posting
{
    public static AssignmentBook Of(DecisionRecord record, AssignmentBook book, PoolLedger ledger)
    {
        if (record.Verdict is not { Kind: VerdictKind.Assigned, Owner: { } owner })
            return ReferenceEquals(ledger, book.Ledger(ledger.Pool)) ? book : book.With(ledger);
        var loads = book.Loads.With(owner, book.Loads[owner].Take(record.Owner?.Windows));
        if (record.Owner is null) return book.With(ledger).With(loads);
        return book.With(Post(record, ledger)).With(loads);
    }

    /// <summary>The candidates are the ledger's reps, in its order.</summary>
    private static PoolLedger Post(DecisionRecord record, PoolLedger ledger)
    {
        var credits = ledger.Copy();
        for (var i = 0; i < credits.Length; i++)
        {
            var candidate = record.Candidates[i];
            credits[i] = credits[i] with { Credit = candidate.After, Owed = candidate.OwedAfter };
        }
        var owner = ledger.IndexOf(record.Owner!.Rep);
        credits[owner] = credits[owner] with { LastSequence = ledger.Sequence + 1 };
        return ledger.With(credits, ledger.Sequence + 1);
    }
}
