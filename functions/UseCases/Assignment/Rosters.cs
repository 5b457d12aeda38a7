using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.Domain.Sla;
using NodaTime;

namespace LeadRouter.UseCases.Assignment;

/// <summary>The members of the pools as they stand at an instant, for one lead. Built once per live configuration.</summary>
public sealed class Rosters
{
    private readonly LiveConfig live;
    private readonly RepStates learned;
    private readonly Dictionary<RepId, RepHours> hours;
    private readonly ILookup<PoolId, MembershipRow> members;

    /// <param name="learned">What the product learned of reps; null for nothing.</param>
    public Rosters(LiveConfig live, RepStates? learned = null)
    {
        this.live = live;
        this.learned = learned ?? RepStates.None;
        hours = live.Reps.Values.ToDictionary(r => r.Id, r => RepHours.Of(r, live.Calendars));
        Labels = new Labels
        {
            Rep = rep => live.Reps.TryGetValue(rep, out var row) ? row.Name : rep.Value,
            Zone = rep => hours.TryGetValue(rep, out var known) ? DateTimeZoneProviders.Tzdb[known.Shifts.TimeZone] : DateTimeZone.Utc,
        };
        members = live.Memberships.Where(m => live.Reps.ContainsKey(m.Rep)).ToLookup(m => m.Pool);
    }

    /// <summary>Names the content of the live tables that they were built from.</summary>
    public string? LiveStamp { get; init; }

    /// <summary>How sentences name reps and tell their times.</summary>
    public Labels Labels { get; }

    public PoolId? OverflowOf(PoolId pool) => live.Pools.GetValueOrDefault(pool)?.Overflow;

    public bool Has(PoolId pool) => live.Pools.ContainsKey(pool);

    public IEnumerable<PoolId> Pools => live.Pools.Keys.OrderBy(p => p.Value, StringComparer.Ordinal);

    /// <param name="lead">Null for any lead: then nobody is outside his territory.</param>
    public PoolRoster Of(PoolId pool, LeadAttributes? lead, DateTimeOffset now)
    {
        var windows = new Dictionary<string, CapWindows>();
        return new PoolRoster(PolicyOf(pool), members[pool].DistinctBy(m => m.Rep).Select(m => Standing(m, lead, now, windows)), ShiftFrom);
    }

    /// <summary>Who of the pool's members is there for leads now, each with all that decides which leads.</summary>
    internal IEnumerable<string> There(PoolId pool, DateTimeOffset now) =>
        from member in members[pool]
        let rep = live.Reps[member.Rep]
        where rep is { Enabled: true, Paused: false } && !learned[rep.Id].IsPaused(now) && hours[rep.Id].Present.IsOpen(now)
        let caps = $"{rep.CapHour}/{rep.CapDay}/{rep.CapWeek}/{rep.CapOpen}"
        let territory = string.Join('&', member.Territory.Select(c => $"{c.Attribute}={c.Test.Text}"))
        select $"{pool} {rep.Id} {caps} {territory} {string.Join(',', rep.Skills)} {string.Join(',', rep.Languages)}";

    /// <summary>Pools that the rep is in.</summary>
    internal IEnumerable<PoolId> PoolsOf(RepId rep) => live.Memberships.Where(m => m.Rep == rep).Select(m => m.Pool).Distinct();

    internal int? OpenCapOf(RepId rep) => live.Reps.GetValueOrDefault(rep)?.CapOpen;

    /// <summary>The company whose owner the pool prefers; null when it prefers none, or the address is not a company's.</summary>
    internal string? AccountOf(PoolId pool, LeadAttributes lead) => live.Pools.GetValueOrDefault(pool)?.Stickiness == Stickiness.Account ? CompanyOf(lead) : null;

    internal static string? CompanyOf(LeadAttributes lead) => lead["EmailKind"] is { } kind && kind != "free" ? lead["EmailDomain"] : null;

    private DateTimeOffset? ShiftFrom(RepId rep, DateTimeOffset from) => hours.TryGetValue(rep, out var known) ? known.Present.NextOpen(from) : null;

    private RepStanding Standing(MembershipRow member, LeadAttributes? lead, DateTimeOffset now, Dictionary<string, CapWindows> windows)
    {
        var rep = live.Reps[member.Rep];
        var times = hours[rep.Id];
        var onShift = times.Shifts.IsOpen(now);
        return new RepStanding(rep.Id)
        {
            Enabled = rep.Enabled,
            Paused = rep.Paused || learned[rep.Id].IsPaused(now),
            PausedUntil = rep.Paused ? null : learned[rep.Id].Pause?.Until,
            OnShift = onShift,
            NextShift = onShift ? null : times.Shifts.NextOpen(now),
            OffUntil = times.OffUntil(now),
            InTerritory = lead is null || member.Covers(lead, live.Locale),
            Languages = rep.Languages,
            Skills = rep.Skills,
            Weight = member.Weight,
            Order = member.Order,
            RampDays = (int)(member.RampDays ?? 0),
            Caps = rep is { CapHour: null, CapDay: null, CapWeek: null, CapOpen: null } ? Caps.None : new Caps(rep.CapHour, rep.CapDay, rep.CapWeek, rep.CapOpen),
            Windows = WindowsIn(times.Shifts.TimeZone, now, windows),
        };
    }

    private static CapWindows WindowsIn(string zone, DateTimeOffset now, Dictionary<string, CapWindows> known)
    {
        if (!known.TryGetValue(zone, out var windows)) known[zone] = windows = CapWindows.At(now, DateTimeZoneProviders.Tzdb[zone]);
        return windows;
    }

    private PoolPolicy PolicyOf(PoolId pool)
    {
        if (!live.Pools.TryGetValue(pool, out var row)) return new PoolPolicy(pool);
        var policy = new PoolPolicy(pool)
        {
            Strategy = row.Strategy,
            Stickiness = row.Stickiness,
            StickyOffLedger = row.StickyOffLedger,
            Absence = row.Absence,
            Overflow = row.Overflow,
        };
        if (row.AccrueMax is { } most) policy = policy with { AccrueMax = Credit.Of(most) };
        return row.AlarmCredit is { } alarm ? policy with { AlarmCredit = Credit.Of(alarm) } : policy;
    }
}
