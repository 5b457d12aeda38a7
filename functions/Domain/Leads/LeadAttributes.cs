using System.Collections;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeadRouter.Domain.Leads;

/// <summary>
/// What is known of a lead: attribute name to one or several texts. Names are looked up by their folded form, so that
/// <c>first_name</c>, <c>First Name</c> and <c>firstName</c> are one attribute; the fixed names of the product
/// (<see cref="AttributeNames"/>) are kept in their own spelling, all others as the form sent them.
/// </summary>
[JsonConverter(typeof(LeadAttributesJson))]
public sealed class LeadAttributes : IEnumerable<KeyValuePair<string, IReadOnlyList<string>>>
{
    public static readonly LeadAttributes Empty = new([]);

    private readonly Dictionary<string, (string Name, IReadOnlyList<string> Values)> byFoldedName;

    private LeadAttributes(Dictionary<string, (string, IReadOnlyList<string>)> byFoldedName) => this.byFoldedName = byFoldedName;

    public int Count => byFoldedName.Count;

    /// <summary>The attribute as one text, several values joined by a comma; null when it is missing.</summary>
    public string? this[string name] =>
        Values(name) is not { Count: > 0 } values ? null : values.Count == 1 ? values[0] : string.Join(", ", values);

    /// <summary>Every value of the attribute; empty when it is missing.</summary>
    public IReadOnlyList<string> Values(string name) =>
        byFoldedName.TryGetValue(AttributeNames.Fold(name), out var found) ? found.Values : [];

    public LeadAttributes With(string name, string? value) => With((name, value));

    /// <summary>A copy with these attributes set; an empty value removes one.</summary>
    public LeadAttributes With(params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var copy = Edit();
        foreach (var (name, value) in attributes) copy.Set(name, value);
        return copy.Done();
    }

    /// <summary>A copy with the attribute set; no values removes it.</summary>
    public LeadAttributes With(string name, IReadOnlyList<string> values)
    {
        var copy = Edit();
        copy.Set(name, values);
        return copy.Done();
    }

    /// <summary>A copy for who changes many attributes in a row.</summary>
    private Draft Edit() => new(new LeadAttributes(new Dictionary<string, (string, IReadOnlyList<string>)>(byFoldedName)));

    /// <summary>New attributes for who changes many of them before they are final.</summary>
    internal static Draft DraftOf(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> attributes) => new(From(attributes, more: 8));

    public static LeadAttributes From(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> attributes) => From(attributes, more: 0);

    /// <param name="more">Room for so many that will be added.</param>
    private static LeadAttributes From(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> attributes, int more)
    {
        var room = attributes.TryGetNonEnumeratedCount(out var count) ? count + more : more;
        var all = new Dictionary<string, (string, IReadOnlyList<string>)>(room);
        foreach (var (name, values) in attributes) Set(all, name, values);
        return new LeadAttributes(all);
    }

    public static LeadAttributes From(IEnumerable<KeyValuePair<string, string>> attributes) =>
        From(attributes.Select(a => KeyValuePair.Create<string, IReadOnlyList<string>>(a.Key, [a.Value])));

