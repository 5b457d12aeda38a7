using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Sla;

/// <summary>How the cells of hours, dates and durations are read: any case, any accent, any dash.</summary>
internal static partial class CellText
{
    public const int MinutesPerDay = 24 * 60;
    private const int LongestCell = 4_000;

    private static readonly char[] ItemSeparators = [';', '\n', '\r'];

    /// <summary>Lower case, without accents, with plain dashes and single blanks.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in Folding.Fold(text))
        {
            if (c is '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212') folded.Append('-');
            else if (!char.IsWhiteSpace(c) || c is '\n' or '\r') folded.Append(c);
            else if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }
        return folded.ToString().Trim();
    }

    /// <summary>The problem of a cell that nobody can have meant; problems quote what they are about.</summary>
    public static string? TooLong(string? cell) => cell?.Length > LongestCell ? $"the cell is longer than {LongestCell} characters" : null;

    public static string[] Items(string text) =>
        text.Split(ItemSeparators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Minutes since midnight, 0 to 1440: <c>9</c>, <c>09:00</c>, <c>9h30</c>, <c>5pm</c>, <c>24:00</c>.</summary>
    public static bool TryTime(string text, out int minutes)
    {
        minutes = 0;
        if (TimeOfDay().Match(text.Trim()) is not { Success: true } match) return false;
        var hour = int.Parse(match.Groups["h"].ValueSpan, CultureInfo.InvariantCulture);
        var minute = match.Groups["m"].Success ? int.Parse(match.Groups["m"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (match.Groups["half"].Success)
        {
            if (hour is 0 or > 12) return false;
            hour = hour % 12 + (match.Groups["half"].Value == "p" ? 12 : 0);
        }
        minutes = hour * 60 + minute;
        return minute < 60 && minutes <= MinutesPerDay;
    }

    public static string DidYouMean(string? suggestion) => suggestion is null ? "" : $"; did you mean '{suggestion}'?";

    [GeneratedRegex(
        @"^(?<h>[0-9]{1,2})(?:(?:[:.]|h(?=[0-9]))(?<m>[0-9]{2}))?(?::00)?\s*(?:h|hs|hrs|uhr)?\s*(?:(?<half>[ap])\.?m\.?)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex TimeOfDay();
}
