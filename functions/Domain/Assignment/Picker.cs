using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>The largest credit wins; then the longest since the last lead; then a stable hash of lead and rep.</summary>
internal static class Picker
{
    // Credits this close are equal but for rounding, so rounding must not be what decides.
    internal static readonly Credit TieWithin = new(Credit.MicroPerLead / 1000);

    public static (Candidate Winner, PickedBy By) Largest(Candidate[] candidates, LeadId lead)
    {
        var (top, contenders) = (long.MinValue, 0);
        foreach (var candidate in candidates)
        {
            if (!candidate.Contends) continue;
            contenders++;
            top = Math.Max(top, candidate.After.Micro);
        }
        var tied = candidates.Where(c => c.Contends && c.After.Micro >= top - TieWithin.Micro).ToArray();
        if (tied.Length == 1) return (tied[0], contenders == 1 ? PickedBy.OnlyOne : PickedBy.Credit);
        var oldest = tied.Min(c => c.LastSequence);
        var waited = Array.FindAll(tied, c => c.LastSequence == oldest);
        return waited.Length == 1 ? (waited[0], PickedBy.LongestWait) : (waited.MinBy(c => Hash(lead, c.Rep))!, PickedBy.Draw);
    }

    /// <summary>FNV-1a, mixed: string.GetHashCode differs from process to process.</summary>
    private static ulong Hash(LeadId lead, RepId rep)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in lead.Value) hash = (hash ^ c) * 1099511628211UL;
        hash = (hash ^ '\n') * 1099511628211UL;
        foreach (var c in rep.Value) hash = (hash ^ c) * 1099511628211UL;
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        return hash ^ (hash >> 33);
    }
}
