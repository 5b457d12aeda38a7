using System.Text.Json;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>Writes only what is not the default, and reads a missing property as the default: rows stay small.</summary>
internal static class JsonText
{
    // Names in skills and notes keep their accents; the text never reaches a page unescaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = KeptBuffer.Take();
        using (var json = new Utf8JsonWriter(buffer, Options)) write(json);
        var text = buffer.WrittenSpan.ToArray();
        KeptBuffer.GiveBack(buffer);
        return text;
    }

    public static void Text(this Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) json.WriteString(name, value);
    }

    public static void Number(this Utf8JsonWriter json, string name, long value, long unless = 0)
    {
        if (value != unless) json.WriteNumber(name, value);
    }

    public static void Flag(this Utf8JsonWriter json, string name, bool value)
    {
        if (value) json.WriteBoolean(name, true);
    }

    public static void Time(this Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } time) json.WriteString(name, time.UtcDateTime);
    }

    public static void Texts(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        if (!values.Any()) return;
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    public static string? Text(this JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static long Number(this JsonElement json, string name, long unless = 0) =>
        json.TryGetProperty(name, out var value) ? value.GetInt64() : unless;

    public static bool Flag(this JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.GetBoolean();

    public static DateTimeOffset? Time(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetDateTimeOffset() : null;

    public static string[] Texts(this JsonElement json, string name) => [.. json.Items(name).Select(v => v.GetString()!)];

    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.EnumerateArray() : [];

    public static RepId? Rep(this JsonElement json, string name) => json.Text(name) is { } rep ? new RepId(rep) : null;

    public static PoolId? Pool(this JsonElement json, string name) => json.Text(name) is { } pool ? new PoolId(pool) : null;

    public static T Enum<T>(this JsonElement json, string name, T unless = default) where T : struct, Enum =>
        json.Text(name) is { } code ? Code.Read<T>(code) : unless;
}
