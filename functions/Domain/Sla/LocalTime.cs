using System.Globalization;
using NodaTime;

namespace LeadRouter.Domain.Sla;

/// <summary>Instants as people read them: in their own zone, with its abbreviation.</summary>
public static class LocalTime
{
    /// <summary>The hour alone when it comes within a day, else with its date; UTC is named when no zone is known.</summary>
    public static string Short(DateTimeOffset at, string? timeZone, DateTimeOffset now)
    {
        var zone = timeZone is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone);
        var local = Instant.FromDateTimeOffset(at).InZone(zone ?? DateTimeZone.Utc);
        var pattern = (at - now < TimeSpan.FromHours(24), local.Second) switch
        {
            (true, 0) => "HH:mm",
            (true, _) => "HH:mm:ss",
            _ => "yyyy-MM-dd HH:mm",
        };
        return local.ToString(zone is null ? pattern + " 'UTC'" : pattern, CultureInfo.InvariantCulture);
    }

    /// <param name="timeZone">IANA id; null or unknown reads as UTC.</param>
    public static string Format(DateTimeOffset at, string? timeZone)
    {
        var zone = timeZone is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone);
        return Instant.FromDateTimeOffset(at).InZone(zone ?? DateTimeZone.Utc).ToString("ddd yyyy-MM-dd HH:mm x", CultureInfo.InvariantCulture);
    }
}
