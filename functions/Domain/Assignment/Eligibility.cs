using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>The hard filters, in order. Each that fails is recorded, not only the first.</summary>
internal static class Eligibility
{
    private static readonly Exclusion Inactive = new(ExclusionReason.Inactive);
    private static readonly Exclusion Territory = new(ExclusionReason.Territory);
    private static readonly Exclusion Tried = new(ExclusionReason.Tried);
    private static readonly Exclusion Rejected = new(ExclusionReason.Rejected);
    private static readonly Exclusion Conflict = new(ExclusionReason.Conflict);

    public static IReadOnlyList<Exclusion> Screen(Candidate candidate, AssignmentRequest lead)
    {
        var rep = candidate.Standing;
        List<Exclusion>? found = null;
        if (!rep.Enabled || candidate.Weight == 0) Add(ref found, Inactive);
        if (!rep.OnShift) Add(ref found, new Exclusion(ExclusionReason.OffHours, rep.NextShift));
        if (rep.OffUntil > lead.Now) Add(ref found, new Exclusion(ExclusionReason.TimeOff, rep.OffUntil));
        if (IsPaused(rep, lead.Now)) Add(ref found, new Exclusion(ExclusionReason.Paused, rep.PausedUntil));
        if (rep.Caps != Caps.None) ScreenCaps(ref found, candidate);
        if (!rep.InTerritory) Add(ref found, Territory);
        if (lead.Skills.Count > 0) ScreenSkills(ref found, rep, lead);
        if (lead.Languages.Count > 0) ScreenLanguages(ref found, rep, lead);
        if (Has(lead.Tried, rep.Rep)) Add(ref found, Tried);
        if (Has(lead.Rejected, rep.Rep)) Add(ref found, Rejected);
        if (Has(lead.Conflicts, rep.Rep)) Add(ref found, Conflict);
        return found ?? (IReadOnlyList<Exclusion>)[];
    }

    public static void ScreenCaps(ref List<Exclusion>? found, Candidate candidate)
    {
        var (caps, use, windows) = (candidate.Standing.Caps, candidate.Use, candidate.Windows);
        if (use.Hour >= caps.Hour) Add(ref found, new Exclusion(ExclusionReason.CapHour, windows.Hour.End, use.Hour, caps.Hour));
        if (use.Day >= caps.Day) Add(ref found, new Exclusion(ExclusionReason.CapDay, windows.Day.End, use.Day, caps.Day));
        if (use.Week >= caps.Week) Add(ref found, new Exclusion(ExclusionReason.CapWeek, windows.Week.End, use.Week, caps.Week));
        if (use.Open >= caps.Open) Add(ref found, new Exclusion(ExclusionReason.CapOpen, null, use.Open, caps.Open));
    }

    private static bool Has(IReadOnlyList<RepId> reps, RepId rep) => reps.Count > 0 && reps.Contains(rep);

    private static bool IsPaused(RepStanding rep, DateTimeOffset now) => rep.Paused && (rep.PausedUntil is not { } until || until > now);

    private static void ScreenSkills(ref List<Exclusion>? found, RepStanding rep, AssignmentRequest lead)
    {
        foreach (var skill in lead.Skills)
            if (!rep.Skills.Contains(skill, StringComparer.OrdinalIgnoreCase))
            {
                Add(ref found, new Exclusion(ExclusionReason.Skill, Missing: skill));
                return;
            }
    }

    private static void ScreenLanguages(ref List<Exclusion>? found, RepStanding rep, AssignmentRequest lead)
    {
        if (rep.Languages.Count == 0) return;
        foreach (var spoken in rep.Languages)
            foreach (var wanted in lead.Languages)
                if (SameLanguage(spoken, wanted)) return;
        Add(ref found, new Exclusion(ExclusionReason.Language, Missing: lead.Languages[0]));
    }

    // es-ES speaks to es and es-MX alike: a filter by dialect would hold leads for nothing.
    private static bool SameLanguage(ReadOnlySpan<char> spoken, ReadOnlySpan<char> wanted) =>
        Primary(spoken).Equals(Primary(wanted), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Primary(ReadOnlySpan<char> tag) => tag.IndexOfAny('-', '_') is >= 0 and var end ? tag[..end] : tag;

    private static void Add(ref List<Exclusion>? found, Exclusion exclusion) => (found ??= new List<Exclusion>(2)).Add(exclusion);
}
