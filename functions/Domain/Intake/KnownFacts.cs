using System.Collections.Frozen;
using LeadRouter.Domain.Leads;
using NodaTime.TimeZones;
using PhoneNumbers;

namespace LeadRouter.Domain.Intake;

/// <summary>What a cleaned lead itself tells of what its form did not ask: country and time zone.</summary>
public static class KnownFacts
{
    /// <summary>Names of the attributes that no form filled in.</summary>
    public const string Enriched = "Enriched";

    // Country codes that are sold to everybody say nothing.
    private static readonly HashSet<string> SoldToAll = ["co", "io", "ai", "tv", "me", "cc", "ws", "to", "fm", "ly", "gg", "sh", "ac", "eu", "su", "vc", "la", "pw", "is"];

    private static readonly FrozenDictionary<string, string> OnlyZone = (TzdbDateTimeZoneSource.Default.ZoneLocations ?? [])
        .GroupBy(l => l.CountryCode).Where(g => g.Count() == 1).ToFrozenDictionary(g => g.Key, g => g.Single().ZoneId);

    public static LeadAttributes AddTo(LeadAttributes lead)
    {
        var more = lead;
        if (more["Country"] is null && (CountryOfPhone(lead["Phone"]) ?? CountryOfDomain(lead["EmailDomain"])) is { } country) more = With(more, "Country", country);
        if (more["TimeZone"] is null && more["Country"] is { } place && OnlyZone.GetValueOrDefault(place) is { } zone) more = With(more, "TimeZone", zone);
        return more;
    }

    /// <summary>The lead with one more attribute, which is marked as one that no form sent.</summary>
    public static LeadAttributes With(LeadAttributes lead, string name, string value) =>
        lead.With(name, value).With(Enriched, [.. lead.Values(Enriched).Append(AttributeNames.Canonical(name)).Distinct()]);

    private static string? CountryOfPhone(string? e164)
    {
        if (e164 is null) return null;
        var numbers = PhoneNumberUtil.GetInstance();
        try
        {
            return numbers.GetRegionCodeForNumber(numbers.Parse(e164, null)) is { Length: 2 } region && region != "ZZ" ? region : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private static string? CountryOfDomain(string? domain) => domain?.Split('.')[^1] is { Length: 2 } code && !SoldToAll.Contains(code)
        ? Countries.Parse(code == "uk" ? "gb" : code)
        : null;
}
