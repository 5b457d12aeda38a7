using System.Buffers;

namespace LeadRouter.Adapters.Tables.Sqlite;

/// <summary>A checked batch, its rows encoded already: that work belongs on the caller's thread, not on the single writer.</summary>
internal sealed class Batch
{
    private readonly int[] ends;
    private byte[] content;

    /// <param name="before">Written first where they have not been; it is written only if all of these are.</param>
    public Batch(string table, string partitionKey, IReadOnlyList<RowWrite> writes, IReadOnlyList<Batch> before)
    {
        (Table, PartitionKey, Writes, Before) = (table, partitionKey, writes, before);
        ends = new int[writes.Count];
        var most = 0;
        for (var i = 0; i < writes.Count; i++)
            most += BatchLimits.PropertiesOf(writes[i]) is { } properties ? RowCodec.MostBytes(properties) : 0;
        content = ArrayPool<byte>.Shared.Rent(most);
        var length = 0;
        for (var i = 0; i < writes.Count; i++)
        {
            if (BatchLimits.PropertiesOf(writes[i]) is { } properties)
                length += RowCodec.Encode(properties, content.AsSpan(length));
            ends[i] = length;
        }
    }

    public string Table { get; }

    public string PartitionKey { get; }

    public IReadOnlyList<RowWrite> Writes { get; }

    public IReadOnlyList<Batch> Before { get; }

    /// <summary>Null until it had its turn. The writer sets it; others may look when a batch that follows it is answered.</summary>
    public CommitOutcome? Outcome { get; set; }

    /// <summary>The row's new content; empty for a delete.</summary>
    public ReadOnlySpan<byte> Data(int index) => content.AsSpan((index == 0 ? 0 : ends[index - 1])..ends[index]);

    /// <summary>The writer is done with its rows, whatever became of them, perhaps for long: it may be followed again.</summary>
    public void Release()
    {
        if (content.Length == 0)
            return;
        var rented = content;
        content = [];
        ArrayPool<byte>.Shared.Return(rented);
    }
}
