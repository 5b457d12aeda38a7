using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>A configuration table: its own columns, and whether every other column is a condition on the lead.</summary>
public sealed record TableShape(string Name, bool Frozen, bool TakesConditions, IReadOnlyList<string> Columns)
{
    public const string Note = "Note";

    public bool IsOwn(string column)
    {
        var folded = AttributeNames.Fold(column);
        return folded == "note" || Columns.Any(own => AttributeNames.Fold(own) == folded);
    }
}

/// <summary>Every configuration table and the names of its columns: a contract with the sheets that people keep.</summary>
public static class TableShapes
{
    public const string ScoringRules = "ScoringRules";
    public const string ScoreGroups = "ScoreGroups";
    public const string Disqualifiers = "Disqualifiers";
    public const string Bands = "Bands";
    public const string RoutingRules = "RoutingRules";
    public const string SlaPolicies = "SlaPolicies";
    public const string Pools = "Pools";
    public const string Reps = "Reps";
    public const string Memberships = "Memberships";
    public const string Calendars = "Calendars";
    public const string Reasons = "Reasons";
    public const string Criteria = "Criteria";
    public const string ContactPolicies = "ContactPolicies";
    public const string Sources = "Sources";

    public static readonly IReadOnlyList<TableShape> All =
    [
        new(ScoringRules, true, true, ["Enabled", "Group", "Points", "HalfLifeDays"]),
        new(ScoreGroups, true, false, ["Cap", "Floor"]),
        new(Disqualifiers, true, true, ["Enabled", "Reason"]),
        new(Bands, true, false, ["From", "To", "Mql"]),
        new(RoutingRules, true, true, ["Enabled", "Priority", "Pool", "SlaPolicy", "Value", "Skills"]),
        new(SlaPolicies, true, false,
        [
            "Clock", "Calendar", "AcceptWithin", "ContactWithin", "QualifyWithin", "StaleAfter", "RemindAt", "Ladder", "MaxAttempts",
            "OnEmptyStep", "PauseRepAfter",
        ]),
        new(Pools, false, false, ["Strategy", "Stickiness", "Absence", "AccrueMax", "Overflow", "AlarmCredit", "StickyOffLedger"]),
        new(Reps, false, false,
        [
            "Enabled", "Paused", "Name", "Email", "Manager", "Language", "TimeZone", "Hours", "Calendar", "TimeOff", "Languages", "Skills",
            "CapHour", "CapDay", "CapWeek", "CapOpen",
        ]),
        new(Memberships, false, false, ["Pool", "Rep", "Weight", "Order", "RampDays", "Territory"]),
        new(Calendars, false, false, ["TimeZone", "Hours", "Holidays", "Closed", "Open"]),
        new(Reasons, false, false, ["On", "Disposition", "Refund", "LabelEn", "LabelEs"]),
        new(Criteria, false, false, ["Required", "LabelEn", "LabelEs"]),
        new(ContactPolicies, false, false, ["Caps", "Over", "MaxDelay", "QuietHours", "Reserved"]),
        new(Sources, false, false,
        [
            "Enabled", "Shape", "Map", "Signature", "Challenge", "Secret", "IdempotencyKey", "DefaultRegion", "DefaultLanguage",
            "CostPerLead", "Redirects", "Origins", "Honeypot", "RatePerMinute",
        ]),
    ];

    /// <summary>In any case; null for a table that is none of ours.</summary>
    public static TableShape? Find(string name) => All.FirstOrDefault(t => string.Equals(t.Name, name, StringComparison.OrdinalIgnoreCase));

    public static TableShape Of(string name) => Find(name) ?? throw new ArgumentException($"There is no configuration table {name}.", nameof(name));
}
