using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Rules;

public class DecisionTableTests
{
    private const NumberLocale Locale = NumberLocale.DecimalComma;

    [Fact]
    public void The_compiled_form_agrees_with_reading_the_rows_cell_by_cell() =>
        Gen.Select(RandomTables.Rows, RandomTables.AnyLead.List[1, 8]).Sample(
            (rows, leads) =>
            {
                var table = Compile(rows);
                foreach (var lead in leads)
                {
                    var expected = Enumerable.Range(0, rows.Count).Where(i => RandomTables.Accepts(rows[i], lead)).ToList();
                    var attributes = lead.Attributes;
                    if (!expected.SequenceEqual(table.Matches(attributes))) return false;
                    if (table.First(attributes) != (expected.Count > 0 ? expected[0] : -1)) return false;
                    if (!expected.SequenceEqual(OneByOne(table, attributes))) return false;
                    if (!Explains(table, rows, lead, expected)) return false;
                }
                return true;
            },
            iter: 3_000,
            print: t => $"{string.Join("\n", t.Item1.Select(Show))}\n{string.Join("\n", t.Item2.Select(Show))}");

    private static IEnumerable<int> OneByOne(DecisionTable table, LeadAttributes lead) =>
        Enumerable.Range(0, table.Rows.Count).Where(i => table.Rows[i].Conditions.All(c => c.Accepts(lead, Locale)));

    private static string Show(RandomTables.Row row) => string.Join(" | ", row.Cells.Select(c => $"{c.Attribute}: {c.Cell}"));

    private static string Show(RandomTables.Lead lead) => string.Join(" ", lead.Values.Select(v => $"{v.Key}=[{string.Join(",", v.Value)}]"));

    private static bool Explains(DecisionTable table, IReadOnlyList<RandomTables.Row> rows, RandomTables.Lead lead, List<int> expected)
    {
        var explanation = table.Explain(lead.Attributes);
        if (!explanation.Matched.SequenceEqual(expected) || explanation.Failed.Count + expected.Count != rows.Count) return false;
        return explanation.Failed.All(failed =>
        {
            var cell = rows.Single(r => r.Key == failed.Row).Cells.Single(c =>
                AttributeNames.Fold(c.Attribute) == AttributeNames.Fold(failed.Attribute));
            return failed.Test == cell.Cell.Text.Trim() && !cell.Cell.Accepts(lead.Values.TryGetValue(cell.Attribute, out var v) ? v : []);
        });
    }

    private static DecisionTable Compile(IReadOnlyList<RandomTables.Row> rows) => DecisionTable.Compile(
        rows.Select(r => new TableRow(r.Key, [.. r.Cells.Select(c => new Condition(c.Attribute, Parse(c.Cell.Text)))])), Locale);

    private static UnaryTest Parse(string cell)
    {
        var test = UnaryTestParser.Parse(cell, Locale, out var issues);
        Assert.True(test is not null, $"{cell}: {string.Join("; ", issues)}");
        return test;
    }

    [Fact]
    public void Ten_thousand_rows_find_the_same_as_one_by_one()
    {
        static TableRow Row(int i) => new($"r{i}",
        [
            Is("Country", $"C{i % 50}"), Is("Employees", $"{i}..{i + 500}"), Is("EmailDomain", i % 3 == 0 ? $"*.d{i % 7}.com" : $"not(d{i % 9}.com)"),
        ]);
        var table = DecisionTable.Compile(Enumerable.Range(0, 10_000).Select(Row), Locale);
        foreach (var employees in new[] { 0, 1, 499, 500, 5_000, 9_999, 10_499, 10_500 })
        {
            var lead = LeadAttributes.Empty
                .With("country", $"c{employees % 50}").With("employees", $"{employees}").With("emailDomain", ["x.d3.com", "d4.com"]);
            Assert.Equal(OneByOne(table, lead), table.Matches(lead));
        }
    }

    [Fact]
    public void A_table_without_rows_matches_nothing()
    {
        var table = DecisionTable.Compile([], Locale);
        Assert.Equal(-1, table.First(LeadAttributes.Empty));
        Assert.Empty(table.Matches(LeadAttributes.Empty));
        Assert.Empty(table.Explain(LeadAttributes.Empty).Failed);
    }

    [Fact]
    public void A_row_without_conditions_matches_every_lead() =>
        Assert.Equal(0, DecisionTable.Compile([new TableRow("all", [])], Locale).First(LeadAttributes.Empty));

    [Fact]
    public void The_explanation_names_the_first_cell_that_refused()
    {
        var table = DecisionTable.Compile([new TableRow("de-big", [Is("Country", "DE;AT"), Is("Employees", ">= 500")])], Locale);
        var explained = table.Explain(LeadAttributes.Empty.With("Country", "de").With("Employees", "51-200"));
        Assert.Equal(new FailedCell("de-big", "Employees", ">= 500", "51-200"), Assert.Single(explained.Failed));
    }

    [Fact]
    public void Evil_patterns_over_huge_texts_finish()
    {
        string[] stems = ["a*a*a*a*a*a*b", "*a*a*a*a*a*a*b", "?a*?a*?a*c", "*aaaaaaaaaaaaaaaaaaaaaaaaab", "a*b*a*b*a*b*c"];
        var patterns = Enumerable.Range(0, 50).Select(i => stems[i % stems.Length] + new string('a', i));
        string[] texts = [new('a', 100_000), string.Concat(Enumerable.Repeat("ab", 50_000)), new string('a', 99_999) + "b", new string('á', 100_000)];
        var table = DecisionTable.Compile(patterns.Select((p, i) => new TableRow($"r{i}", [Is("Message", p)])), Locale);
        foreach (var text in texts)
        {
            var lead = LeadAttributes.Empty.With("Message", text);
            Assert.Equal(table.Rows.Count(r => r.Conditions[0].Accepts(lead, Locale)), table.Matches(lead).Count);
        }
    }

    private static Condition Is(string attribute, string cell) => new(attribute, Parse(cell));
}
