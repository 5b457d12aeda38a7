namespace LeadRouter.Adapters.Tables;

/// <summary>
/// The service's limits on a batch, kept on every backend, so that what works on a laptop works in the cloud. Sizes are counted as the
/// service counts them: a row with its text as UTF-16, a batch as the JSON that travels.
/// </summary>
public static class BatchLimits
{
    public const int Rows = 100;
    public const int RowBytes = 1024 * 1024;
    public const int BatchBytes = 4 * 1024 * 1024;

    /// <summary>The service's 252 less <see cref="WriteHistory"/>; a large value counts once for each of its chunks.</summary>
    public const int Properties = 251;

    /// <summary>The service's dates start here.</summary>
    public static readonly DateTimeOffset EarliestDate = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // A part of a multipart request: boundary, headers, URL, and the JSON around the values.
    private const int PartBytes = 1024;

    // A key travels percent-encoded in the URL and escaped in the JSON.
    private const int KeyCharBytes = 15;

    // JSON of the SDK escapes all but plain ASCII, as \u0416.
    private const int EscapedCharBytes = 6;
    private const string PlainPunctuation = " .,:;-_@/=()";

    public static void Check(string table, string partitionKey, IReadOnlyList<RowWrite> writes)
    {
        TableNames.CheckTable(table);
        TableNames.CheckKey(partitionKey);
        if (writes.Count is 0 or > Rows)
            throw new ArgumentException($"A batch has 1 to {Rows} writes, not {writes.Count}.", nameof(writes));
        CheckDistinct(writes);

        long most = 0;
        foreach (var write in writes)
        {
            TableNames.CheckKey(write.RowKey);
            CheckETag(write);
            most += PartBytes + KeyCharBytes * (partitionKey.Length + write.RowKey.Length);
            if (PropertiesOf(write) is { } properties)
                most += CheckRow(partitionKey, write.RowKey, properties);
        }

        // Only a batch that could be too large is worth counting exactly.
        if (most > BatchBytes && Travelling(partitionKey, writes) > BatchBytes)
            throw new ArgumentException($"A batch is at most {BatchBytes} bytes as JSON.", nameof(writes));
    }

    internal static IReadOnlyDictionary<string, object>? PropertiesOf(RowWrite write) => write switch
    {
        RowWrite.Insert insert => insert.Properties,
        RowWrite.Replace replace => replace.Properties,
        RowWrite.Upsert upsert => upsert.Properties,
        _ => null,
    };

    private static void CheckDistinct(IReadOnlyList<RowWrite> writes)
    {
        if (writes.Count == 1)
            return;
        var keys = new HashSet<string>(writes.Count, StringComparer.Ordinal);
        foreach (var write in writes)
        {
            if (!keys.Add(write.RowKey))
                throw new ArgumentException($"The batch writes the row '{write.RowKey}' twice.", nameof(writes));
        }
    }

    // "*" would mean "whatever is there" to the service; a replace of that kind is an Upsert, a delete has null.
    private static void CheckETag(RowWrite write)
    {
        var needed = write is RowWrite.Replace or RowWrite.Delete { ETag: not null };
        if (needed && ETagOf(write) is null or "" or "*")
            throw new ArgumentException($"The write of '{write.RowKey}' needs the ETag of the row that was read.", nameof(write));
    }

    private static string? ETagOf(RowWrite write) => write is RowWrite.Replace replace ? replace.ETag : (write as RowWrite.Delete)?.ETag;

    /// <summary>Checks one row; the answer is the most bytes that it can take as JSON.</summary>
    private static long CheckRow(string partitionKey, string rowKey, IReadOnlyDictionary<string, object> properties)
    {
        long size = 4 + 2 * (partitionKey.Length + rowKey.Length) + WriteHistory.RowBytes;
        long most = 0;
        var count = 0;
        foreach (var (name, value) in properties)
        {
            TableNames.CheckProperty(name);
            if (name == WriteHistory.Property)
                continue;
            var chunks = PropertyChunks.Count(value);
            if (chunks > 1 && name.Length + PropertyChunks.NameOverhead > TableNames.LongestProperty)
                throw new ArgumentException($"The name of the large property '{name}' is too long for its chunks.", nameof(properties));
            var bytes = ValueBytes(name, value);
            count += chunks;
            size += chunks * (8L + 2 * (name.Length + (chunks > 1 ? PropertyChunks.NameOverhead : 0))) + bytes;
            most += chunks * (EscapedCharBytes * name.Length + 64L) + bytes / 2 * EscapedCharBytes + 64;
        }

        if (count > Properties)
            throw new ArgumentException($"The row '{rowKey}' has {count} properties, at most {Properties} are possible.", nameof(properties));
        if (size > RowBytes)
            throw new ArgumentException($"The row '{rowKey}' is {size} bytes, at most {RowBytes} are possible.", nameof(properties));
        return most;
    }

    private static long ValueBytes(string name, object value) => value switch
    {
        string text => 4L + 2L * text.Length,
        byte[] bytes => 4L + bytes.Length,
        DateTimeOffset date when date < EarliestDate => throw new ArgumentException($"The date in '{name}' is before 1601.", nameof(value)),
        double.NaN or double.PositiveInfinity or double.NegativeInfinity =>
            throw new ArgumentException($"The number in '{name}' is none that JSON knows.", nameof(value)),
        bool => 1,
        int => 4,
        long or double or DateTimeOffset => 8,
        null => throw new ArgumentException($"The property '{name}' is null: leave it out.", nameof(value)),
        _ => throw new ArgumentException($"The property '{name}' is a {value.GetType().Name}, which a table cannot hold.", nameof(value)),
    };

    private static long Travelling(string partitionKey, IReadOnlyList<RowWrite> writes)
    {
        long bytes = 0;
        foreach (var write in writes)
        {
            bytes += PartBytes + KeyCharBytes * (partitionKey.Length + write.RowKey.Length);
            foreach (var (name, value) in PropertiesOf(write) ?? new Dictionary<string, object>())
                bytes += PropertyChunks.Count(value) * (EscapedCharBytes * name.Length + 64L) + JsonBytes(value);
        }

        return bytes;
    }

    private static long JsonBytes(object value) => value switch
    {
        string text => EscapedLength(text),
        byte[] bytes => (bytes.Length + 2) / 3 * 4,
        _ => 0,
    };

    private static long EscapedLength(string text)
    {
        long bytes = 0;
        foreach (var c in text)
            bytes += char.IsAsciiLetterOrDigit(c) || PlainPunctuation.Contains(c) ? 1 : EscapedCharBytes;
        return bytes;
    }
}
