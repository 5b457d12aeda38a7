using LeadRouter.Domain.Intake;

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

/// <summary>A place that leads come from; the key is the last part of its URL.</summary>
/// <param name="Secret">The secret's name, never the secret.</param>
/// <param name="Fields">What <paramref name="Map"/> says.</param>
/// <param name="Scheme">What <paramref name="Signature"/> says.</param>
/// <param name="Idempotency">What <paramref name="IdempotencyKey"/> says.</param>
public sealed record SourceRow(
    string Key, bool Enabled, SourceShape Shape, string? Map, string? Signature, SourceChallenge Challenge, string? Secret,
    string? IdempotencyKey, string? DefaultRegion, string? DefaultLanguage, decimal? CostPerLead, IReadOnlyList<string> Redirects,
    IReadOnlyList<string> Origins, string? Honeypot, int? RatePerMinute, FieldMap Fields, SignatureScheme Scheme, FieldExpression? Idempotency)
{
    internal static SourceRow Read(RowReader row)
    {
        var scheme = row.Text("Signature") is { } signature ? SignatureParser.Parse(signature, Report(row, "Signature", signature)) : null;
        if (scheme is not (null or SignatureScheme.None) && row.Text("Secret") is null)
            row.Report("Secret", "", new CellIssue(Severity.Error, "cell.missing", "A signature needs the name of a secret."));
        return new SourceRow(
            row.Key,
            row.Flag("Enabled", true),
            row.Choice("Shape", SourceShape.Flat, ("flat", SourceShape.Flat), ("list", SourceShape.List), ("brackets", SourceShape.Brackets),
                ("ids", SourceShape.Ids)),
            row.Text("Map"),
            row.Text("Signature"),
            row.Choice("Challenge", SourceChallenge.None, ("none", SourceChallenge.None), ("meta", SourceChallenge.Meta),
                ("linkedin", SourceChallenge.LinkedIn)),
            row.Text("Secret"),
            row.Text("IdempotencyKey"),
            row.Text("DefaultRegion"),
            row.Text("DefaultLanguage"),
            row.Number("CostPerLead", 0),
            row.List("Redirects"),
            row.List("Origins"),
            row.Text("Honeypot"),
            row.Cap("RatePerMinute"),
            row.Text("Map") is { } map ? FieldMapParser.Parse(map, Report(row, "Map", map)) : FieldMap.Empty,
            scheme ?? new SignatureScheme.None(),
            row.Text("IdempotencyKey") is { } key ? FieldMapParser.Expression(key, Report(row, "IdempotencyKey", key)) : null);
    }

    private static Action<CellIssue> Report(RowReader row, string column, string read) => issue => row.Report(column, read, issue);
}
