using System.Collections.Concurrent;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Rules;
using LeadRouter.Domain.Sla;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Sla;

/// <summary>
/// Which calendar runs an offer's clock. Signals that make an offer, or give it other terms, take the calendar along as it stands when
/// they are taken: the lifecycle computes with it from then on and looks nothing up.
/// </summary>
public sealed class OfferClocks(IConfigurations configurations)
{
    private const int MostKept = 10_000;

    private Known? known;

    public Signal Complete(LeadRecord lead, Signal signal, DateTimeOffset now) => signal switch
    {
        Signal.Assigned offer => offer with { Hours = HoursFor(lead.Life.Terms, offer.Owner, lead.Attributes, now) },
        // Several are measured by one clock: that of the one who stands first.
        Signal.Broadcast offer => offer with { Hours = HoursFor(lead.Life.Terms, offer.Reps[0], lead.Attributes, now) },
        Signal.Claimed claim => claim with { Hours = HoursFor(lead.Life.Terms, claim.Rep, lead.Attributes, now) },
        Signal.Reassigned manual => manual with { Hours = HoursFor(lead.Life.Terms, manual.Owner, lead.Attributes, now) },
        Signal.Rebase rebase when lead.Life.Asked is [var first, ..] => rebase with { Hours = HoursFor(rebase.Terms, first, lead.Attributes, now) },
        Signal.Tightened tightened when lead.Life.Asked is [var first, ..] => tightened with { Hours = HoursFor(tightened.Terms, first, lead.Attributes, now) },
        _ => signal,
    };

    /// <summary>Null for a clock that never stops.</summary>
    public FrozenHours? HoursFor(SlaTerms terms, RepId owner, LeadAttributes lead, DateTimeOffset now)
    {
        if (terms.Clock is not ("rep" or "pool" or "lead")) return null;
        var current = Current();
        var key = terms.Clock switch
        {
            "rep" => new ClockKey(now.UtcDateTime.Date, owner.Value),
            "pool" => new ClockKey(now.UtcDateTime.Date, terms.Calendar ?? "", IsCalendar: true),
            _ => new ClockKey(now.UtcDateTime.Date, terms.Calendar ?? "", IsCalendar: true, lead["TimeZone"], lead["Country"] ?? ""),
        };
        if (current.Frozen.Count >= MostKept) current.Frozen.Clear();
        return current.Frozen.GetOrAdd(key, k => current.Freeze(k, now));
    }

    /// <summary>The rep's working time less his time off; null when there is no such rep.</summary>
    public WorkCalendar? PresenceOf(RepId rep) => Current().PresenceOf(rep);

    private Known Current()
    {
        var live = configurations.Current.Live;
        // Two threads may build at once; both get the same answer.
        if (known is not { } current || !ReferenceEquals(current.Live, live)) known = current = new Known(live);
        return current;
    }

    /// <param name="Country">Not null when the clock follows the zone of the lead.</param>
    private sealed record ClockKey(DateTime Day, string Name, bool IsCalendar = false, string? TimeZone = null, string? Country = null);

    private sealed record Known(LiveConfig Live)
    {
        private readonly ConcurrentDictionary<RepId, WorkCalendar?> presence = new();

        public ConcurrentDictionary<ClockKey, FrozenHours?> Frozen { get; } = new();

        public WorkCalendar? PresenceOf(RepId rep) =>
            presence.GetOrAdd(rep, id => Live.Reps.TryGetValue(id, out var row) ? RepHours.Of(row, Live.Calendars).Present : null);

        public FrozenHours? Freeze(ClockKey key, DateTimeOffset now)
        {
            var calendar = key.IsCalendar ? CalendarOf(key.Name) : PresenceOf(new RepId(key.Name));
            if (calendar is null) return null;
            // Of several zones of a country the first is where most of its people live.
            if (key.Country is { } country) calendar = calendar.InZone(PlausibleZones.Of(key.TimeZone, country, now) is [var first, ..] ? first : null);
            return calendar.Hours.IsAlways && calendar.Dates.IsEmpty ? null : FrozenHours.Of(calendar, now);
        }

        private WorkCalendar? CalendarOf(string name) =>
            Live.Calendars.TryGetValue(name, out var row)
            && new CalendarCells(row.TimeZone, row.Hours, row.Holidays, row.Closed, row.Open).Read() is CalendarReading.Readable { Calendar: var calendar } ? calendar : null;
    }
}
