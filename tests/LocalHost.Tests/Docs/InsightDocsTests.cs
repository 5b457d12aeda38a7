using LeadRouter.Domain.Insights;

namespace LeadRouter.LocalHost.Tests.Docs;

/// <summary>Every figure of a report is defined on its page, in the order in which it is answered, and no other.</summary>
public sealed class InsightDocsTests
{
    [Fact]
    public void Every_figure_is_defined_in_a_sentence_and_a_formula()
    {
        var documented = Sections().ToDictionary(s => s.Report, s => s.Figures);
        foreach (var report in Reports.All) Assert.Equal(report.Figures.Select(f => f.Name), documented[report.Name].Select(cells => cells[0].Trim('`')));
        Assert.Equal(ThrottleReport.Figures.Select(f => f.ToString().ToLowerInvariant()), documented[ThrottleReport.Name].Select(cells => cells[0].Trim('`')));
        foreach (var report in Reports.All) Assert.All(documented[report.Name], cells => Assert.True(cells is [_, { Length: > 0 }, { Length: > 0 }], cells[0]));
        Assert.Equal(Reports.All.Select(r => r.Name).Concat(["fairness", "throttle", "anomalies"]), documented.Keys);
    }

    private static IEnumerable<(string Report, List<string[]> Figures)> Sections() => File.ReadAllText(Path.Combine(DocsTests.Root, "docs/insights.md"))
        .Split("\n## ")
        .Select(section => section.Split('\n'))
        .Select(lines => (Report: lines[0].Trim(), Figures: lines.Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('|', StringSplitOptions.TrimEntries)[1..^1]).ToList()))
        .Where(section => section.Figures.Count > 0 && !section.Report.StartsWith('#'));
}
