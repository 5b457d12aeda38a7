namespace LeadRouter.Domain.Assignment;

/// <summary>Writes what a record settled into the book: credits, the sequence, and the owner's load.</summary>
internal static class Posting
{
    public static AssignmentBook Of(DecisionRecord record, AssignmentBook book, PoolLedger ledger)
    {
        if (record.Verdict is not { Kind: VerdictKind.Assigned, Owner: { } owner }) return book;
        book = book.With(book.Loads.With(owner, book.Loads[owner].Take(record.Owner?.Windows)));
        return record.Owner is null ? book : book.With(ledger.Charged(record.Candidates, owner));
    }
}
