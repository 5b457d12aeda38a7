using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Rules;

public class UnaryTestTests
{
    private const NumberLocale Comma = NumberLocale.DecimalComma;
    private const NumberLocale Point = NumberLocale.DecimalPoint;

    [Theory]
    // Any
    [InlineData("", "x", true)]
    [InlineData("-", "x", true)]
    [InlineData("-", null, true)]
    // Texts and lists
    [InlineData("DE", "de", true)]
    [InlineData("DE;AT;CH", "AT", true)]
    [InlineData("DE, AT, CH", "ch", true)]
    [InlineData("DE;AT;CH;", "CH", true)]
    [InlineData("DE\nAT\nCH", "AT", true)]
    [InlineData("DE;AT;CH", "ES", false)]
    [InlineData("DE;AT;CH", null, false)]
    [InlineData("España", " ESPANA ", true)]
    [InlineData("Straße", "STRASSE", true)]
    [InlineData("Łódź", "lodz", true)]
    [InlineData("Cafe\u0301", "café", true)]
    [InlineData("Acme, Inc; Contoso, SA", "acme, inc", true)]
    [InlineData("\"Acme, Inc\"", "Acme, Inc", true)]
    [InlineData("\"present\"", "x", false)]
    [InlineData("\"say \"\"hi\"\"\"", "say \"hi\"", true)]
    // A code is not an amount
    [InlineData("08001", "08001", true)]
    [InlineData("08001", "8001", false)]
    [InlineData("8001", "08001", false)]
    [InlineData("8001", "8001", true)]
    [InlineData("1000", "1.000", true)]
    [InlineData("= 500", "500", true)]
    [InlineData("12345678901234567890", "12345678901234567890", true)]
    [InlineData("12345678901234567890", "12345678901234567891", false)]
    // Comparisons
    [InlineData(">= 500", "500", true)]
    [InlineData(">=500", "499", false)]
    [InlineData("> 500", "500", false)]
    [InlineData("> 500", "501", true)]
    [InlineData("< 10", "9", true)]
    [InlineData("< 10", "10", false)]
    [InlineData("<= 10", "10", true)]
    [InlineData("≤ 10", "10", true)]
    [InlineData(">= 500", "many", false)]
    [InlineData(">= 500", null, false)]
    [InlineData(">= -5", "-4", true)]
    [InlineData(">= 500", "500+", true)]
    // Ranges, both ends included
    [InlineData("10..50", "10", true)]
    [InlineData("10..50", "50", true)]
    [InlineData("10..50", "51", false)]
    [InlineData("10 .. 50", "30", true)]
    [InlineData("10..", "10", true)]
    [InlineData("..50", "50", true)]
    [InlineData("..50", "51", false)]
    [InlineData("-5..5", "-5", true)]
    [InlineData("10..20; 40..50", "45", true)]
    [InlineData("10..20; 40..50", "30", false)]
    [InlineData("80000..81999", "80331", true)]
    [InlineData("01000..01999", "01067", true)]
    // A range in the lead reads as its lower bound
    [InlineData("50..200", "51-200", true)]
    [InlineData("50..200", "51 a 200", true)]
    [InlineData("50..200", "51 bis 200", true)]
    [InlineData("50..200", "51 to 200", true)]
    [InlineData("50..200", "51 – 200", true)]
    [InlineData("52..200", "51-200", false)]
    [InlineData("1000..2000", "1.001-5.000", true)]
    // Not
    [InlineData("not(gmail.com;hotmail.com)", "gmail.com", false)]
    [InlineData("not(gmail.com;hotmail.com)", "acme.com", true)]
    [InlineData("not(gmail.com, hotmail.com)", "HOTMAIL.com", false)]
    [InlineData("not(gmail.com)", null, true)]
    [InlineData("NOT (10..50)", "30", false)]
    [InlineData("not(*.edu)", "mit.edu", false)]
    [InlineData("not(contains(student))", "Student", false)]
    [InlineData("not(not(ES))", "ES", true)]
    [InlineData("not(missing)", "x", true)]
    [InlineData("not(missing)", null, false)]
    // Patterns
    [InlineData("*@acme.com", "ana@ACME.com", true)]
    [InlineData("*@acme.com", "ana@acme.com.mx", false)]
    [InlineData("08*;17*", "08001", true)]
    [InlineData("08*,17*", "17004", true)]
    [InlineData("08*", "28001", false)]
    [InlineData("*.edu.*", "unam.edu.mx", true)]
    [InlineData("a*b*c", "aXXbYYc", true)]
    [InlineData("a*b*c", "aXXcYYb", false)]
    [InlineData("SW1? *", "sw1a 1aa", true)]
    [InlineData("*", "x", true)]
    [InlineData("*", null, false)]
    [InlineData("contains(director)", "Directora de Operaciones", true)]
    [InlineData("contains(director; head)", "Head of Ops", true)]
    [InlineData("contains(director, head)", "CEO", false)]
    [InlineData("contains(operación)", "OPERACION", true)]
    // Presence
    [InlineData("present", "x", true)]
    [InlineData("present", " ", false)]
    [InlineData("Present", null, false)]
    [InlineData("missing", null, true)]
    [InlineData("missing", " ", true)]
    [InlineData("missing", "x", false)]
    [InlineData("missing; ES", null, true)]
    [InlineData("missing; ES", "es", true)]
    [InlineData("missing; ES", "de", false)]
    // Truth
    [InlineData("true", "on", true)]
    [InlineData("true", "Sí", true)]
    [InlineData("TRUE", "1", true)]
    [InlineData("VERDADERO", "true", true)]
    [InlineData("true", "no", false)]
    [InlineData("false", "0", true)]
    [InlineData("FALSO", "no", true)]
    [InlineData("false", null, false)]
    [InlineData("NO", "no", true)]
    [InlineData("NO", "false", false)]
    // Dates
    [InlineData("2026-01-01..2026-03-31", "2026-01-01", true)]
    [InlineData("2026-01-01..2026-03-31", "2026-03-31T23:59:59Z", true)]
    [InlineData("2026-01-01..2026-03-31", "2026-04-01", false)]
    [InlineData("2026-01-01..", "2027-05-05", true)]
    [InlineData(">= 2026-02-28", "2026-02-28", true)]
    [InlineData("< 2026-02-28", "2026-02-28", false)]
    [InlineData("2026-02-28", "2026-02-28 10:00", true)]
    [InlineData("2026-02-28", "2026-02-29", false)]
    public void A_cell_accepts_what_it_says(string cell, string? value, bool expected)
    {
        var test = UnaryTestParser.Parse(cell, Comma, out var issues);
        Assert.DoesNotContain(issues, i => i.Severity == Severity.Error);
        Assert.NotNull(test);
        Assert.Equal(expected, test.Accepts(value is null ? [] : [value], Comma));
    }

