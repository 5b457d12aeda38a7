using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>Where a lead goes that meets all conditions; of several rows the lowest priority number wins, then the lower key.</summary>
public sealed record RoutingRow(
    string Key, bool Enabled, int Priority, PoolId Pool, string SlaPolicy, decimal Value, IReadOnlyList<string> Skills,
    IReadOnlyList<Condition> Conditions)
{
    internal static RoutingRow Read(RowReader row, UnaryTestCache tests) => new(
        row.Key,
        row.Flag("Enabled", true),
        row.Required("Priority").Length > 0 ? row.Whole("Priority", int.MinValue) ?? 0 : 0,
        new PoolId(row.Required("Pool")),
        row.Required("SlaPolicy"),
        ReadValue(row),
        row.List("Skills"),
        row.Conditions(TableShapes.Of(TableShapes.RoutingRules), tests));

    private static decimal ReadValue(RowReader row)
    {
        if (row.Number("Value") is not { } value) return 1;
        return value > 0 ? value : row.Unreadable<decimal>("Value", row.Text("Value")!, "A lead's value is above 0; empty is 1.") ?? 1;
    }
}
