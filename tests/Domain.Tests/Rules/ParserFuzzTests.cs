using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Rules;

public class ParserFuzzTests
{
    private static readonly Gen<string> Fragment = Gen.OneOf(
        "not(", "contains(", ")", "(", ">=", "<=", ">", "<", "=", "!", "..", ".", ",", ";", "*", "?", "\"", "-", "'", "present", "missing", "true",
        "1", "0", "1.000", "1,5", "9999999999999999999", "2026-01-01", "2026-13-45", "31/12/2026", "España", " ", "\n", "\0", "\uD800", "\uDC00",
            "\u0301", "ß", "é", "%", "@", "{", "P1D");

    private static readonly Gen<string> Anything = Gen.OneOf(Fragment.List[0, 12].Select(string.Concat), Gen.String);

    [Fact]
    public void Parsing_never_throws_and_reads_or_explains() =>
        Gen.Select(Anything, Gen.Enum<NumberLocale>()).Sample(
            (cell, locale) =>
            {
                var test = UnaryTestParser.Parse(cell, locale, out var issues);
                return (test is null) == issues.Any(i => i.Severity == Severity.Error) && issues.All(i => i.Message.Length > 0);
            },
            iter: 50_000);

    [Fact]
    public void Whatever_parses_can_be_compiled_and_asked() =>
        Gen.Select(Anything, Anything.List[0, 3]).Sample(
            (cell, values) =>
            {
                if (UnaryTestParser.Parse(cell, NumberLocale.DecimalPoint, out _) is not { } test) return true;
                var lead = LeadAttributes.From([KeyValuePair.Create<string, IReadOnlyList<string>>("Title", values)]);
                var table = DecisionTable.Compile([new TableRow("r", [new Condition("Title", test)])], NumberLocale.DecimalPoint);
                return table.First(lead) == (test.Accepts(lead.Values("Title"), NumberLocale.DecimalPoint) ? 0 : -1);
            },
            iter: 20_000);

    [Fact]
    public void No_row_makes_reading_throw() =>
        Gen.Select(Gen.OneOf([.. TableShapes.All]), Gen.Select(Gen.Int[0, 20], Anything).List[0, 8], Anything).Sample(
            (shape, cells, key) =>
            {
                var names = shape.Columns.Append("Country").ToList();
                var row = ConfigRow.From(key, [.. cells.Select(c => (names[c.Item1 % names.Count], (object?)c.Item2))]);
                var tables = ConfigTables.Empty.With(shape.Name, [row, row]);
                var (rules, problems) = RuleSet.Compile(tables);
                var (live, more) = LiveConfig.Read(tables);
                Assert.Equal(problems.AnyError(), rules is null);
                Assert.Equal(more.AnyError(), live is null);
                Assert.All(problems.Concat(more), p => Assert.Equal(shape.Name, p.Table));
            },
            iter: 20_000);
}
