using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.Domain.Scoring;

namespace LeadRouter.Domain.Tests.Rules;

public class SampleConfigTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_reads_without_a_problem()
    {
        var tables = SampleConfig.Load();
        Assert.Empty(RuleSet.Compile(tables).Problems);
        Assert.Empty(LiveConfig.Read(tables).Problems);
        Assert.Equal((25, 15, 9, 4, 3),
            (tables["ScoringRules"].Count, tables["RoutingRules"].Count, tables["Reps"].Count, tables["Pools"].Count, tables["SlaPolicies"].Count));
    }

    [Fact]
    public void Its_files_are_what_our_export_writes() => Assert.All(TableShapes.All, shape =>
        Assert.Equal(SampleConfig.Text(shape.Name), ConfigCsv.Write(shape.Name, SampleConfig.Load()[shape.Name])[1..].ReplaceLineEndings("\n")));

    [Theory]
    [InlineData("DE", "1.200", "Leiter Einkauf", "Bitte ein Angebot, dringend", "dach-enterprise", "hot")]
    [InlineData("ES", "51-200", "Directora de Operaciones", "Quiero una demo y precios", "iberia-hot", "hot")]
    [InlineData("MX", "20", "Compras", "hola", "latam", "standard")]
    [InlineData("CO", "2", "Estudiante", "hola", "latam-cold", "relaxed")]
    [InlineData("FR", "20", "CTO", "Bonjour", "fallback", "standard")]
    [InlineData(null, null, null, "hello", "fallback", "standard")]
    public void It_routes_what_such_a_company_gets(string? country, string? employees, string? title, string message, string rule, string policy)
    {
        var rules = RuleSet.Compile(SampleConfig.Load()).Rules!;
        var lead = LeadAttributes.Empty
            .With("Country", country).With("Employees", employees).With("Title", title).With("Message", message).With("Source", "website")
            .With("EmailKind", "business").With("Company", "Acme").With("Phone", "+34600000000");
        var score = Score.Of(rules, lead, Now, new EvidenceTimes(Now));
        var routed = Assert.IsType<RouteOutcome.Routed>(Routing.Of(rules, score.Onto(lead)));
        Assert.Equal((rule, policy), (routed.Rule, routed.SlaPolicy));
    }
}
