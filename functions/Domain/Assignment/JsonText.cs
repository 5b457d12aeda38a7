using System.Buffers;
using System.Text.Json;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>Writes only what is not the default, and reads a missing property as the default: rows stay small.</summary>
internal static class JsonText
{
    // Names in skills and notes keep their accents; the text never reaches a page unescaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Kept for the next text of this thread: a decision is written with every lead, and growing a buffer for it is most of its cost.
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? kept;

    /// <param name="write">Writes one text; it must not ask for another one meanwhile.</param>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var (buffer, json) = kept ?? New();
        // After a fault it is not worth keeping.
        kept = null;
        write(json);
        json.Flush();
        var text = buffer.WrittenSpan.ToArray();
        buffer.ResetWrittenCount();
        json.Reset();
        kept = (buffer, json);
        return text;
    }

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) New()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return (buffer, new Utf8JsonWriter(buffer, Options));
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