    public IEnumerator<KeyValuePair<string, IReadOnlyList<string>>> GetEnumerator() =>
        byFoldedName.Values.Select(a => KeyValuePair.Create(a.Name, a.Values)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Attributes on their way to be final: nobody else has them yet.</summary>
    internal sealed class Draft(LeadAttributes own)
    {
        public string? this[string name] => own[name];

        public IReadOnlyList<string> Values(string name) => own.Values(name);

        public Dictionary<string, (string Name, IReadOnlyList<string> Values)>.KeyCollection FoldedNames => own.byFoldedName.Keys;

        /// <summary>An empty value removes the attribute.</summary>
        public void Set(string name, string? value) => Set(name, string.IsNullOrEmpty(value) ? [] : [value]);

        /// <summary>No values removes the attribute.</summary>
        public void Set(string name, IReadOnlyList<string> values) => LeadAttributes.Set(own.byFoldedName, name, values);

        /// <summary>Called once, last.</summary>
        public LeadAttributes Done() => own;
    }

    private static void Set(Dictionary<string, (string, IReadOnlyList<string>)> all, string name, IReadOnlyList<string> values)
    {
        var folded = AttributeNames.Fold(name);
        if (values.Count == 0) all.Remove(folded);
        else all[folded] = (AttributeNames.CanonicalOf(folded) ?? name, values);
    }
}

/// <summary>The fixed attribute names, and how any spelling of a name is recognised.</summary>
public static class AttributeNames
{
    public static readonly IReadOnlyList<string> Fixed =
    [
        "Email", "Phone", "FirstName", "LastName", "FullName", "Company", "Country", "Region", "City", "PostalCode", "Language",
        "TimeZone", "Title", "Employees", "Industry", "Website", "Product", "Message", "Consent", "Source", "UtmSource", "Campaign",
        "Medium", "EmailDomain", "EmailKind", "Completeness", "Touches", "ExternalId", "Score", "Band",
    ];

    // Rules and mails ask for the same few names all the time.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> FoldedFixed =
        Fixed.Select(name => name.ToLowerInvariant()).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, string> ByFolded = Fixed.ToFrozenDictionary(Fold);

    /// <summary>The product's spelling of a fixed name, else the name as it came.</summary>
    public static string Canonical(string name) => CanonicalOf(Fold(name)) ?? name;

    /// <summary>The product's spelling of a folded name; null when it is none of the fixed.</summary>
    internal static string? CanonicalOf(string folded) => ByFolded.GetValueOrDefault(folded);

    /// <summary>Letters and digits only, lower case, without accents: <c>Código_Postal</c> reads <c>codigopostal</c>.</summary>
    public static string Fold(string name)
    {
        if (IsFolded(name)) return name;
        if (name.Length <= ShortName && Ascii.IsValid(name)) return FoldAscii(name);
        var folded = new StringBuilder(name.Length);
        foreach (var c in Folding.Fold(name))
            if (char.IsLetterOrDigit(c)) folded.Append(c);
        // A name of signs alone still needs a key of its own.
        return folded.Length > 0 ? folded.ToString() : name;
    }

    private const int ShortName = 128;

    private static string FoldAscii(string name)
    {
        Span<char> folded = stackalloc char[ShortName];
        var length = 0;
        foreach (var c in name)
            if (char.IsAsciiLetterOrDigit(c)) folded[length++] = char.ToLowerInvariant(c);
        if (length == 0) return name;
        return FoldedFixed.TryGetValue(folded[..length], out var known) ? known : new string(folded[..length]);
    }

    // A loop and not LINQ: this runs for every attribute that a rule reads, and must not allocate.
    private static bool IsFolded(string name)
    {
        foreach (var c in name)
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9'))) return false;
        return true;
    }
}

/// <summary>Reads and writes attributes as a JSON object of texts and lists of texts, names in camelCase.</summary>
public sealed class LeadAttributesJson : JsonConverter<LeadAttributes>
{
    private static readonly FrozenDictionary<string, JsonEncodedText> FixedNames =
        AttributeNames.Fixed.ToFrozenDictionary(name => name, name => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(name)));

    public override LeadAttributes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var all = new List<KeyValuePair<string, IReadOnlyList<string>>>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            all.Add(KeyValuePair.Create<string, IReadOnlyList<string>>(name, ReadValues(ref reader)));
        }
        return LeadAttributes.From(all);
    }

    public override void Write(Utf8JsonWriter writer, LeadAttributes value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, values) in value)
        {
            if (FixedNames.TryGetValue(name, out var encoded)) writer.WritePropertyName(encoded);
            else writer.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
            if (values.Count == 1) writer.WriteStringValue(values[0]);
            else WriteList(writer, values);
        }
        writer.WriteEndObject();
    }

    private static string[] ReadValues(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return [reader.GetString()!];
        var values = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) values.Add(reader.GetString()!);
        return [.. values];
    }

    private static void WriteList(Utf8JsonWriter writer, IReadOnlyList<string> values)
    {
        writer.WriteStartArray();
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
