using System.Text.RegularExpressions;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Rules;

/// <summary>Patterns on which a backtracking matcher would not come back, on texts as long as a form may send.</summary>
public class EvilCellsTests
{
    private static readonly string Long = new string('a', 100_000) + "c";

    public static TheoryData<string> Evil => [.. Enumerable.Range(1, 25).SelectMany(n => new[]
    {
        string.Concat(Enumerable.Repeat("*a", n)) + "*b",
        string.Concat(Enumerable.Repeat("a*?", n)) + "c",
    })];

    [Theory]
    [MemberData(nameof(Evil))]
    public void They_answer_what_a_matcher_without_backtracking_answers(string pattern)
    {
        var table = DecisionTable.Compile([new TableRow("r", [new Condition("Message", UnaryTestParser.Parse(pattern, NumberLocale.DecimalComma, out _)!)])], NumberLocale.DecimalComma);
        var regex = new Regex("^" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal) + "$", RegexOptions.NonBacktracking | RegexOptions.Singleline);
        Assert.Equal(regex.IsMatch(Long), table.First(LeadAttributes.Empty.With("Message", Long)) == 0);
    }

    [Fact]
    public void Deep_nesting_is_a_problem_and_no_overflow()
    {
        var nested = string.Concat(Enumerable.Repeat("not(", 64)) + "x" + new string(')', 64);
        UnaryTestParser.Parse(nested, NumberLocale.DecimalComma, out var issues);
        Assert.NotEmpty(issues);
    }
}
