namespace LeadRouter.Domain.Rules;

public enum SourceShape
{
    Flat,
    List,
    Brackets,
    Ids,
}

public enum SourceChallenge
{
    None,
    Meta,
    LinkedIn,
}

/// <summary>A place that leads come from; the key is the last part of its URL. Map and Signature are read by Intake.</summary>
/// <param name="Secret">The secret's name, never the secret.</param>
public sealed record SourceRow(
    string Key, bool Enabled, SourceShape Shape, string? Map, string? Signature, SourceChallenge Challenge, string? Secret,
    string? IdempotencyKey, string? DefaultRegion, string? DefaultLanguage, decimal? CostPerLead, IReadOnlyList<string> Redirects,
    IReadOnlyList<string> Origins, string? Honeypot, int? RatePerMinute)
{
    internal static SourceRow Read(RowReader row) => new(
        row.Key,
        row.Flag("Enabled", true),
        row.Choice("Shape", SourceShape.Flat, ("flat", SourceShape.Flat), ("list", SourceShape.List), ("brackets", SourceShape.Brackets), ("ids", SourceShape.Ids)),
        row.Text("Map"),
        row.Text("Signature"),
        row.Choice("Challenge", SourceChallenge.None, ("none", SourceChallenge.None), ("meta", SourceChallenge.Meta), ("linkedin", SourceChallenge.LinkedIn)),
        row.Text("Secret"),
        row.Text("IdempotencyKey"),
        row.Text("DefaultRegion"),
        row.Text("DefaultLanguage"),
        row.Number("CostPerLead", 0),
        row.List("Redirects"),
        row.List("Origins"),
        row.Text("Honeypot"),
        row.Cap("RatePerMinute"));
}
