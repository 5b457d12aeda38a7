using System.Xml;

namespace LeadRouter.Domain.Rules;

/// <summary>
/// ISO 8601 (<c>PT30M</c>, <c>P2D</c>) or <c>30m</c>, <c>4h</c>, <c>2d</c>, <c>90s</c>, <c>1w</c>, also joined: <c>1h30m</c>. A day is 24 hours.
/// </summary>
public static class Durations
{
    /// <summary>Null when the text is no duration; months and years have no fixed length and are none.</summary>
    public static TimeSpan? Parse(string text)
    {
        var folded = Folding.Fold(text).Replace(" ", "", StringComparison.Ordinal);
        if (folded.Length is 0 or > 40) return null;
        return folded[0] == 'p' ? Iso(folded.ToUpperInvariant()) : Short(folded);
    }

    private static TimeSpan? Iso(string text)
    {
        if (text.Length > 2 && text[^1] == 'W' && long.TryParse(text.AsSpan(1, text.Length - 2), out var weeks) && weeks is >= 0 and < 10_000)
            return TimeSpan.FromDays(7 * weeks);
        var dateEnd = text.IndexOf('T', StringComparison.Ordinal);
        var date = dateEnd < 0 ? text : text[..dateEnd];
        if (date.Contains('Y', StringComparison.Ordinal) || date.Contains('M', StringComparison.Ordinal)) return null;
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (FormatException)
        {
            return null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static TimeSpan? Short(string text)
    {
        var total = TimeSpan.Zero;
        var number = 0L;
        var digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                number = number * 10 + (c - '0');
                if (++digits > 7) return null;
            }
            else
            {
                if (digits == 0 || Unit(c) is not { } unit) return null;
                total += unit * number;
                (number, digits) = (0, 0);
            }
        }
        return digits == 0 ? total : null;
    }

    private static TimeSpan? Unit(char c) => c switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        'w' => TimeSpan.FromDays(7),
        _ => null,
    };
}
