using System.Globalization;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>Lead and attempt: a step that runs twice asks for the same decision, and is charged once.</summary>
public readonly record struct DecisionId(string Value)
{
    public static DecisionId For(LeadId lead, int attempt) => new($"{lead.Value}-{attempt.ToString(CultureInfo.InvariantCulture)}");

    public override string ToString() => Value;
}
