using System.Text.RegularExpressions;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Rules;

/// <summary>docs/rules.md says what the product does.</summary>
public partial class RulesGuideTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(SampleConfig.Folder, "..", ".."));
    private static readonly string Guide = File.ReadAllText(Path.Combine(Root, "docs", "rules.md"));

    public static TheoryData<string, string, bool> Examples()
    {
        var examples = new TheoryData<string, string, bool>();
        foreach (var line in Section("## The tests", "## Scoring").Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)))
        {
            var columns = line.Trim('|', ' ').Split('|').Select(c => c.Trim()).ToArray();
            foreach (var value in Values(columns[2])) examples.Add(columns[0].Trim('`'), value, true);
            foreach (var value in Values(columns.ElementAtOrDefault(3) ?? "")) examples.Add(columns[0].Trim('`'), value, false);
        }
        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Each_example_of_a_test_is_true(string cell, string value, bool accepted) =>
        Assert.Equal(accepted,
            UnaryTestParser.Parse(cell, NumberLocale.DecimalComma, out _)!.Accepts(value == "(nothing)" ? [] : [value], NumberLocale.DecimalComma));

    [Fact]
    public void There_are_examples() => Assert.True(Examples().Count > 80);

    [Fact]
    public void Every_code_of_a_problem_is_explained_and_no_other()
    {
        var inCode = Directory.EnumerateFiles(Path.Combine(Root, "functions", "Domain", "Rules"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Code().Matches(File.ReadAllText(file))).Select(m => m.Groups[1].Value)
            .Concat(new[] { "pool", "slapolicy", "calendar", "rep", "reason", "scoregroup" }.Select(target => "unknown." + target));
        var inGuide = Code2().Matches(Section("## What the linter says", "## All columns")).Select(m => m.Groups[1].Value);
        Assert.Equal(inCode.ToHashSet().Order(), inGuide.ToHashSet().Order());
    }

    [Fact]
    public void Every_table_and_column_is_listed() => Assert.All(TableShapes.All, shape =>
    {
        var line = Assert.Single(Section("## All columns", "\0").Split('\n'), l => l.StartsWith($"| `{shape.Name}`", StringComparison.Ordinal));
        Assert.All(shape.Columns, column => Assert.Contains($"`{column}`", line, StringComparison.Ordinal));
    });

    private static string Section(string from, string to)
    {
        var start = Guide.IndexOf(from, StringComparison.Ordinal);
        var end = Guide.IndexOf(to, start, StringComparison.Ordinal);
        return end < 0 ? Guide[start..] : Guide[start..end];
    }

    private static IEnumerable<string> Values(string column) => column.Split('·').Select(v => v.Trim()).Where(v => v.Length > 0);

    [GeneratedRegex("\"((?:cell|key|table|cap|column|routing|row|band|pool|rep|calendar|sla|attribute|overflow|csv|unknown)\\.[a-z-]+)\"")]
    private static partial Regex Code();

    [GeneratedRegex("`([a-z]+\\.[a-z-]+)`")]
    private static partial Regex Code2();
}
