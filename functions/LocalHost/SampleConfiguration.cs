using LeadRouter.Domain.Rules;
namespace LeadRouter.LocalHost;
internal static class SampleConfiguration
{
    public static ConfigTables Read() => new(new Dictionary<string, IReadOnlyList<ConfigRow>>
    {
        ["ScoringRules"] = [ConfigRow.From("size", ("Group","fit"),("Points",20),("Employees",">= 50")), ConfigRow.From("es", ("Group","fit"),("Points",10),("Country","ES;MX"))],
        ["Bands"] = [ConfigRow.From("a",("From",20),("Mql",true)), ConfigRow.From("d",("To",19.99))],
        ["RoutingRules"] = [ConfigRow.From("fallback",("Priority",100),("Pool","spain"),("SlaPolicy","standard"))],
        ["SlaPolicies"] = [ConfigRow.From("standard",("Clock","24x7"),("AcceptWithin","30m"),("ContactWithin","4h"),("QualifyWithin","5d"),("RemindAt","50%"),("Ladder","remind;reassign;house"))],
        ["Pools"] = [ConfigRow.From("spain",("Overflow","world")), ConfigRow.From("world")],
        ["Reps"] = [ConfigRow.From("ana",("Name","Ana"),("Email","ana@leadrouter.example"),("Language","es"),("TimeZone","Europe/Madrid"),("Hours","mon-fri 09:00-14:00,15:00-18:00")), ConfigRow.From("ben",("Name","Ben"),("Email","ben@leadrouter.example")), ConfigRow.From("cleo",("Name","Cleo"),("Email","cleo@leadrouter.example"))],
        ["Memberships"] = [ConfigRow.From("spain-ana",("Pool","spain"),("Rep","ana")), ConfigRow.From("w-ben",("Pool","world"),("Rep","ben")), ConfigRow.From("w-cleo",("Pool","world"),("Rep","cleo"))],
        ["Sources"] = [ConfigRow.From("website",("Shape","flat"))],
    });
}
