using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace LeadRouter.Domain.Intake;

/// <summary>The fields of a submission in the order of the form; a repeated name has several values.</summary>
public sealed record FormFields(IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> All)
{
    /// <summary>The first value of this name; null when there is none.</summary>
    public string? this[string name] => All.FirstOrDefault(f => f.Key == name).Value?[0];
}

/// <summary>What became of reading a body.</summary>
public abstract record FormReading
{
    public sealed record Read(FormFields Fields) : FormReading;

    /// <summary>The body is broken; it is kept for a person to look at.</summary>
    public sealed record Unreadable(string Problem) : FormReading;

    /// <summary>No form of this media type is known.</summary>
    public sealed record Unsupported(string Problem) : FormReading;
}

/// <summary>Reads the body of a form post. Never throws, whatever the bytes are.</summary>
public static class FormReader
{
    public const int MaxDepth = 64;

    public const int MaxFields = 500;

    public static FormReading Read(string? contentType, ReadOnlySpan<byte> body) => MediaType(contentType) switch
    {
        "application/json" or "text/json" => Limited(ReadJson(body)),
        var type when type.EndsWith("+json", StringComparison.Ordinal) => Limited(ReadJson(body)),
        "application/x-www-form-urlencoded" => Limited(ReadUrlEncoded(body)),
        "" => new FormReading.Unsupported("Content-Type is missing: send application/json or application/x-www-form-urlencoded"),
        var type => new FormReading.Unsupported($"Content-Type {type} is not supported: send application/json or application/x-www-form-urlencoded"),
    };

    private static string MediaType(string? contentType) => (contentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    private static FormReading Limited(FormReading reading) => reading is FormReading.Read { Fields.All.Count: > MaxFields and var count }
        ? new FormReading.Unreadable($"{count} fields; at most {MaxFields} are read")
        : reading;

    private static FormReading ReadUrlEncoded(ReadOnlySpan<byte> body)
    {
        if (!TryDecode(body, out var text)) return new FormReading.Unreadable("The body is not UTF-8");
        var fields = new FieldList();
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Unescape(equals < 0 ? pair : pair[..equals]);
            if (name.Length > 0) fields.Add(name, equals < 0 ? "" : Unescape(pair[(equals + 1)..]));
        }
        return new FormReading.Read(fields.Done());
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static FormReading ReadJson(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith(Encoding.UTF8.Preamble)) body = body[Encoding.UTF8.Preamble.Length..];
        // The parser checks the bytes of a text only when it is asked for.
        if (!Utf8.IsValid(body)) return new FormReading.Unreadable("The body is not UTF-8");
        try
        {
            using var json = JsonDocument.Parse(body.ToArray(), new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (json.RootElement.ValueKind != JsonValueKind.Object) return new FormReading.Unreadable("The body is not a JSON object");
            var fields = new FieldList();
            foreach (var member in json.RootElement.EnumerateObject()) AddJson(fields, JsonTexts.Name(member), member.Value);
            return new FormReading.Read(fields.Done());
        }
        catch (JsonException broken)
        {
            return new FormReading.Unreadable(broken.BytePositionInLine is { } at
                ? $"The body is not valid JSON (line {broken.LineNumber + 1}, byte {at})"
                : "The body is not valid JSON");
        }
    }

    private static void AddJson(FieldList fields, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject()) AddJson(fields, $"{name}.{JsonTexts.Name(member)}", member.Value);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) AddJson(fields, name, item);
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                fields.Add(name, JsonTexts.Text(value));
                break;
        }
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, out string text)
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

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Groups repeated names, keeping the order of their first appearance.</summary>
    private sealed class FieldList
    {
        private readonly List<string> names = [];
        private readonly Dictionary<string, List<string>> values = [];

        public void Add(string name, string value)
        {
            if (!values.TryGetValue(name, out var all))
            {
                names.Add(name);
                values.Add(name, all = []);
            }
            all.Add(value);
        }

        public FormFields Done() => new([.. names.Select(n => KeyValuePair.Create<string, IReadOnlyList<string>>(n, values[n]))]);
    }
}

/// <summary>Texts out of JSON that may hold lone surrogates, which the reader refuses to turn into strings.</summary>
internal static class JsonTexts
{
    public static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "unreadable";
        }
    }

    public static string Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return value.GetRawText();
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The escape as it was written says more to a person than nothing.
            return value.GetRawText().Trim('"');
        }
    }
}
