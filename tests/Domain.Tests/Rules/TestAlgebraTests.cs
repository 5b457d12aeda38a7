using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Rules;

public class TestAlgebraTests
{
    private const NumberLocale Locale = NumberLocale.DecimalComma;

    private static UnaryTest Parse(string cell) => UnaryTestParser.Parse(cell, Locale, out _)!;

    [Fact]
    public void What_is_covered_is_accepted_and_what_does_not_overlap_is_never_accepted_by_both() =>
        Gen.Select(RandomTables.AnyCell, RandomTables.AnyCell, RandomTables.Value.List[0, 1].List[1, 20]).Sample(
            (a, b, leads) =>
            {
                var covers = TestAlgebra.Covers(Parse(a.Text), Parse(b.Text), Locale);
                var overlap = TestAlgebra.Overlap(Parse(a.Text), Parse(b.Text), Locale);
                return leads.All(values =>
                    (!covers || !b.Accepts(values) || a.Accepts(values)) && (overlap || !(a.Accepts(values) && b.Accepts(values))));
            },
            iter: 30_000);

    [Theory]
    [InlineData("DE;AT;CH", "DE")]
    [InlineData("-", "not(x)")]
    [InlineData("present", "DE")]
    [InlineData(">= 10", "10..50")]
    [InlineData(">= 10", "500")]
    [InlineData("not(DE)", "AT")]
    [InlineData("not(DE)", "not(DE;AT)")]
    [InlineData("*@acme.com", "ana@acme.com")]
    [InlineData("08*", "080*")]
    [InlineData("contains(dir)", "*director*")]
    [InlineData("2026-01-01..2026-12-31", "2026-02-01..2026-02-28")]
    public void Covers(string outer, string inner)
    {
        Assert.True(TestAlgebra.Covers(Parse(outer), Parse(inner), Locale));
        Assert.True(TestAlgebra.Overlap(Parse(outer), Parse(inner), Locale));
        Assert.False(TestAlgebra.Covers(Parse(inner), Parse(outer), Locale));
    }

    [Theory]
    [InlineData("DE", "AT;CH")]
    [InlineData("1..10", "11..20")]
    [InlineData("< 10", ">= 10")]
    [InlineData("DE", "not(DE;AT)")]
    [InlineData("missing", "present")]
    [InlineData("08*", "17*")]
    [InlineData("true", "false")]
    public void Do_not_overlap(string a, string b) => Assert.False(TestAlgebra.Overlap(Parse(a), Parse(b), Locale));

    [Fact]
    public void A_witness_is_a_lead_that_its_row_accepts() =>
        RandomTables.Rows.Sample(rows =>
        {
            foreach (var row in rows)
            {
                List<Condition> conditions = [.. row.Cells.Select(c => new Condition(c.Attribute, Parse(c.Cell.Text)))];
                if (RowAlgebra.Witness(conditions, Locale) is { } witness && !conditions.All(c => c.Accepts(witness, Locale))) return false;
            }
            return true;
        }, iter: 200);

    [Theory]
    [InlineData("DE")]
    [InlineData("500")]
    [InlineData("> 500")]
    [InlineData("< 0,5")]
    [InlineData("2026-01-01..")]
    [InlineData("..2026-01-01")]
    [InlineData("contains(x)")]
    [InlineData("a*b?c")]
    [InlineData("true")]
    [InlineData("missing")]
    [InlineData("present")]
    [InlineData("not(present)")]
    [InlineData("not(missing)")]
    public void Every_form_has_a_witness(string cell) => Assert.NotNull(RowAlgebra.Witness([new Condition("A", Parse(cell))], Locale));
}
