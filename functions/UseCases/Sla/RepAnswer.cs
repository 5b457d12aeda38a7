using System.Globalization;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Rules;
using NodaTime;

namespace LeadRouter.UseCases.Sla;

/// <summary>What a rep's form means.</summary>
public abstract record RepAnswer
{
    public sealed record Given(Signal Signal) : RepAnswer;

    /// <param name="Criteria">The required criteria that were not confirmed.</param>
    public sealed record Incomplete(Lack What, IReadOnlyList<CriterionRow> Criteria) : RepAnswer
    {
        public Incomplete(Lack what) : this(what, []) { }
    }

    public static RepAnswer Of(RepLink link, RepForm form, LiveConfig live, string? zone, DateTimeOffset now) => link.Action switch
    {
        RepAction.Accept => new Given(new Signal.Accepted(link.Rep, link.Attempt)),
        RepAction.UndoAccept => new Given(new Signal.UndoAccept(link.Rep, link.Attempt)),
        RepAction.Contacted => new Given(new Signal.Contacted(link.Rep, link.Attempt)),
        RepAction.Qualified => Qualified(link, form, live),
        RepAction.Reject => Because(link, live.Reason(ReasonOn.Reject, form.Reason), form, zone, now),
        RepAction.Disqualified => Because(link, live.Reason(ReasonOn.Disqualify, form.Reason), form, zone, now),
        RepAction.Rate => Rated(link, form, live),
        _ => new Incomplete(Lack.Reason),
    };

    /// <summary>The required criteria that are not among those confirmed.</summary>
    public static IReadOnlyList<CriterionRow> Missing(LiveConfig live, IReadOnlyList<string> confirmed) =>
        [.. live.Criteria.Values.Where(c => c.Required && !confirmed.Contains(c.Key, StringComparer.OrdinalIgnoreCase)).OrderBy(c => c.Key, StringComparer.Ordinal)];

    private static RepAnswer Qualified(RepLink link, RepForm form, LiveConfig live)
    {
        if (Missing(live, form.Criteria) is { Count: > 0 } missing) return new Incomplete(Lack.Criteria, missing);
        var known = form.Criteria.Where(live.Criteria.ContainsKey).Distinct().Order(StringComparer.Ordinal);
        return new Given(new Signal.Qualified(link.Rep, [.. known], link.Attempt));
    }

    private static RepAnswer Because(RepLink link, ReasonRow? reason, RepForm form, string? zone, DateTimeOffset now)
    {
        if (reason is null) return new Incomplete(Lack.Reason);
        if (reason.Disposition == Disposition.Nurture)
            return DateIn(form.Until, zone) is { } until && Lifecycle.IsNurtureDate(until, now)
                ? new Given(reason.ToRejection(link.Rep, until, link.Attempt))
                : new Incomplete(Lack.Date);
        return new Given(link.Action == RepAction.Reject
            ? reason.ToRejection(link.Rep, null, link.Attempt)
            : new Signal.Disqualified(link.Rep, reason.Key, link.Attempt, reason.Refund));
    }

    private static RepAnswer Rated(RepLink link, RepForm form, LiveConfig live)
    {
        if (form.Rating is not ("good" or "bad")) return new Incomplete(Lack.Rating);
        return live.Reason(ReasonOn.Rate, form.Reason) is { } reason
            ? new Given(new Signal.Rated(link.Rep.Value, form.Rating == "good", reason.Key))
            : new Incomplete(Lack.Reason);
    }

    /// <summary>The start of a date of a form, in the zone of who filled it in; null when it is none.</summary>
    public static DateTimeOffset? DateIn(string? text, string? zone)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return null;
        var known = zone is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone);
        return LocalDate.FromDateOnly(date).AtStartOfDayInZone(known ?? DateTimeZone.Utc).ToDateTimeOffset().ToUniversalTime();
    }
}

/// <summary>What a form needs and did not have.</summary>
public enum Lack
{
    Reason,
    Date,
    Criteria,
    Rating,
}
