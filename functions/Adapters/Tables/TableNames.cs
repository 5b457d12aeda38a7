using System.Buffers;

namespace LeadRouter.Adapters.Tables;

/// <summary>What a table, a key and a property may be called: the rules of the Azure service, and a few of our own.</summary>
public static class TableNames
{
    public const int LongestKey = 512;
    public const int LongestProperty = 255;

    private static readonly SearchValues<char> BadInKeys = SearchValues.Create(
    [
        '/', '\\', '#', '?',
        .. Enumerable.Range(0x00, 0x20).Select(c => (char)c),
        .. Enumerable.Range(0x7f, 0x21).Select(c => (char)c),
        // Not the service's rule: the service orders keys by UTF-16 code unit and SQLite by UTF-8 byte, which differ only where there
        // are surrogates.
        .. Enumerable.Range(0xd800, 0x800).Select(c => (char)c),
    ]);

    /// <summary>
    /// Whether a text can be a PartitionKey or RowKey: 1 to 512 characters, no / \ # ?, no control character, no surrogate (emoji).
    /// </summary>
    public static bool IsKey(string key) => key.Length is > 0 and <= LongestKey && !key.AsSpan().ContainsAny(BadInKeys);

    public static void CheckKey(string key)
    {
        if (!IsKey(key))
            throw new ArgumentException($"'{key}' is no key: 1 to {LongestKey} characters without / \\ # ?, control characters, emoji.", nameof(key));
    }

    private static void CheckRange(RowKeyRange range)
    {
        CheckBound(range.From);
        CheckBound(range.To);
    }

    public static void CheckQuery(TableRange range)
    {
        CheckTable(range.Table);
        CheckKey(range.PartitionKey);
        CheckRange(range.RowKeys);
        if (range.PageSize is < 1 or > 1000)
            throw new ArgumentException($"A page has 1 to 1,000 rows, not {range.PageSize}.", nameof(range));
    }

    public static void CheckScan(TableScan scan)
    {
        CheckTable(scan.Table);
        CheckRange(scan.RowKeys);
        foreach (var column in scan.Columns ?? []) CheckProperty(column);
    }

    public static void CheckTable(string table)
    {
        if (table.Length is < 3 or > 63 || !char.IsAsciiLetter(table[0]) || !table.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException($"'{table}' cannot be a table: 3 to 63 ASCII letters and digits, a letter first.", nameof(table));
    }

    /// <summary>An identifier. Names that start with an underscore are the engines' own; Timestamp and the keys are the service's.</summary>
    public static void CheckProperty(string name)
    {
        if (name.Length is 0 or > LongestProperty || !IsIdentifier(name) || (name[0] == '_' && name != WriteHistory.Property))
            throw new ArgumentException($"'{name}' is no property: 1 to {LongestProperty} letters, digits, underscores, a letter first.", nameof(name));
        if (name is "PartitionKey" or "RowKey" or "Timestamp" or "ETag")
            throw new ArgumentException($"'{name}' is a name of the table service.", nameof(name));
    }

    private static void CheckBound(string? bound)
    {
        if (bound is not null && (bound.Length > LongestKey + 1 || bound.AsSpan().ContainsAnyInRange('\ud800', '\udfff')))
            throw new ArgumentException($"'{bound}' cannot bound a range of keys.", nameof(bound));
    }

    private static bool IsIdentifier(string name)
    {
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c != '_')
                return false;
        }

        return !char.IsDigit(name[0]);
    }
}
