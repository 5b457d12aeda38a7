namespace LeadRouter.Domain.Rules;

/// <summary>
/// What a spreadsheet would run as a formula, or rewrite as a date, a time or a shorter number, is written with an apostrophe before it,
/// and read back without. A text that begins with an apostrophe gets another, so that nothing is lost on the way.
/// </summary>
public static class SheetGuard
{
    private static readonly string[] Months =
        ["jan", "ene", "feb", "mar", "mär", "apr", "abr", "may", "mai", "jun", "jul", "aug", "ago", "sep", "set", "oct", "okt", "nov", "dec",
            "dic", "dez"];

    public static string Write(string text, CsvDialect dialect) => NeedsGuard(text, dialect) ? "'" + text : text;

    public static string Read(string text)
    {
        if (text.StartsWith('\'')) return text[1..];
        // TRUE in a sheet of another language.
        return text switch
        {
            "VERDADERO" or "WAHR" or "VRAI" or "VERDADEIRO" or "VERO" => "TRUE",
            "FALSO" or "FALSCH" or "FAUX" => "FALSE",
            _ => text,
        };
    }

    /// <summary>What is left of a cell that a sheet took for a formula, in the languages of Excel.</summary>
    public static bool IsWreck(string text) =>
        text is "#N/A" or "#N/D" or "#NV"
        || text.Length > 2 && text[0] == '#' && text[^1] is '!' or '?'
            && text.All(c => c is '#' or '!' or '?' or '¿' or '¡' or '/' or ' ' || char.IsUpper(c));

    private static bool NeedsGuard(string text, CsvDialect dialect)
    {
        if (text.Length == 0 || text == "-") return false;
        if (text[0] is '\'' or '=' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠') return true;
        if (Read(text) != text || IsWreck(text)) return true;
        if (IsNatural(text, dialect)) return false;
        return text[0] is '+' or '-' || LooksLikeNumber(text) || LooksLikeDate(text) || IsScientific(text);
    }

    // Digits as the sheet itself writes them: no leading zero, at most 15, its own decimal sign.
    private static bool IsNatural(string text, CsvDialect dialect)
    {
        var digits = text[0] == '-' ? text.AsSpan(1) : text;
        var point = digits.IndexOf(dialect.DecimalSign);
        var whole = point < 0 ? digits : digits[..point];
        var decimals = point < 0 ? "1" : digits[(point + 1)..];
        return AllDigits(whole) && AllDigits(decimals) && whole.Length + decimals.Length <= 15 && (whole is "0" || whole[0] != '0')
            && decimals[^1] != '0';
    }

    private static bool LooksLikeNumber(string text) =>
        text.All(c => char.IsAsciiDigit(c) || c is '.' or ',' or ' ' or '\'' or '\u00A0' or '$' or '€') && text.Any(char.IsAsciiDigit)
            && !text.Contains("..", StringComparison.Ordinal);

    private static bool LooksLikeDate(string text)
    {
        var parts = text.Split([' ', '-', '/', '.', ':', ','], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is < 2 or > 4 || text.Contains("..", StringComparison.Ordinal) || text.Contains('\n', StringComparison.Ordinal))
            return false;
        return parts.Any(p => char.IsAsciiDigit(p[0])) && parts.All(p => AllDigits(p) || p.ToUpperInvariant() is "AM" or "PM" || IsMonth(p));
    }

    private static bool IsMonth(string word) =>
        word.Length <= 10 && word.All(char.IsLetter) && Array.Exists(Months, m => word.StartsWith(m, StringComparison.OrdinalIgnoreCase));

    private static bool IsScientific(string text)
    {
        var e = text.IndexOfAny(['e', 'E']);
        if (e < 1 || e == text.Length - 1) return false;
        var power = text.AsSpan(e + 1).TrimStart("+-");
        return AllDigits(power) && text[..e].All(c => char.IsAsciiDigit(c) || c is '.' or ',');
    }

    private static bool AllDigits(ReadOnlySpan<char> text) => text.Length > 0 && text.IndexOfAnyExceptInRange('0', '9') < 0;
}
