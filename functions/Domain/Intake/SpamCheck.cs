using System.Globalization;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Domain.Intake;

/// <summary>What gives a program away that fills in forms: it is kept for a person to look at, never dropped.</summary>
public static class SpamCheck
{
    /// <summary>The field in which a form tells how many milliseconds it was open.</summary>
    public const string Elapsed = "_elapsed";

    /// <param name="shortest">Nobody fills in a form faster.</param>
    /// <returns>Why it is spam; null when nothing speaks for it.</returns>
    public static string? Problem(SourceRow source, FormFields fields, string? origin, TimeSpan shortest)
    {
        if (origin is { Length: > 0 } && source.Origins.Count > 0 && !source.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
            return $"spam.origin: {origin} is not one of the source's origins";
        if (source.Honeypot is not { } honeypot) return null;
        if (fields.All.Any(f => Folding.Same(f.Key, honeypot) && f.Value.Any(v => !string.IsNullOrWhiteSpace(v)))) return $"spam.honeypot: {honeypot}, which no person sees, was filled in";
        return double.TryParse(fields[Elapsed], NumberStyles.Float, CultureInfo.InvariantCulture, out var open) && open < shortest.TotalMilliseconds
            ? $"spam.too-fast: filled in within {Math.Max(0, (long)Math.Min(open, 1e9))} ms"
            : null;
    }
}
