using System.Text;
using System.Text.Json;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Intake;

/// <summary>A secret that travels as a field of the body: found to be compared, and blotted out before anything is stored.</summary>
public static class BodySecret
{
    private const byte Blot = (byte)'*';

    /// <summary>The field's text; null when there is none.</summary>
    public static string? Find(string? contentType, ReadOnlySpan<byte> body, string name) => FormReader.Read(contentType, body) is FormReading.Read { All: [var form, ..] }
        ? FieldMapParser.Path(name) is { } path && new FieldReader(options: false).Texts(path, form) is [var text, ..] ? text : (form.Find(name) as FormValue.Text)?.Value
        : null;

    /// <summary>The same body, as long as it was, with every value under the field's name made unreadable.</summary>
    public static byte[] Redact(string? contentType, ReadOnlySpan<byte> body, string name)
    {
        var redacted = body.ToArray();
        var folded = AttributeNames.Fold(name.Split('.', '[')[^1].TrimEnd(']'));
        switch (FormReader.MediaType(contentType))
        {
            case "application/x-www-form-urlencoded":
                RedactPairs(redacted, folded);
                break;
            case "multipart/form-data":
                RedactText(redacted, Find(contentType, body, name));
                break;
            default:
                RedactJson(redacted, folded);
                break;
        }
        return redacted;
    }

    private static void RedactJson(byte[] body, string folded)
    {
        var original = body.ToArray();
        var reader = new Utf8JsonReader(original.AsSpan(), new JsonReaderOptions { MaxDepth = FormReader.MaxDepth });
        var isSecret = false;
        try
        {
            while (reader.Read())
            {
                if (isSecret && reader.TokenType is JsonTokenType.String) body.AsSpan((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length).Fill(Blot);
                // Still a number, so that the rest can be read.
                if (isSecret && reader.TokenType is JsonTokenType.Number) body.AsSpan((int)reader.TokenStartIndex, reader.ValueSpan.Length).Fill((byte)'1');
                isSecret = reader.TokenType == JsonTokenType.PropertyName && AttributeNames.Fold(NameIn(reader)) == folded;
            }
        }
        catch (JsonException)
        {
            // What comes after cannot be read by anybody.
        }
    }

    private static string NameIn(Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a character, escaped: nobody's name of a secret.
            return "";
        }
    }

    private static void RedactPairs(byte[] body, string folded)
    {
        for (var start = 0; start < body.Length;)
        {
            var length = body.AsSpan(start).IndexOf((byte)'&');
            var end = length < 0 ? body.Length : start + length;
            var equals = body.AsSpan(start, end - start).IndexOf((byte)'=');
            if (equals > 0 && AttributeNames.Fold(Uri.UnescapeDataString(Encoding.UTF8.GetString(body, start, equals).Replace('+', ' '))) == folded)
                body.AsSpan(start + equals + 1, end - start - equals - 1).Fill(Blot);
            start = end + 1;
        }
    }

    private static void RedactText(byte[] body, string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        var secret = Encoding.UTF8.GetBytes(text);
        // What was blotted is not looked at again: a secret of stars would never end.
        for (int from = 0, at; (at = body.AsSpan(from).IndexOf(secret)) >= 0; from += at + secret.Length) body.AsSpan(from + at, secret.Length).Fill(Blot);
    }
}
