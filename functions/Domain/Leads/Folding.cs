using System.Buffers;
using System.Globalization;
using System.Text;

namespace LeadRouter.Domain.Leads;

/// <summary>
/// The form in which texts are compared: trimmed, lower case, without accents (<c>España</c> = <c>espana</c>,
/// <c>Straße</c> = <c>strasse</c>). A table, because folding is on the hot path and <see cref="string.Normalize()"/> allocates.
/// </summary>
public static class Folding
{
    private const int TableEnd = 0x2500;
    private const char Dropped = '\0';

    private static readonly char[] Table = [.. Enumerable.Range(0, TableEnd).Select(c => FoldOne((char)c))];

    public static string Fold(string text)
    {
        var needed = text.Length * 2;
        if (needed <= 512)
        {
            Span<char> small = stackalloc char[512];
            return small[..Fold(text, small)].ToString();
        }
        var rented = ArrayPool<char>.Shared.Rent(needed);
        var folded = rented.AsSpan(0, Fold(text, rented)).ToString();
        ArrayPool<char>.Shared.Return(rented);
        return folded;
    }

    /// <summary>Folds into a buffer of at least twice the text's length; answers how many characters were written.</summary>
    public static int Fold(ReadOnlySpan<char> text, Span<char> into)
    {
        text = text.Trim();
        return Ascii.ToLower(text, into, out var written) == OperationStatus.Done ? written : FoldBeyondAscii(text, into);
    }

    public static bool Same(string a, string b) => string.Equals(Fold(a), Fold(b), StringComparison.Ordinal);

    private static int FoldBeyondAscii(ReadOnlySpan<char> text, Span<char> into)
    {
        var length = 0;
        foreach (var c in text)
        {
            if (c >= TableEnd) into[length++] = char.ToLowerInvariant(c);
            else if (Table[c] is var folded && folded != Dropped) into[length++] = folded;
            else if (SpecialOf(c) is { } letters)
                foreach (var letter in letters) into[length++] = letter;
        }
        return into[..length].Trim().Length is var trimmed && trimmed == length ? length : TrimInPlace(into[..length]);
    }

    private static int TrimInPlace(Span<char> text)
    {
        var trimmed = text.Trim();
        trimmed.CopyTo(text);
        return trimmed.Length;
    }

    private static char FoldOne(char c)
    {
        if (c < 128) return char.ToLowerInvariant(c);
        if (SpecialOf(c) is not null) return Dropped;
        if (char.IsWhiteSpace(c)) return ' ';
        var category = CharUnicodeInfo.GetUnicodeCategory(c);
        // Only Latin's combining marks: elsewhere they are vowels, and words would fall together.
        if (category == UnicodeCategory.Format || c is >= '\u0300' and <= '\u036F') return Dropped;
        var decomposed = c.ToString().Normalize(NormalizationForm.FormD);
        return decomposed.Skip(1).All(mark => mark is >= '\u0300' and <= '\u036F') ? char.ToLowerInvariant(decomposed[0]) : char.ToLowerInvariant(c);
    }

    // Letters that Unicode does not decompose but that people type without the stroke or as two letters.
    private static string? SpecialOf(char c) => c switch
    {
        'ß' or 'ẞ' => "ss",
        'æ' or 'Æ' => "ae",
        'œ' or 'Œ' => "oe",
        'ø' or 'Ø' => "o",
        'ł' or 'Ł' => "l",
        'đ' or 'Đ' => "d",
        'ı' => "i",
        _ => null,
    };
}
