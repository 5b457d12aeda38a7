namespace LeadRouter.Domain.Rules;

/// <summary>A number read from a text. A leading zero (<c>08001</c>) means that the text is rather a code than an amount.</summary>
public readonly record struct ReadNumber(double Value, bool LeadingZero);

/// <summary>
/// Reads numbers as people write them: groups of thousands by point, comma, blank or apostrophe, a decimal comma or point. Where one
/// separator could be either (<c>1.000</c>) the set's locale decides; where it could not (<c>1,5</c>) the reading that makes sense wins.
/// No allocation, no exception, at most 15 digits (more are a code, and a double could not tell them apart).
/// </summary>
public static class Numbers
{
    private const int MostDigits = 15;
    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, MostDigits + 1).Select(p => Math.Pow(10, p))];
    private static readonly string[] RangeWords = ["-", "–", "—", "a ", "to ", "bis ", "hasta "];

    /// <summary>What a lead says: a number, a range (<c>51-200</c>, <c>51 a 200</c>: its lower bound) or an open one (<c>500+</c>).</summary>
    public static bool TryReadValue(ReadOnlySpan<char> folded, NumberLocale locale, out ReadNumber number)
    {
        number = default;
        if (folded.IsEmpty || (!char.IsAsciiDigit(folded[0]) && folded[0] is not ('-' or '+' or '−' or '.' or ','))) return false;
        if (!TryTake(ref folded, locale, out number)) return false;
        folded = folded.TrimStart();
        if (folded.IsEmpty || folded is "+") return true;
        return TryTakeRangeWord(ref folded) && TryTake(ref folded, locale, out var upper) && folded.Trim().IsEmpty && Lower(ref number, upper);
    }

    /// <summary>One number and nothing else.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, NumberLocale locale, out ReadNumber number)
    {
        text = text.Trim();
        return TryTake(ref text, locale, out number) && text.Trim().IsEmpty;
    }

    private static bool Lower(ref ReadNumber number, ReadNumber upper)
    {
        if (upper.Value < number.Value) number = upper;
        return true;
    }

    private static bool TryTakeRangeWord(ref ReadOnlySpan<char> text)
    {
        foreach (var word in RangeWords)
            if (text.StartsWith(word, StringComparison.Ordinal))
            {
                text = text[word.Length..].TrimStart();
                return true;
            }
        return false;
    }

    private static bool TryTake(ref ReadOnlySpan<char> text, NumberLocale locale, out ReadNumber number)
    {
        number = default;
        var negative = text.Length > 0 && text[0] is '-' or '−';
        var rest = text.Length > 0 && text[0] is '-' or '−' or '+' ? text[1..] : text;
        var length = LengthOfDigitsAndSeparators(rest);
        if (length == 0) return false;
        var body = rest[..length];
        var decimalAt = DecimalAt(body, locale);
        if (!GroupsAreThousands(decimalAt < 0 ? body : body[..decimalAt], decimalAt >= 0)) return false;
        if (!TryCompose(body, decimalAt, out var value)) return false;
        number = new ReadNumber(negative ? -value : value, body.Length > 1 && body[0] == '0' && char.IsAsciiDigit(body[1]));
        text = rest[length..];
        return true;
    }

    // A separator belongs to the number only between digits (or, before the first one, as a bare decimal: .5).
    private static int LengthOfDigitsAndSeparators(ReadOnlySpan<char> text)
    {
        var i = 0;
        while (i < text.Length)
        {
            if (char.IsAsciiDigit(text[i])) i++;
            else if (IsSeparator(text[i]) && (i > 0 || text[i] is '.' or ',') && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])) i++;
            else break;
        }
        return i;
    }

    private static bool IsSeparator(char c) => c is '.' or ',' or '\'' or '’' or ' ' or '\u00A0' or '\u202F';

    private static int DecimalAt(ReadOnlySpan<char> body, NumberLocale locale)
    {
        var last = body.LastIndexOfAny('.', ',');
        if (last < 0) return -1;
        var sign = body[last];
        if (body[..last].Contains(sign)) return -1;
        if (body[..last].ContainsAny('.', ',')) return last;
        if (sign == (locale == NumberLocale.DecimalComma ? ',' : '.')) return last;
        var couldBeThousands = body.Length - last - 1 == 3 && last is >= 1 and <= 3 && body[0] != '0';
        return couldBeThousands ? -1 : last;
    }

    private static bool GroupsAreThousands(ReadOnlySpan<char> whole, bool hasDecimals)
    {
        if (whole.IsEmpty) return hasDecimals;
        var groups = 0;
        var inGroup = 0;
        var sign = '\0';
        foreach (var c in whole)
        {
            if (char.IsAsciiDigit(c)) inGroup++;
            else
            {
                if (sign != '\0' && sign != c) return false;
                if (groups == 0 ? inGroup is < 1 or > 3 : inGroup != 3) return false;
                (sign, inGroup) = (c, 0);
                groups++;
            }
        }
        return groups == 0 || inGroup == 3;
    }

    private static bool TryCompose(ReadOnlySpan<char> body, int decimalAt, out double value)
    {
        long mantissa = 0;
        var digits = 0;
        var decimals = 0;
        for (var i = 0; i < body.Length; i++)
        {
            if (!char.IsAsciiDigit(body[i])) continue;
            mantissa = mantissa * 10 + (body[i] - '0');
            if (mantissa > 0) digits++;
            if (decimalAt >= 0 && i > decimalAt) decimals++;
            if (digits > MostDigits || decimals > MostDigits) break;
        }
        value = digits > MostDigits || decimals > MostDigits ? 0 : mantissa / PowersOfTen[decimals];
        return digits <= MostDigits && decimals <= MostDigits;
    }
}
