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

    public static Exclusion[] Screen(Candidate candidate, AssignmentRequest lead)
    {
        var rep = candidate.Standing;
        var found = default(Found);
        if (!rep.Enabled || candidate.Weight == 0) found.Add(Inactive);
        if (!rep.OnShift) found.Add(new Exclusion(ExclusionReason.OffHours, rep.NextShift));
        if (rep.OffUntil > lead.Now) found.Add(new Exclusion(ExclusionReason.TimeOff, rep.OffUntil));
        if (IsPaused(rep, lead.Now)) found.Add(new Exclusion(ExclusionReason.Paused, rep.PausedUntil));
        ScreenCaps(ref found, candidate);
        if (!rep.InTerritory) found.Add(Territory);
        if (lead.Skills.Count > 0 && MissingSkill(rep.Skills, lead.Skills) is { } skill)
            found.Add(new Exclusion(ExclusionReason.Skill, Missing: skill));
        if (lead.Languages.Count > 0 && rep.Languages.Count > 0 && !Speaks(rep.Languages, lead.Languages))
            found.Add(new Exclusion(ExclusionReason.Language, Missing: lead.Languages[0]));
        if (Has(lead.Tried, rep.Rep)) found.Add(Tried);
        if (Has(lead.Rejected, rep.Rep)) found.Add(Rejected);
        if (Has(lead.Conflicts, rep.Rep)) found.Add(Conflict);
        return found.ToArray();
    }

    public static Exclusion? Cap(Candidate candidate)
    {
        var found = default(Found);
        ScreenCaps(ref found, candidate);
        return found.ToArray().FirstOrDefault();
    }

    private static void ScreenCaps(ref Found found, Candidate candidate)
    {
        var (caps, use, windows) = (candidate.Standing.Caps, candidate.Use, candidate.Windows);
        if (ReferenceEquals(caps, Caps.None)) return;
        if (use.Hour >= caps.Hour) found.Add(new Exclusion(ExclusionReason.CapHour, windows.Hour.End, use.Hour, caps.Hour));
        if (use.Day >= caps.Day) found.Add(new Exclusion(ExclusionReason.CapDay, windows.Day.End, use.Day, caps.Day));
        if (use.Week >= caps.Week) found.Add(new Exclusion(ExclusionReason.CapWeek, windows.Week.End, use.Week, caps.Week));
        if (use.Open >= caps.Open) found.Add(new Exclusion(ExclusionReason.CapOpen, null, use.Open, caps.Open));
    }

    private static bool IsPaused(RepStanding rep, DateTimeOffset now) => rep.Paused && (rep.PausedUntil is not { } until || until > now);

    private static bool Has(IReadOnlyList<RepId> reps, RepId rep) => reps.Count > 0 && reps.Contains(rep);

    // Plain loops: this runs for every rep of a pool, and an enumerator a rep is what it would cost.
    private static string? MissingSkill(IReadOnlyList<string> has, IReadOnlyList<string> wanted)
    {
        for (var i = 0; i < wanted.Count; i++)
            if (!HasSkill(has, wanted[i])) return wanted[i];
        return null;
    }

    internal static bool HasSkill(IReadOnlyList<string> has, string skill)
    {
        for (var i = 0; i < has.Count; i++)
            if (string.Equals(has[i], skill, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    internal static bool Speaks(IReadOnlyList<string> speaks, IReadOnlyList<string> wanted)
    {
        for (var i = 0; i < speaks.Count; i++)
            for (var j = 0; j < wanted.Count; j++)
                if (SameLanguage(speaks[i], wanted[j])) return true;
        return false;
    }

    /// <summary>The languages that decide the filter: those in common, or all of the rep's when there are none.</summary>
    internal static IEnumerable<string> Shared(IReadOnlyList<string> speaks, IReadOnlyList<string> wanted) =>
        Speaks(speaks, wanted) ? speaks.Where(language => Speaks([language], wanted)) : speaks;

    // es-ES speaks to es and es-MX alike: a filter by dialect would hold leads for nothing.
    private static bool SameLanguage(ReadOnlySpan<char> spoken, ReadOnlySpan<char> wanted) =>
        Primary(spoken).Equals(Primary(wanted), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Primary(ReadOnlySpan<char> tag) => tag.IndexOfAny('-', '_') is >= 0 and var end ? tag[..end] : tag;

    /// <summary>Most reps have no reason against them, and most of the others one.</summary>
    private struct Found
    {
        private Exclusion? only;
        private List<Exclusion>? several;

        public void Add(Exclusion exclusion)
        {
            if (only is null) only = exclusion;
            else (several ??= [only]).Add(exclusion);
        }

        public readonly Exclusion[] ToArray() => several is not null ? [.. several] : only is not null ? [only] : [];
    }
}
