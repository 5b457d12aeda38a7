using NodaTime;

namespace LeadRouter.Domain.Rules;

/// <summary>
/// The forms of a setting's cell. Null means that the text is not of the form. Hours, holidays and the other wall-clock cells stay
/// text in the rows; their checks are here, in one place, so that the business clock's own readers can take over.
/// </summary>
public static class Cells
{
    public static bool? Boolean(string text) => Words.TruthOf(Folding.Fold(text));

    public static decimal? Number(string text, NumberLocale locale) =>
        Numbers.TryRead(text, locale, out var number) && Math.Abs(number.Value) < 1e12 ? (decimal)number.Value : null;

    /// <summary>Items between semicolons, commas or line breaks.</summary>
    public static IReadOnlyList<string> List(string text) =>
        text.Split([';', ',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary><c>Country=ES; PostalCode=08*,17*</c>: a unary test for each attribute; all must accept.</summary>
    public static IReadOnlyList<Condition> Territory(string text, NumberLocale locale, Action<CellIssue> report)
    {
        var conditions = new List<Condition>();
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || part[equals - 1] is '>' or '<' or '!')
            {
                report(CellIssue.Unreadable($"{part} is not of the form Attribute=test.", $"Country={part}"));
                continue;
            }
            var test = UnaryTestParser.Parse(part[(equals + 1)..], locale, out var issues);
            foreach (var issue in issues) report(issue);
            if (test is not null) conditions.Add(new Condition(Leads.AttributeNames.Canonical(part[..equals].Trim()), test));
        }
        return conditions;
    }

    /// <summary>Null when the zone is one of IANA's.</summary>
    public static CellIssue? TimeZoneIssue(string text) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(text) is not null
            ? null
            : CellIssue.Unreadable("A time zone of IANA is expected, such as Europe/Madrid.", Suggest.Nearest(text, DateTimeZoneProviders.Tzdb.Ids));

    /// <summary>Null when there is at least one window to work in.</summary>
    public static CellIssue? HoursIssue(string text) =>
        WallClock.LongestWindow(text) is not null
            ? null
            : CellIssue.Unreadable("Hours are written mon-fri 09:00-14:00,15:00-18:00; sat 10:00-13:00.");

    /// <summary>Null when the text is dates and ranges of dates.</summary>
    public static CellIssue? DatesIssue(string text)
    {
        foreach (var item in List(text))
        {
            var ends = item.Split("..");
            if (ends.Length > 2 || !Array.TrueForAll(ends, end => end.Trim().Length == 10 && Dates.TryReadDay(end, out _)))
                return CellIssue.Unreadable($"{item} is not a date (2026-12-24) or a range of dates (2026-08-01..2026-08-15).");
        }
        return null;
    }
}
