using System.Diagnostics.CodeAnalysis;
using LeadRouter.Domain.Leads;
using NodaTime;
using NodaTime.TimeZones;

namespace LeadRouter.Domain.Sla;

/// <summary>IANA time zones by name, any case.</summary>
internal static class Zones
{
    private static readonly Dictionary<string, string> Canonical =
        DateTimeZoneProviders.Tzdb.Ids.ToDictionary(id => id, StringComparer.OrdinalIgnoreCase);

    public static bool TryFind(string? name, [NotNullWhen(true)] out DateTimeZone? zone, [NotNullWhen(false)] out string? problem)
    {
        var wanted = name?.Trim().Replace(' ', '_') ?? "";
        (zone, problem) = (null, CellText.TooLong(name));
        if (problem is not null) return false;
        zone = Canonical.TryGetValue(wanted, out var id) ? DateTimeZoneProviders.Tzdb[id] : null;
        problem = zone is null ? Unknown(name) : null;
        return zone is not null;
    }

    private static string Unknown(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return "the time zone is missing; write an IANA name, for example 'Europe/Madrid'";
        TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.TryGetValue(name.Trim(), out var fromWindows);
        var suggestion = fromWindows ?? Suggest.Nearest(name, Canonical.Values) ?? City(CellText.Fold(name));
        var hint = suggestion is null ? "; write for example 'Europe/Madrid'" : CellText.DidYouMean(suggestion);
        return $"'{name.Trim()}' is not an IANA time zone{hint}";
    }

    private static string? City(string folded) =>
        Canonical.Values.FirstOrDefault(id => CellText.Fold(id).EndsWith('/' + folded.Replace(' ', '_'), StringComparison.Ordinal));
}
