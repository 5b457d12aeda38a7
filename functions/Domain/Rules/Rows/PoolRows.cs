using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

public sealed record PoolRow(
    PoolId Id, Strategy Strategy, Stickiness Stickiness, Absence Absence, decimal? AccrueMax, PoolId? Overflow, decimal? AlarmCredit,
    bool StickyOffLedger = false)
{
    internal static PoolRow Read(RowReader row) => new(
        new PoolId(row.Key),
        row.Choice(
            "Strategy", Strategy.Weighted, ("weighted", Strategy.Weighted), ("least-loaded", Strategy.LeastLoaded),
            ("ordered", Strategy.Ordered), ("broadcast", Strategy.Broadcast)),
        row.Choice("Stickiness", Stickiness.Person, ("person", Stickiness.Person), ("account", Stickiness.Account), ("none", Stickiness.None)),
        row.Choice("Absence", Absence.Forgive, ("forgive", Absence.Forgive), ("accrue", Absence.Accrue)),
        row.Number("AccrueMax", 0),
        row.Text("Overflow") is { } overflow ? new PoolId(overflow) : null,
        row.Number("AlarmCredit", 0),
        row.Flag("StickyOffLedger"));
}

/// <summary>A rep in a pool. All conditions of the territory must accept the lead; no conditions, everywhere.</summary>
public sealed record MembershipRow(
    string Key, PoolId Pool, RepId Rep, decimal Weight, int Order, decimal? RampDays, IReadOnlyList<Condition> Territory)
{
    internal static MembershipRow Read(RowReader row) => new(
        row.Key,
        new PoolId(row.Required("Pool")),
        new RepId(row.Required("Rep")),
        ReadWeight(row),
        row.Whole("Order") ?? int.MaxValue,
        row.Number("RampDays", 0),
        row.Text("Territory") is { } text ? Cells.Territory(text, row.Locale, issue => row.Report("Territory", text, issue)) : []);

    public bool Covers(LeadAttributes lead, NumberLocale locale) => Territory.All(condition => condition.Accepts(lead, locale));

    private static decimal ReadWeight(RowReader row)
    {
        if (row.Number("Weight") is not { } weight) return 1;
        if (weight > 0) return weight;
        row.Unreadable<decimal>("Weight", row.Text("Weight")!, "A weight is above 0; to give a rep nothing, remove the row or pause the rep.");
        return 1;
    }
}

/// <summary>A person who takes leads. Hours, TimeOff and TimeZone are texts here; Domain/Sla reads them.</summary>
public sealed record RepRow(
    RepId Id, bool Enabled, bool Paused, string Name, string? Email, RepId? Manager, string? Language, string? TimeZone, string? Hours,
    string? Calendar, string? TimeOff, IReadOnlyList<string> Languages, IReadOnlyList<string> Skills, int? CapHour, int? CapDay,
    int? CapWeek, int? CapOpen)
{
    internal static RepRow Read(RowReader row) => new(
        new RepId(row.Key),
        row.Flag("Enabled", true),
        row.Flag("Paused"),
        row.Text("Name") ?? row.Key,
        row.Text("Email"),
        row.Text("Manager") is { } manager ? new RepId(manager) : null,
        row.Text("Language"),
        row.Checked("TimeZone", Cells.TimeZoneIssue),
        row.Checked("Hours", Cells.HoursIssue),
        row.Text("Calendar"),
        row.Checked("TimeOff", Cells.DatesIssue),
        row.List("Languages"),
        row.List("Skills"),
        row.Cap("CapHour"),
        row.Cap("CapDay"),
        row.Cap("CapWeek"),
        row.Cap("CapOpen"));
}
