namespace LeadRouter.Domain.Rules;

/// <summary>Points for a lead that meets all conditions; with a half-life they fade with the age of the evidence.</summary>
public sealed record ScoringRow(
    string Key, bool Enabled, string Group, decimal Points, decimal? HalfLifeDays, IReadOnlyList<Condition> Conditions)
{
    internal static ScoringRow Read(RowReader row, UnaryTestCache tests) => new(
        row.Key,
        row.Flag("Enabled", true),
        row.Required("Group"),
        row.Required("Points").Length > 0 ? row.Number("Points") ?? 0 : 0,
        HalfLife(row),
        row.Conditions(TableShapes.Of(TableShapes.ScoringRules), tests));

    private static decimal? HalfLife(RowReader row)
    {
        if (row.Number("HalfLifeDays") is not { } days) return null;
        if (days > 0) return days;
        return row.Unreadable<decimal>("HalfLifeDays", row.Text("HalfLifeDays")!, "A half-life is a number of days above 0; empty is no decay.");
    }
}

/// <summary>The bounds between which the points of a group count.</summary>
public sealed record ScoreGroupRow(string Key, decimal? Cap, decimal? Floor)
{
    internal static ScoreGroupRow Read(RowReader row)
    {
        var (cap, floor) = (row.Number("Cap"), row.Number("Floor"));
        if (cap < floor) row.Unreadable<decimal>("Floor", row.Text("Floor")!, "The floor is above the cap.");
        return new ScoreGroupRow(row.Key, cap, floor);
    }

    public decimal Clamp(decimal points) => Math.Max(Math.Min(points, Cap ?? points), Floor ?? decimal.MinValue);
}

/// <summary>A lead that meets all conditions is no lead.</summary>
public sealed record DisqualifierRow(string Key, bool Enabled, string Reason, IReadOnlyList<Condition> Conditions)
{
    internal static DisqualifierRow Read(RowReader row, UnaryTestCache tests) => new(
        row.Key,
        row.Flag("Enabled", true),
        row.Required("Reason"),
        row.Conditions(TableShapes.Of(TableShapes.Disqualifiers), tests));
}

/// <summary>A range of scores, both ends included; the key is the band.</summary>
public sealed record BandRow(string Key, decimal? From, decimal? To, bool Mql)
{
    internal static BandRow Read(RowReader row)
    {
        var (from, to) = (row.Number("From"), row.Number("To"));
        if (from > to) row.Unreadable<decimal>("To", row.Text("To")!, "The band ends before it begins.");
        return new BandRow(row.Key, from, to, row.Flag("Mql"));
    }

    public bool Holds(decimal score) => !(score < From) && !(score > To);
}
