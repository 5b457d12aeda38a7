using System.Globalization;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>Lead and attempt: a step that runs twice asks for the same decision, and is charged once.</summary>
public readonly record struct DecisionId(string Value)
{
    /// <param name="prefix">As <see cref="LeadRecord.IdPrefix"/>.</param>
    public static DecisionId For(LeadId lead, int attempt, string prefix = "") => new($"{prefix}{lead.Value}-{attempt.ToString(CultureInfo.InvariantCulture)}");

    public static DecisionId For(LeadRecord lead, int attempt) => For(lead.Id, attempt, lead.IdPrefix);

    public override string ToString() => Value;
}
