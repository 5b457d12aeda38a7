using System.Text;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Intake;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Tests.World;

/// <summary>Builders of what comes from outside.</summary>
internal static class A
{
    public static Incoming Lead(string email, string? key = null, string source = "web") =>
        Body($$"""{"email":"{{email}}","name":"Eva Ruiz","company":"Acme","country":"ES"}""", key, source);

    public static Incoming Body(string json, string? key = null, string source = "web") =>
        new(source, new RawSubmission("application/json", Encoding.UTF8.GetBytes(json), new Dictionary<string, string>()), key);

    public static Signal.Rejected Rejection(RepId by, bool refund = true, int? attempt = null) => new(by, "wrong-territory", Disposition.Reroute, refund, null, attempt);

    /// <summary>Pool spain with ana, ben and cleo, each with mia for a manager; half an hour to accept, then another rep, then the house queue.</summary>
    public static Configuration Configuration(params (string Table, ConfigRow Row)[] changes)
    {
        var rows = new List<(string Table, ConfigRow Row)>
        {
            ("ScoringRules", ConfigRow.From("es", ("Group", "fit"), ("Points", 10), ("Country", "ES"))),
            ("Bands", ConfigRow.From("a", ("From", 10), ("Mql", true))),
            ("Bands", ConfigRow.From("d", ("To", 9.99))),
            ("RoutingRules", ConfigRow.From("fallback", ("Priority", 100), ("Pool", "spain"), ("SlaPolicy", "standard"))),
            ("SlaPolicies", ConfigRow.From("standard", ("Clock", "24x7"), ("AcceptWithin", "30m"), ("ContactWithin", "4h"), ("QualifyWithin", "5d"), ("RemindAt", "50%"), ("Ladder", "reassign;house"))),
            ("Pools", ConfigRow.From("spain")),
            ("Sources", ConfigRow.From("web", ("Shape", "flat"))),
            ("Reps", Rep("mia")),
        };
        foreach (var rep in new[] { "ana", "ben", "cleo" })
        {
            rows.Add(("Reps", Rep(rep, ("Manager", "mia"))));
            rows.Add(("Memberships", ConfigRow.From($"spain-{rep}", ("Pool", "spain"), ("Rep", rep))));
        }
        rows.RemoveAll(r => changes.Any(c => (c.Table, c.Row.RowKey) == (r.Table, r.Row.RowKey)));
        rows.AddRange(changes);
        var tables = new ConfigTables(rows.GroupBy(r => r.Table).Select(t => KeyValuePair.Create<string, IReadOnlyList<ConfigRow>>(t.Key, [.. t.Select(r => r.Row)])));
        var (rules, frozen) = RuleSet.Compile(tables);
        var (live, problems) = LiveConfig.Read(tables);
        Assert.True(rules is not null && live is not null, string.Join(Environment.NewLine, frozen.Concat(problems)));
        return new Configuration(new RuleVersion(1, rules), live);
    }

    public static ConfigRow Rep(string name, params (string, object?)[] more) =>
        ConfigRow.From(name, [("Name", name), ("Email", $"{name}@leadrouter.example"), .. more]);
}
