namespace LeadRouter.Domain.Rules;

/// <summary>
/// Just enough of <c>mon-fri 09:00-14:00,15:00-18:00</c> to lint it; the clock itself is Domain/Sla. A window past midnight is written
/// <c>22:00-02:00</c>.
/// </summary>
internal static class WallClock
{
    /// <summary>Null when there is no readable window.</summary>
    public static TimeSpan? LongestWindow(string hours)
    {
        TimeSpan? longest = null;
        for (var at = hours.IndexOf('-', StringComparison.Ordinal); at >= 0; at = hours.IndexOf('-', at + 1))
        {
            if (MinutesBefore(hours[..at].TrimEnd()) is not { } from || MinutesAfter(hours[(at + 1)..].TrimStart()) is not { } to || from == to)
                continue;
            var length = TimeSpan.FromMinutes(to > from ? to - from : to + 1440 - from);
            if (longest is null || length > longest) longest = length;
        }
        return longest;
    }

    private static int? MinutesBefore(string text) => text.Length < 4 ? null : Minutes(text[^Math.Min(5, text.Length)..].Trim());

    private static int? MinutesAfter(string text) => text.Length < 4 ? null : Minutes(text[..Math.Min(5, text.Length)].TrimEnd(' ', ',', ';'));

    private static int? Minutes(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon is < 1 or > 2 || text.Length != colon + 3 || !text.All(c => c == ':' || char.IsAsciiDigit(c))) return null;
        var hour = text[..colon].Aggregate(0, (n, c) => n * 10 + (c - '0'));
        var minute = (text[colon + 1] - '0') * 10 + (text[colon + 2] - '0');
        return hour < 24 && minute < 60 || (hour == 24 && minute == 0) ? hour * 60 + minute : null;
    }
}
