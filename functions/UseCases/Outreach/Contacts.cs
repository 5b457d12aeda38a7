using System.Collections.Concurrent;
using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Outreach;

/// <summary>What a lead tells of a contact, put into his mailbox with the write that is made anyway.</summary>
internal static class Contacts
{
    private static readonly ConcurrentDictionary<(string? Zone, string? Country, int Month), IReadOnlyList<string>> Known = new();

    public static MailboxState Informed(MailboxState state, ContactFacts? facts, DateTimeOffset now)
    {
        if (facts is null) return state;
        var zones = ZonesOf(facts, now);
        var placed = zones.Count == 0 || state.Zones.SequenceEqual(zones) ? state : state.InZones(zones);
        return facts.Consent is { } given ? placed.With(new Consent(true, given, given + ConsentLasts)) : placed;
    }

    /// <summary>A colleague's quiet hours are read on his own clock.</summary>
    public static ContactFacts? Of(RepRow colleague) => colleague.TimeZone is { } zone ? new ContactFacts(zone, null, null) : null;

    /// <summary>Consent that is not renewed is not for ever.</summary>
    public static readonly TimeSpan ConsentLasts = TimeSpan.FromDays(730);

    // Working out a country's zones takes longer than a write; they change with the clocks at most.
    private static IReadOnlyList<string> ZonesOf(ContactFacts facts, DateTimeOffset now)
    {
        var key = (facts.TimeZone, facts.Country, (now.Year * 12) + now.Month);
        if (Known.TryGetValue(key, out var zones)) return zones;
        if (Known.Count > 2_000) Known.Clear();
        return Known[key] = PlausibleZones.Of(facts.TimeZone, facts.Country, now);
    }
}
