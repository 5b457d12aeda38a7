using System.Text;

namespace LeadRouter.Domain.Rules;

/// <summary>The text of an uploaded file: Excel saves UTF-8, UTF-16 or, by default in most languages, the code page Windows-1252.</summary>
public static class CsvBytes
{
    private static readonly UTF8Encoding Strict = new(false, true);

    // 0x80 to 0x9F, where Windows-1252 differs from Latin-1; the code page itself is not part of .NET without registering a provider.
    private const string Windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith<byte>([0xFF, 0xFE])) return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes.StartsWith<byte>([0xFE, 0xFF])) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        if (bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return string.Create(bytes.Length, bytes, static (text, source) =>
            {
                for (var i = 0; i < source.Length; i++) text[i] = source[i] is >= 0x80 and <= 0x9F ? Windows1252[source[i] - 0x80] : (char)source[i];
            });
        }
    }
}
