using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Rules;

/// <summary>
/// Reads the cells of one row into typed values and collects what is wrong, with its place. Whatever cannot be read reads as if the cell
/// were empty: every problem of a set is found in one pass, and a set with an error is never used.
/// </summary>
internal sealed class RowReader(string table, ConfigRow row, NumberLocale locale, ICollection<Problem> problems)
{
    public string Key => row.RowKey;

    public NumberLocale Locale => locale;

    public string? Text(string column) => row[column];

    /// <summary>A text that another capability reads, with its check.</summary>
    public string? Checked(string column, Func<string, CellIssue?> check)
    {
        if (row[column] is not { } text) return null;
        if (check(text) is not { } issue) return text;
        Report(column, text, issue);
        return null;
    }

    public string Required(string column)
    {
        if (row[column] is { } text) return text;
        Report(column, "", new CellIssue(Severity.Error, "cell.missing", $"{column} is required."));
        return "";
    }

    public bool Flag(string column, bool otherwise = false)
    {
        if (row[column] is not { } text) return otherwise;
        return Cells.Boolean(text) ?? Unreadable<bool>(column, text, "Yes or no is expected.", "TRUE") ?? otherwise;
    }

    public decimal? Number(string column, decimal least = decimal.MinValue)
    {
        if (row[column] is not { } text) return null;
        if (Cells.Number(text, locale) is not { } number) return Unreadable<decimal>(column, text, "A number is expected.");
        return number >= least ? number : Unreadable<decimal>(column, text, $"The number must be at least {least}.");
    }

    public int? Whole(string column, int least = 0)
    {
        if (Number(column) is not { } number) return null;
        if (number != decimal.Truncate(number) || number > int.MaxValue) return Unreadable<int>(column, row[column]!, "A whole number is expected.");
        return number >= least ? (int)number : Unreadable<int>(column, row[column]!, $"The number must be at least {least}.");
    }

    /// <summary>A limit: <c>0</c> would mean "never" by accident, so it is refused.</summary>
    public int? Cap(string column)
    {
        if (Number(column) != 0) return Whole(column, 1);
        Report(column, row[column]!,
            new CellIssue(Severity.Error, "cap.zero", "A cap of 0 is refused; leave it empty for no cap, or disable the row."));
        return null;
    }

    public TimeSpan? Duration(string column)
    {
        if (row[column] is not { } text) return null;
        if (Spans.TryParse(text, out var span, out _) && span > TimeSpan.Zero) return span;
        return Unreadable<TimeSpan>(column, text, "A duration is expected: 30m, 4h, 2d, PT30M.", text.All(char.IsAsciiDigit) ? text + "m" : null);
    }

    public IReadOnlyList<string> List(string column) => row[column] is { } text ? Cells.List(text) : [];

    /// <summary>One of the words, each the spelling of an outcome; empty is <paramref name="otherwise"/>.</summary>
    public T Choice<T>(string column, T otherwise, params (string Word, T Means)[] words)
    {
        if (row[column] is not { } text) return otherwise;
        foreach (var (word, means) in words)
            if (AttributeNames.Fold(word) == AttributeNames.Fold(text)) return means;
        var known = words.Select(w => w.Word).ToList();
        Unreadable<int>(column, text, $"One of {string.Join(", ", known)} is expected.", Suggest.Nearest(text, known));
        return otherwise;
    }

    /// <summary>Every column that is not the table's own, as a condition on the lead.</summary>
    public IReadOnlyList<Condition> Conditions(TableShape shape, UnaryTestCache tests)
    {
        var conditions = new List<Condition>();
        foreach (var cell in row.Cells)
        {
            if (shape.IsOwn(cell.Folded)) continue;
            var (test, issues) = tests.Parse(cell.Text);
            foreach (var issue in issues) Report(cell.Name, cell.Text, issue);
            if (test is { IsAny: false }) conditions.Add(new Condition(AttributeNames.Canonical(cell.Name), test));
        }
        return conditions;
    }

    public void Report(string column, string read, CellIssue issue) => problems.Add(issue.At(table, row.RowKey, column, read));

    public T? Unreadable<T>(string column, string read, string message, string? suggestion = null)
        where T : struct
    {
        Report(column, read, CellIssue.Unreadable(message, suggestion));
        return null;
    }
}

/// <summary>The same cell stands in many rows: each text is parsed once.</summary>
internal sealed class UnaryTestCache(NumberLocale locale)
{
    private readonly Dictionary<string, (UnaryTest?, IReadOnlyList<CellIssue>)> parsed = new(StringComparer.Ordinal);

    public (UnaryTest? Test, IReadOnlyList<CellIssue> Issues) Parse(string text)
    {
        if (parsed.TryGetValue(text, out var known)) return known;
        var test = UnaryTestParser.Parse(text, locale, out var issues);
        return parsed[text] = (test, issues);
    }
}
