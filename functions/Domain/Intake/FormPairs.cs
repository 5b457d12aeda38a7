using System.Text;

namespace LeadRouter.Domain.Intake;

/// <summary>Names and values as a form sent them, or why they cannot be read.</summary>
internal sealed record FormPairs(IReadOnlyList<KeyValuePair<string, string>> All, string? Problem = null)
{
    /// <summary>Some names come several times; reading on would only cost memory, as a form has <see cref="FormReader.MaxFields"/> names at most.</summary>
    public const int Most = 2 * FormReader.MaxFields;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static FormPairs Broken(string problem) => new([], problem);

    public static bool TryDecode(ReadOnlySpan<byte> bytes, out string text)
    {
        try
        {
            text = StrictUtf8.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }
}

/// <summary><c>name=value&amp;name=value</c>, as the URL standard reads it.</summary>
internal static class UrlEncoded
{
    public static FormPairs Read(ReadOnlySpan<byte> body)
    {
        if (!FormPairs.TryDecode(body, out var text)) return FormPairs.Broken("The body is not UTF-8");
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var part in text.AsSpan().Split('&'))
        {
            if (text[part] is not { Length: > 0 } pair) continue;
            if (pairs.Count >= FormPairs.Most) return FormPairs.Broken($"More than {FormPairs.Most} parts");
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Unescape(equals < 0 ? pair : pair[..equals]);
            if (name.Length > 0) pairs.Add(KeyValuePair.Create(name, equals < 0 ? "" : Unescape(pair[(equals + 1)..])));
        }
        return new FormPairs(pairs);
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

/// <summary>multipart/form-data (RFC 7578): the text fields; of a file its name.</summary>
internal static class Multipart
{
    public static FormPairs Read(string contentType, ReadOnlySpan<byte> body)
    {
        if (Parameter(contentType, "boundary") is not { Length: > 0 and <= 200 } boundary) return FormPairs.Broken("The Content-Type names no boundary");
        var delimiter = Encoding.UTF8.GetBytes($"--{boundary}");
        var pairs = new List<KeyValuePair<string, string>>();
        var at = body.IndexOf(delimiter);
        if (at < 0) return FormPairs.Broken("The body does not hold the boundary that the Content-Type names");
        var rest = body[(at + delimiter.Length)..];
        byte[] next = [.. "\r\n"u8, .. delimiter];
        while (!rest.StartsWith("--"u8))
        {
            if (pairs.Count >= FormPairs.Most) return FormPairs.Broken($"More than {FormPairs.Most} parts");
            var end = rest.IndexOf(next);
            if (end < 0) return FormPairs.Broken("The last part does not end");
            if (Part(rest[..end], pairs) is { } problem) return FormPairs.Broken(problem);
            rest = rest[(end + next.Length)..];
        }
        return new FormPairs(pairs);
    }

    private static string? Part(ReadOnlySpan<byte> part, List<KeyValuePair<string, string>> pairs)
    {
        var split = part.IndexOf("\r\n\r\n"u8);
        if (split < 0) return "A part has no end of its headers";
        if (!FormPairs.TryDecode(part[..split], out var headers)) return "The headers of a part are not UTF-8";
        var disposition = headers.Split("\r\n").FirstOrDefault(h => h.StartsWith("Content-Disposition:", StringComparison.OrdinalIgnoreCase));
        if (disposition is null || Parameter(disposition, "name") is not { Length: > 0 } name) return null;
        if (Parameter(disposition, "filename") is { } file)
        {
            if (file.Length > 0) pairs.Add(KeyValuePair.Create(name, file));
            return null;
        }
        if (!FormPairs.TryDecode(part[(split + 4)..], out var value)) return "A field is not UTF-8";
        pairs.Add(KeyValuePair.Create(name, value));
        return null;
    }

    /// <summary>A parameter of a header, quoted or not; browsers escape quotes in names as %22.</summary>
    private static string? Parameter(string header, string name)
    {
        for (var at = header.IndexOf(';', StringComparison.Ordinal); at >= 0 && at < header.Length;)
        {
            var start = at + 1;
            while (start < header.Length && header[start] == ' ') start++;
            var equals = header.IndexOf('=', start);
            if (equals < 0) return null;
            var isQuoted = equals + 1 < header.Length && header[equals + 1] == '"';
            var end = isQuoted ? header.IndexOf('"', equals + 2) : header.IndexOf(';', equals);
            if (isQuoted && end < 0) return null;
            if (header.AsSpan(start, equals - start).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                return isQuoted ? header[(equals + 2)..end].Replace("%22", "\"", StringComparison.Ordinal) : header[(equals + 1)..(end < 0 ? header.Length : end)].Trim();
            at = isQuoted ? header.IndexOf(';', end) : end;
        }
        return null;
    }
}

/// <summary>PHP's names: <c>fields[email][value]</c> is a way into a tree, <c>topics[]</c> one more element.</summary>
internal static class Brackets
{
    public static FormValue.Group Expand(IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        var root = new Node();
        foreach (var (name, value) in pairs) root.At(Ways(name)).Texts.Add(value);
        return root.Group();
    }

    /// <summary>A name whose brackets do not match, or that goes too deep, is a name like any other.</summary>
    private static List<string> Ways(string name)
    {
        var ways = new List<string>();
        var open = name.IndexOf('[', StringComparison.Ordinal);
        if (open <= 0) return [name];
        ways.Add(name[..open]);
        while (open < name.Length)
        {
            var close = name[open] == '[' ? name.IndexOf(']', open) : -1;
            if (close < 0 || ways.Count >= FormReader.MaxDepth) return [name];
            if (close > open + 1) ways.Add(name[(open + 1)..close]);
            else if (close + 1 < name.Length) return [name];
            open = close + 1;
        }
        return ways;
    }

    private sealed class Node
    {
        private readonly List<string> order = [];
        private readonly Dictionary<string, Node> children = new(StringComparer.Ordinal);

        public List<string> Texts { get; } = [];

        public Node At(List<string> ways)
        {
            var node = this;
            foreach (var way in ways)
            {
                if (!node.children.TryGetValue(way, out var child))
                {
                    node.order.Add(way);
                    node.children.Add(way, child = new Node());
                }
                node = child;
            }
            return node;
        }

        public FormValue.Group Group() => new([.. order.Select(name => KeyValuePair.Create(name, children[name].Value()))]);

        private FormValue Value()
        {
            var texts = Texts.Select(FormValue (t) => new FormValue.Text(t)).ToList();
            if (order.Count > 0) texts.Add(Group());
            return texts is [var one] ? one : new FormValue.Items(texts);
        }
    }
}
