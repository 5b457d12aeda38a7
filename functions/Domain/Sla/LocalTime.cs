using System.Globalization;
using NodaTime;

namespace LeadRouter.Domain.Sla;

/// <summary>Instants as people read them: in their own zone, with its abbreviation.</summary>
public static class LocalTime
{
    /// <param name="timeZone">IANA id; null or unknown reads as UTC.</param>
    public static string Format(DateTimeOffset at, string? timeZone)
    {
        var zone = timeZone is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone);
        return Instant.FromDateTimeOffset(at).InZone(zone ?? DateTimeZone.Utc).ToString("ddd yyyy-MM-dd HH:mm x", CultureInfo.InvariantCulture);
    }
}
