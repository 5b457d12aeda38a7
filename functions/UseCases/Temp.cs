using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
namespace LeadRouter.Domain.Rules
{
public sealed record ReasonRow(string Key, Disposition Disposition, bool Refund, string LabelEn, string LabelEs);
public static class TempReasons
{
    private static readonly ReasonRow[] All = [new("wrong-territory", Disposition.Reroute, true, "Wrong territory", "Territorio equivocado"), new("spam", Disposition.Close, true, "Spam", "Spam"), new("overloaded", Disposition.Reroute, false, "Overloaded", "Sin tiempo")];
    public static ReasonRow? Reason(this LiveConfig live, string on, string? key) => All.FirstOrDefault(r => r.Key == key);
    public static IEnumerable<ReasonRow> ReasonsOn(this LiveConfig live, string on) => All;
}
}
namespace LeadRouter.Domain.Assignment
{
public static class Sentence { public static string Of(DecisionRecord record) => record.Verdict.ToString() ?? ""; }
}
