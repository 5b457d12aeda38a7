using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LeadRouter.Adapters.Tables;

/// <summary>A cursor that no page of ours gave.</summary>
public sealed class BadCursorException : FormatException
{
    public BadCursorException() { }

    public BadCursorException(string message) : base(message) { }

    public BadCursorException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>Where a list goes on: the key of the next line, URL-safe.</summary>
internal static class ListCursor
{
    public static string Write(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    public static string Read(string cursor)
    {
        try
        {
            var key = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
            return key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? key : throw new BadCursorException($"'{cursor}' is not a cursor of this list");
        }
        catch (FormatException broken) when (broken is not BadCursorException)
        {
            throw new BadCursorException($"'{cursor}' is not a cursor of this list", broken);
        }
    }
}

/// <summary>Where the feed goes on: the last number read of each shard, joined by dots.</summary>
internal static class FeedCursor
{
    public static string Write(long[] position) => string.Join('.', position);

    public static long[] Read(string? cursor, int shards)
    {
        if (string.IsNullOrEmpty(cursor)) return new long[shards];
        var parts = cursor.Split('.');
        var position = new long[shards];
        if (parts.Length != shards) throw new BadCursorException($"'{cursor}' is not a cursor of the feed");
        for (var i = 0; i < shards; i++)
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out position[i])) throw new BadCursorException($"'{cursor}' is not a cursor of the feed");
        return position;
    }
}
