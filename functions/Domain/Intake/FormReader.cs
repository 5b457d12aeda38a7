using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace LeadRouter.Domain.Intake;

/// <summary>The fields of a submission in the order of the form; a repeated name has several values.</summary>
public sealed record FormFields(IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> All)
{
    /// <summary>The first value of this name; null when there is none.</summary>
    public string? this[string name] => All.FirstOrDefault(f => f.Key == name).Value?[0];

    /// <summary>Every value of this name.</summary>
    public IReadOnlyList<string> Values(string name) => [.. All.Where(f => f.Key == name).SelectMany(f => f.Value)];
}

/// <summary>What became of reading a body.</summary>
public abstract record FormReading
{
    /// <summary>One submission, or the elements of an array; of each may be told that it is none.</summary>
    public sealed record Read(IReadOnlyList<FormValue.Group> All, bool IsArray) : FormReading
    {
        /// <summary>The fields of the first submission.</summary>
        public FormFields Fields => All[0].Flat();
    }

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

    /// <summary>Submissions read of one delivery.</summary>
    public const int MaxBatch = 1000;

    private const string Known = "application/json, application/x-www-form-urlencoded or multipart/form-data";

    /// <param name="brackets">Names such as <c>fields[email][value]</c> are ways into a tree, as PHP reads them.</param>
    public static FormReading Read(string? contentType, ReadOnlySpan<byte> body, bool brackets = false) => MediaType(contentType) switch
    {
        "application/json" or "text/json" => ReadJson(body),
        var type when type.EndsWith("+json", StringComparison.Ordinal) => ReadJson(body),
        "application/x-www-form-urlencoded" => Pairs(UrlEncoded.Read(body), brackets),
        "multipart/form-data" => Pairs(Multipart.Read(contentType!, body), brackets),
        "" => new FormReading.Unsupported($"Content-Type is missing: send {Known}"),
        var type => new FormReading.Unsupported($"Content-Type {type} is not supported: send {Known}"),
    };

    internal static string MediaType(string? contentType) => (contentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    private static FormReading Pairs(FormPairs read, bool brackets)
    {
        if (read.Problem is { } problem) return new FormReading.Unreadable(problem);
        var group = brackets ? Brackets.Expand(read.All) : Plain(read.All);
        return new FormReading.Read([group.Limited()], IsArray: false);
    }

    private static FormValue.Group Plain(IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        var members = new NamedValues<FormValue>(pairs.Count);
        foreach (var (name, value) in pairs)
            if (WithoutList(name) is { Length: > 0 } plain) members.Add(plain, new FormValue.Text(value));
        return FormValue.Group.Of(members);
    }

    // interest[]=a&interest[]=b is how PHP forms say that a field has several values.
    private static string WithoutList(string name) => name.EndsWith("[]", StringComparison.Ordinal) ? name[..^2] : name;

    private static FormReading ReadJson(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith(Encoding.UTF8.Preamble)) body = body[Encoding.UTF8.Preamble.Length..];
        // The parser checks the bytes of a text only when it is asked for.
        if (!Utf8.IsValid(body)) return new FormReading.Unreadable("The body is not UTF-8");
        try
        {
            var root = JsonElement.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return root.ValueKind switch
            {
                JsonValueKind.Object => new FormReading.Read([((FormValue.Group)JsonForms.Value(root)!).Limited()], IsArray: false),
                JsonValueKind.Array => Elements(root),
                _ => new FormReading.Unreadable("The body is not a JSON object"),
            };
        }
        catch (JsonException broken)
        {
            return new FormReading.Unreadable(broken.BytePositionInLine is { } at
                ? $"The body is not valid JSON (line {broken.LineNumber + 1}, byte {at})"
                : "The body is not valid JSON");
        }
    }

    private static FormReading Elements(JsonElement array)
    {
        if (array.GetArrayLength() is 0 or > MaxBatch) return new FormReading.Unreadable($"The body is an array of {array.GetArrayLength()} elements; 1 to {MaxBatch} are read");
        return new FormReading.Read([.. ((FormValue.Items)JsonForms.Value(array)!).Submissions()], IsArray: true);
    }
}

/// <summary>JSON as a tree of texts. Null has no place in it.</summary>
internal static class JsonForms
{
    public static FormValue? Value(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new NamedValues<FormValue>(json.GetPropertyCount());
                foreach (var member in json.EnumerateObject())
                    if (Value(member.Value) is { } inner) members.Add(JsonTexts.Name(member), inner);
                return FormValue.Group.Of(members, json);
            case JsonValueKind.Array:
                List<(JsonElement Json, FormValue? Value)> elements = [.. json.EnumerateArray().Select(element => (element, Value(element)))];
                return new FormValue.Items([.. elements.Select(e => e.Value).OfType<FormValue>()], elements);
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return null;
            default:
                return new FormValue.Text(JsonTexts.Text(json));
        }
    }

    /// <summary>Null when the text is no JSON.</summary>
    public static FormValue? Parse(string text)
    {
        try
        {
            return Value(JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = FormReader.MaxDepth }));
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            return null;
        }
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