    [Theory]
    [InlineData(">= 1.000", "1000", Comma, true)]
    [InlineData(">= 1.000", "1", Comma, false)]
    [InlineData(">= 1.000", "1", Point, true)]
    [InlineData(">= 1,000", "1", Comma, true)]
    [InlineData(">= 1,000", "999", Point, false)]
    [InlineData(">= 1,5", "1.5", Comma, true)]
    [InlineData("1,5", "1.5", Comma, true)]
    [InlineData("1,000", "1000", Point, true)]
    [InlineData("1,000", "1", Point, false)]
    [InlineData("1,2,3", "2", Comma, true)]
    [InlineData("28001,28002", "28002", Comma, true)]
    [InlineData("28001,28002", "28002", Point, true)]
    [InlineData("10,5..20,5", "20.5", Comma, true)]
    [InlineData("10..20,30..40", "35", Comma, true)]
    [InlineData("1.000.000", "1000000", Comma, true)]
    [InlineData("1,000,000", "1 000 000", Point, true)]
    [InlineData("1.234,56", "1234.56", Comma, true)]
    [InlineData("1,234.56", "1.234,56", Point, true)]
    [InlineData("1'000", "1000", Comma, true)]
    [InlineData("0.875", "0,875", Comma, true)]
    public void Numbers_read_by_the_sets_locale(string cell, string value, NumberLocale locale, bool expected) =>
        Assert.Equal(expected, UnaryTestParser.Parse(cell, locale, out _)!.Accepts([value], locale));

