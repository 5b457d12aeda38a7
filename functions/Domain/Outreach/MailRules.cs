using System.Collections.Concurrent;
using System.Collections.Immutable;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Outreach;

/// <summary>A policy made ready to decide by: its caps with the ceiling and everybody's headroom.</summary>
public sealed class MailRules
{
    private readonly ConcurrentDictionary<string, WorkCalendar> quietByZone = new(StringComparer.Ordinal);
    private readonly string homeZone;

    internal MailRules(ContactPolicy policy, ImmutableArray<CapRule> caps, Retention retention, string homeZone) =>
        (Policy, Caps, Retention, this.homeZone) = (policy, caps, retention, homeZone);

    public ContactPolicy Policy { get; }

    public MailClass Class => Policy.Class;

    internal ImmutableArray<CapRule> Caps { get; }

    internal Retention Retention { get; }

    /// <summary>
    /// Each plausible zone in turn moved past its quiet hours: no earlier instant is awake in all of them, and one at which nothing
    /// moves is.
    /// </summary>
    internal long NextAudible(ImmutableArray<string> zones, long millis)
    {
        if (Policy.QuietHours.IsEmpty) return millis;
        var at = Millis.ToInstant(millis);
        for (var i = 0; i < Math.Max(1, zones.Length); i++)
        {
            if (QuietIn(zones.IsEmpty ? homeZone : zones[i]).NextClose(at) is not { } audible) return Millis.Never;
            at = audible;
        }
        return Millis.Ceiling(at);
    }

    private WorkCalendar QuietIn(string zone)
    {
        if (quietByZone.TryGetValue(zone, out var known)) return known;
        var quiet = WorkCalendar.AroundTheClock.InZone(homeZone).InZone(zone).WithHours(Policy.QuietHours);
        // Only names of real zones are remembered, so that the memory is bounded.
        return quiet.TimeZone == zone ? quietByZone.GetOrAdd(zone, quiet) : quiet;
    }
}
