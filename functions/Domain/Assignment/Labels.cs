using System.Globalization;
using LeadRouter.Domain.Leads;
using NodaTime;

namespace LeadRouter.Domain.Assignment;

/// <summary>How a sentence names people, pools and instants. A record holds ids only, so that names can change or be erased.</summary>
public sealed record Labels
{
    public static readonly Labels Ids = new();

    public Func<RepId, string> Rep { get; init; } = rep => rep.Value;
    public Func<PoolId, string> Pool { get; init; } = pool => pool.Value;

    /// <summary>The zone in which a rep's instants are told.</summary>
    public Func<RepId, DateTimeZone> Zone { get; init; } = _ => DateTimeZone.Utc;

    /// <summary>The zone of instants that are nobody's own, such as the end of a hold.</summary>
    public DateTimeZone House { get; init; } = DateTimeZone.Utc;

    /// <summary>An instant as people say it on that day: <c>09:00 CET</c>, <c>Tue 09:00 CET</c>, <c>10 Mar 09:00 CET</c>.</summary>
    internal static string When(DateTimeOffset at, DateTimeOffset now, DateTimeZone zone, Phrases phrases)
    {
        var (then, today) = (Instant.FromDateTimeOffset(at).InZone(zone), Instant.FromDateTimeOffset(now).InZone(zone).Date);
        var time = then.TimeOfDay.ToString("HH':'mm", CultureInfo.InvariantCulture);
        var day = Period.DaysBetween(today, then.Date) switch
        {
            0 => "",
            > 0 and < 7 => phrases.Days[(int)then.DayOfWeek - 1] + " ",
            _ => $"{then.Day} {phrases.Months[then.Month - 1]} ",
        };
        return $"{day}{time} {zone.GetZoneInterval(then.ToInstant()).Name}";
    }
}
