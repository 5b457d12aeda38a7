using LeadRouter.Domain.Assignment;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// Table <c>PoolLedgers</c>, one partition: row <c>book</c> with the ledgers of all pools, and <c>decision-{id}</c> for each decision.
/// Kept apart from the table <c>Pools</c>, which people edit.
/// </summary>
public sealed class TablePoolBooks : IPoolBooks
{
    public const string Table = "PoolLedgers";

    private const string Partition = "default";
    private const string Book = "book";
    private const string Decision = "decision-";

    private readonly ITableEngine tables;
    private readonly PartitionQueue queue;
    private (string? ETag, AssignmentBook Book)? hot;

    public TablePoolBooks(ITableEngine tables)
    {
        this.tables = tables;
        queue = new PartitionQueue(Open, Remember);
    }

    public Task<T> PostAsync<T>(DecisionId id, bool isNew, Func<AssignmentBook, Decision?, Posted<T>> decide, CancellationToken ct) => queue.RunAsync(async (batch, ct) =>
    {
        var page = await PageAsync(batch, ct).ConfigureAwait(false);
        var posted = decide(page.Book, await PriorAsync(batch, page, id, isNew, ct).ConfigureAwait(false));
        page.Book = posted.Book;
        if (posted.Decision is { } decision) page.Write(batch, decision);
        return posted.Answer;
    });

    public async Task<AssignmentBook> ReadAsync(CancellationToken ct) =>
        BookIn((await tables.GetAsync(Table, Partition, Book, ct).ConfigureAwait(false))?.Properties);

    private PartitionBatch Open(bool fresh)
    {
        var batch = new PartitionBatch(tables, Table, Partition, fresh);
        if (!fresh && hot is { } known)
        {
            batch.Assume(Book, known.ETag, null);
            batch.Shared = new Page(known.Book);
        }
        batch.BeforeCommit = b => (b.Shared as Page)?.WriteBook(b);
        return batch;
    }

    private void Remember(PartitionBatch batch)
    {
        if (batch.Shared is Page page && batch.ETagOf(Book) is { } etag) hot = (etag, page.Book);
    }

    private static async Task<Page> PageAsync(PartitionBatch batch, CancellationToken ct)
    {
        if (batch.Shared is Page page) return page;
        batch.Shared = page = new Page(BookIn(await batch.GetAsync(Book, ct).ConfigureAwait(false)));
        return page;
    }

    // A new decision is only looked for when the insert was refused.
    private static async Task<Decision?> PriorAsync(PartitionBatch batch, Page page, DecisionId id, bool isNew, CancellationToken ct)
    {
        if (page.Decided.TryGetValue(id, out var decided)) return decided;
        if (isNew && !batch.IsRetry) return null;
        return await batch.GetAsync(Decision + id, ct).ConfigureAwait(false) is { } row ? DecisionJson.Read((byte[])row["Data"]) : null;
    }

    private static AssignmentBook BookIn(IReadOnlyDictionary<string, object>? row) => row is null ? AssignmentBook.Empty : BookJson.Read((byte[])row["Data"]);

    /// <summary>The book as the group has it, and the decisions it made.</summary>
    private sealed class Page(AssignmentBook book)
    {
        private readonly AssignmentBook opened = book;

        public AssignmentBook Book { get; set; } = book;

        public Dictionary<DecisionId, Decision> Decided { get; } = [];

        public void Write(PartitionBatch batch, Decision decision)
        {
            Decided[decision.Id] = decision;
            batch.Set(Decision + decision.Id, new Dictionary<string, object> { ["Data"] = DecisionJson.Write(decision) });
        }

        public void WriteBook(PartitionBatch batch)
        {
            if (!ReferenceEquals(Book, opened)) batch.Set(TablePoolBooks.Book, new Dictionary<string, object> { ["Data"] = BookJson.Write(Book) });
        }
    }
}
