using LeadRouter.Domain.Sla;
using NodaTime;
using NodaTime.TimeZones;

namespace LeadRouter.Domain.Outreach;

/// <summary>The zones a contact may live in, as far as is known.</summary>
public static class PlausibleZones
{
    /// <summary>
    /// The stated zone alone if it exists; else those of the country, one for each way its clocks run in the coming year; else none, and
    /// then quiet hours follow the home zone.
    /// </summary>
    public static IReadOnlyList<string> Of(string? timeZone, string? countryCode, DateTimeOffset now)
    {
        if (Zones.TryFind(timeZone, out var stated, out _)) return [stated.Id];
        var country = countryCode?.Trim() ?? "";
        var locations = TzdbDateTimeZoneSource.Default.ZoneLocations ?? [];
        return [.. locations
            .Where(l => string.Equals(l.CountryCode, country, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(l => Clock(DateTimeZoneProviders.Tzdb[l.ZoneId], now))
            .Select(l => l.ZoneId)];
    }

    private static string Clock(DateTimeZone zone, DateTimeOffset now) =>
        string.Join(',', Enumerable.Range(0, 12).Select(month => zone.GetUtcOffset(Instant.FromDateTimeOffset(now.AddDays(30 * month))).Seconds));
}
