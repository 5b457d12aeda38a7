using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;
using NodaTime;

namespace LeadRouter.Domain.Rules;

/// <summary>
/// The forms of a setting's cell. Null means that the text is not of the form. Hours, holidays and the other wall-clock cells stay
/// text in the rows, checked by the business clock's own readers.
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

    /// <summary>Null when the text is weekly hours.</summary>
    public static CellIssue? HoursIssue(string text) =>
        WeeklyHours.TryParse(text, out _, out var problem) ? null : CellIssue.Unreadable(Sentence(problem));

    /// <summary>Null when the text is dates and ranges of dates, with or without times.</summary>
    public static CellIssue? DatesIssue(string text) =>
        DateRanges.TryParse(text, out _, out var problem) ? null : CellIssue.Unreadable(Sentence(problem));

    /// <summary>The business clock tells problems as a clause.</summary>
    internal static string Sentence(string clause) => $"{char.ToUpperInvariant(clause[0])}{clause[1..]}{(clause[^1] is '.' or '?' ? "" : ".")}";
}
