using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LeadRouter.Domain.Sla;

/// <summary>Durations as cells write them: ISO 8601 (<c>PT30M</c>, <c>P2D</c>) or short (<c>30m</c>, <c>4h</c>, <c>2d</c>, <c>1h30m</c>).</summary>
public static partial class Spans
{
    private const double LongestDays = 3660;

    /// <summary>Reads a cell. Never throws; an empty cell is a problem.</summary>
    public static bool TryParse(string? cell, out TimeSpan span, [NotNullWhen(false)] out string? problem)
    {
        span = default;
        problem = CellText.TooLong(cell) ?? Read(cell?.Trim() ?? "", ref span);
        return problem is null;
    }

    /// <summary>The short form: <c>90s</c>, <c>1h30m</c>, <c>7d</c>.</summary>
    public static string Short(TimeSpan span)
    {
        if (span < TimeSpan.FromSeconds(1)) return string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds}s");
        (int Amount, char Unit)[] parts = [(span.Days, 'd'), (span.Hours, 'h'), (span.Minutes, 'm'), (span.Seconds, 's')];
        return string.Concat(parts.Where(p => p.Amount != 0).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Amount}{p.Unit}")));
    }

    private static string? Read(string text, ref TimeSpan span)
    {
        if (text.Length == 0) return "a duration is missing; write for example '30m', '4h' or 'P2D'";
        if (CalendarUnits().IsMatch(text)) return $"'{text}' counts months or years, which differ in length; use days or weeks";
        var match = Iso().Match(text) is { Success: true } iso ? iso : Short().Match(text);
        if (!match.Success || !match.Groups["n"].Success) return $"'{text}' is not a duration{Suggestion(text)}";
        var seconds = match.Groups["n"].Captures.Zip(match.Groups["u"].Captures, (n, u) => Amount(n.Value) * SecondsIn(u.Value)).Sum();
        if (seconds > LongestDays * 86_400) return $"'{text}' is longer than {LongestDays} days";
        span = TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));
        return null;
    }

    private static string Suggestion(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? $" without a unit; did you mean '{text}m'?"
            : "; write for example '30m', '4h' or 'P2D'";

    private static double Amount(string number) => double.Parse(number.Replace(',', '.'), CultureInfo.InvariantCulture);

    private static double SecondsIn(string unit) => char.ToLowerInvariant(unit[0]) switch
    {
        'w' => 7 * 86_400,
        'd' => 86_400,
        'h' => 3_600,
        'm' => 60,
        _ => 1,
    };

    [GeneratedRegex(
        @"^P(?:(?<n>[0-9]{1,6})(?<u>[WD]))*(?:T(?:(?<n>[0-9]{1,9}(?:[.,][0-9]{1,3})?)(?<u>[HMS]))+)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Iso();

    [GeneratedRegex(
        @"^(?:(?<n>[0-9]{1,9}(?:\.[0-9]{1,3})?)\s*(?<u>weeks?|w|days?|d|hours?|h|minutes?|min|m|seconds?|sec|s)\s*)+$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Short();

    [GeneratedRegex(@"^P[0-9WD]*[0-9]+[YM]|^[0-9]+\s*(mo|y)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CalendarUnits();
}
