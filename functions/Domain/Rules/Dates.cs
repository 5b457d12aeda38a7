namespace LeadRouter.Domain.Rules;

/// <summary>ISO dates as day numbers. A time after the date is legal and ignored: <c>..2026-03-31</c> includes the whole last day.</summary>
public static class Dates
{
    public static bool TryReadDay(ReadOnlySpan<char> text, out int day)
    {
        day = 0;
        text = text.Trim();
        if (text.Length < 10 || text[4] != '-' || text[7] != '-') return false;
        if (text.Length > 10 && !(text.Length > 11 && text[10] is 'T' or 't' or ' ' && char.IsAsciiDigit(text[11]))) return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var dayOfMonth)) return false;
        if (year < 1 || month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month)) return false;
        day = new DateOnly(year, month, dayOfMonth).DayNumber;
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = value * 10 + (c - '0');
        }
        return true;
    }
}
