namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>A checked batch, its rows encoded already: that work belongs on the caller's thread, not on the single writer.</summary>
internal sealed class Batch
{
    private readonly byte[]?[] encoded;

    /// <param name="before">It is written only if all of these are.</param>
    public Batch(string table, string partitionKey, IReadOnlyList<RowWrite> writes, IReadOnlyList<HandedIn> before)
    {
        (Table, PartitionKey, Writes, Before) = (table, partitionKey, writes, before);
        encoded = new byte[]?[writes.Count];
        for (var i = 0; i < writes.Count; i++)
            encoded[i] = BatchLimits.PropertiesOf(writes[i]) is { } properties ? RowCodec.Encode(properties) : null;
    }

    public string Table { get; }

    public string PartitionKey { get; }

    public IReadOnlyList<RowWrite> Writes { get; }

    public IReadOnlyList<HandedIn> Before { get; }

    /// <summary>Known to the writer alone, and to it as soon as the batch was its turn.</summary>
    public bool IsWritten { get; set; }

    /// <summary>The row's new content, or null for a delete.</summary>
    public byte[]? Data(int index) => encoded[index];
}
