using System.Globalization;
using System.Text;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// The service holds 64 KiB in a property, a row 1 MiB. A larger text or byte array is stored in chunks: the first under the property's
/// own name, the next as _1_name, _2_name and so on. The embedded engine has no need of it, but counts and limits as if.
/// </summary>
public static class PropertyChunks
{
    /// <summary>Characters that the name of a chunk has more than the property's.</summary>
    public const int NameOverhead = 4;

    // One less than the 32 Ki that fit, so that a surrogate pair at the edge can stay together.
    private const int TextChunk = 32 * 1024 - 1;
    private const int BinaryChunk = 64 * 1024;

    /// <summary>How many stored properties a value takes, at most.</summary>
    public static int Count(object value) => value switch
    {
        string text when text.Length > TextChunk => (text.Length + TextChunk - 2) / (TextChunk - 1),
        byte[] bytes when bytes.Length > BinaryChunk => (bytes.Length + BinaryChunk - 1) / BinaryChunk,
        _ => 1,
    };

    /// <summary>The properties as they are stored.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Split(IReadOnlyDictionary<string, object> properties)
    {
        foreach (var (name, value) in properties)
        {
            var index = 0;
            foreach (var chunk in Chunks(value))
                yield return new(ChunkName(name, index++), chunk);
        }
    }

    /// <summary>The properties as they were given, from those stored.</summary>
    public static Dictionary<string, object> Join(IEnumerable<KeyValuePair<string, object>> stored)
    {
        var properties = new Dictionary<string, object>(StringComparer.Ordinal);
        SortedDictionary<(string Name, int Index), object>? chunks = null;
        foreach (var (name, value) in stored)
        {
            if (ChunkOf(name) is { } chunk)
                (chunks ??= [])[chunk] = value;
            else
                properties[name] = value;
        }

        foreach (var group in (chunks ?? []).GroupBy(chunk => chunk.Key.Name))
        {
            // Without its first chunk somebody has edited the property away by hand.
            if (properties.TryGetValue(group.Key, out var first))
                properties[group.Key] = Joined(first, group.Select(chunk => chunk.Value));
        }

        return properties;
    }

    private static string ChunkName(string name, int index) => index == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"_{index}_{name}");

    private static (string Name, int Index)? ChunkOf(string stored)
    {
        if (stored[0] != '_')
            return null;
        var end = stored.IndexOf('_', 1);
        return end > 1 && int.TryParse(stored.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? (stored[(end + 1)..], index)
            : null;
    }

    private static IEnumerable<object> Chunks(object value) => value switch
    {
        string text when text.Length > TextChunk => TextChunks(text),
        byte[] bytes when bytes.Length > BinaryChunk => bytes.Chunk(BinaryChunk),
        _ => [value],
    };

    private static IEnumerable<string> TextChunks(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = Math.Min(TextChunk, text.Length - start);
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
                length--;
            yield return text.Substring(start, length);
            start += length;
        }
    }

    private static object Joined(object first, IEnumerable<object> rest) => first switch
    {
        string text => rest.OfType<string>().Aggregate(new StringBuilder(text), (joined, chunk) => joined.Append(chunk)).ToString(),
        byte[] bytes => rest.OfType<byte[]>().Aggregate(bytes.AsEnumerable(), (joined, chunk) => joined.Concat(chunk)).ToArray(),
        _ => first,
    };
}
