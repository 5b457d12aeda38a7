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

    private static readonly string[] SpanishDays = ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"];

    /// <param name="timeZone">IANA id; null or unknown reads as UTC.</param>
    /// <param name="language">Of the name of the day: es, or anything else for English.</param>
    public static string Format(DateTimeOffset at, string? timeZone, string? language = null)
    {
        var zone = timeZone is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone);
        var local = Instant.FromDateTimeOffset(at).InZone(zone ?? DateTimeZone.Utc);
        return language == "es"
            ? $"{SpanishDays[(int)local.DayOfWeek - 1]} {local.ToString("yyyy-MM-dd HH:mm x", CultureInfo.InvariantCulture)}"
            : local.ToString("ddd yyyy-MM-dd HH:mm x", CultureInfo.InvariantCulture);
    }
}
