using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Tests.Rules;

public class RoutingTests
{
    private static RuleSet Rules(params ConfigRow[] routing)
    {
        var (rules, problems) = RuleSet.Compile(ConfigTables.Empty.With(TableShapes.RoutingRules, routing));
        Assert.Empty(problems);
        return rules!;
    }

    private static ConfigRow Row(string key, int priority, params (string, object?)[] cells) =>
        ConfigRow.From(key, [("Priority", priority), ("Pool", key + "-pool"), ("SlaPolicy", "standard"), .. cells]);

    private static readonly RuleSet Sample = Rules(
        Row("fallback", 999),
        Row("dach-enterprise", 10, ("Country", "DE;AT;CH"), ("Employees", ">= 500"), ("Value", 2), ("Skills", "german; enterprise")),
        Row("dach", 20, ("Country", "DE;AT;CH")),
        Row("spain-b", 30, ("Country", "España;ES")),
        Row("spain-a", 30, ("Country", "ES")),
        Row("off", 1, ("Enabled", false)));

    [Theory]
    [InlineData("DE", "500", "dach-enterprise")]
    [InlineData("de", "51-200", "dach")]
    [InlineData("ES", "1", "spain-a")]
    [InlineData("España", "1", "spain-b")]
    [InlineData("FR", "1", "fallback")]
    public void The_lowest_priority_number_wins_then_the_lower_key(string country, string employees, string rule)
    {
        var lead = LeadAttributes.Empty.With("country", country).With("employees", employees);
        var routed = Assert.IsType<RouteOutcome.Routed>(Routing.Of(Sample, lead));
        Assert.Equal((rule, rule + "-pool", "standard"), (routed.Rule, routed.Pool.Value, routed.SlaPolicy));
    }

    [Fact]
    public void The_row_carries_value_and_skills()
    {
        var routed = Assert.IsType<RouteOutcome.Routed>(Routing.Of(Sample, LeadAttributes.Empty.With("Country", "CH").With("Employees", "5.000")));
        Assert.Equal(2, routed.Value);
        Assert.Equal(["german", "enterprise"], routed.Skills);
    }

    [Fact]
    public void Explained_it_names_the_cell_that_failed_in_every_other_row()
    {
        var routed = Routing.Of(Sample, LeadAttributes.Empty.With("Country", "DE").With("Employees", "20"), explain: true);
        Assert.Equal(
            [new("dach-enterprise", "Employees", ">= 500", "20"), new("spain-a", "Country", "ES", "DE"),
                new("spain-b", "Country", "España;ES", "DE")],
            routed.Failed);
    }

    [Fact]
    public void Without_a_fallback_a_lead_may_go_nowhere() =>
        Assert.IsType<RouteOutcome.Unrouted>(Routing.Of(Rules(Row("only", 1, ("Country", "DE"))), LeadAttributes.Empty));
}