    [Theory]
    [InlineData("pro;enterprise", true)]
    [InlineData("enterprise", false)]
    [InlineData("not(pro)", false)]
    [InlineData("not(basic)", true)]
    [InlineData("contains(integr)", true)]
    public void Of_several_values_any_one_is_enough(string cell, bool expected) =>
        Assert.Equal(expected, UnaryTestParser.Parse(cell, Comma, out _)!.Accepts(["pro", "integrations"], Comma));

    [Theory]
    [InlineData(">= many", null)]
    [InlineData(">=", null)]
    [InlineData("=> 500", ">= 500")]
    [InlineData("=< 500", "<= 500")]
    [InlineData("!= ES", "not(ES)")]
    [InlineData("<> ES", "not(ES)")]
    [InlineData("> 31/12/2026", "> 2026-12-31")]
    [InlineData("10..many", null)]
    [InlineData("10...50", "10..50")]
    [InlineData("1/1/2026..31/3/2026", "2026-01-01..2026-03-31")]
    [InlineData("..", "10..50")]
    [InlineData("10..2026-01-01", null)]
    [InlineData("not()", "-")]
    [InlineData(";;", "-")]
    [InlineData("not(ES", "not(ES)")]
    [InlineData("not(ES); not(DE)", "not(ES)")]
    [InlineData("contains()", "contains(director)")]
    [InlineData("contians(director)", "contains(director)")]
    [InlineData("contains(director) x", null)]
    [InlineData("\"Acme", "\"Acme\"")]
    [InlineData("not(not(not(not(not(not(not(not(not(x)))))))))", null)]
    public void What_cannot_be_read_is_an_error_with_a_suggestion(string cell, string? suggestion)
    {
        Assert.Null(UnaryTestParser.Parse(cell, Comma, out var issues));
        var issue = issues.First(i => i.Severity == Severity.Error);
        Assert.Equal("cell.unreadable", issue.Code);
        Assert.Equal(suggestion, issue.Suggestion);
        if (suggestion is not null) Assert.NotNull(UnaryTestParser.Parse(suggestion, Comma, out _));
    }

    [Theory]
    [InlineData("51-200", "51..200")]
    [InlineData("51 a 200", "51..200")]
    [InlineData("500+", ">= 500")]
    [InlineData("31/12/2026", "2026-12-31")]
    [InlineData("presentt", "present")]
    [InlineData("mising", "missing")]
    [InlineData("DE;AT,CH", "DE; AT; CH")]
    [InlineData("10,20", "10; 20")]
    public void What_probably_means_something_else_is_a_warning(string cell, string suggestion)
    {
        Assert.NotNull(UnaryTestParser.Parse(cell, Comma, out var issues));
        Assert.Equal((Severity.Warning, suggestion), (Assert.Single(issues).Severity, issues[0].Suggestion));
    }

    [Theory]
    [InlineData("50..10")]
    [InlineData(">= 10; < 50")]
    [InlineData("present; missing")]
    [InlineData("..2026-01-01; >= 2025-01-01")]
    public void A_cell_that_accepts_nothing_or_everything_is_a_warning(string cell)
    {
        Assert.NotNull(UnaryTestParser.Parse(cell, Comma, out var issues));
        Assert.Contains(issues, i => i is { Severity: Severity.Warning, Code: "cell.contradictory" });
    }

    [Fact]
    public void Oversized_cells_are_refused_with_a_message()
    {
        Assert.Null(UnaryTestParser.Parse(new string('x', 40_000), Comma, out var issues));
        Assert.Contains("limit", Assert.Single(issues).Message, StringComparison.Ordinal);
        Assert.Null(UnaryTestParser.Parse(string.Join(";", Enumerable.Range(0, 5_000)), Comma, out issues));
        Assert.Contains("limit", Assert.Single(issues).Message, StringComparison.Ordinal);
        Assert.Null(UnaryTestParser.Parse("a*" + new string('x', 200), Comma, out issues));
        Assert.Contains("limit", Assert.Single(issues).Message, StringComparison.Ordinal);
    }
}
