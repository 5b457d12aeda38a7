namespace LeadRouter.Domain.Assignment;

/// <summary>Writes what a record settled into the book: credits, the sequence, and the owner's load.</summary>
internal static class Posting
{
    public static AssignmentBook Of(DecisionRecord record, AssignmentBook book, PoolLedger ledger)
    {
        if (record.Verdict is not { Kind: VerdictKind.Assigned, Owner: { } owner }) return book;
        var candidate = record.Owner;
        book = book.With(book.Loads.With(owner, book.Loads[owner].Take(candidate?.Windows)));
        return candidate is null ? book : book.With(ledger.Charged(record.Candidates, owner));
    }
}
