namespace LeadRouter.Domain.Rules;

/// <summary>
/// The forms of a setting's cell. Null means that the text is not of the form. Hours, holidays and the other wall-clock cells stay
/// text in the rows and are checked here, in one place.
/// </summary>
public static class Cells
{
    public static bool? Boolean(string text) => Words.TruthOf(Folding.Fold(text));

    public static decimal? Number(string text, NumberLocale locale) =>
        Numbers.TryRead(text, locale, out var number) && Math.Abs(number.Value) < 1e12 ? (decimal)number.Value : null;

    /// <summary>Items between semicolons, commas or line breaks.</summary>
    public static IReadOnlyList<string> List(string text) => text.Split([';', ',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

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
}
