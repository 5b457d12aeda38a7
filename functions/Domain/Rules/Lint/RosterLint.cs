using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Rules;

/// <summary>Pools must have somebody in them, and reps an address.</summary>
internal static class RosterLint
{
    public static IEnumerable<Problem> Check(LiveConfig live)
    {
        var working = live.Reps.Values.Where(r => r.Enabled).Select(r => r.Id).ToHashSet();
        return
        [
            .. live.Pools.Keys.Where(pool => !live.Memberships.Any(m => m.Pool == pool && working.Contains(m.Rep)))
                .Select(pool =>
                    Linter.Error(TableShapes.Pools, pool.Value, "", "pool.empty", "", "The pool has no enabled rep; add one in Memberships.")),
            .. live.Reps.Values.Where(r => r.Enabled).SelectMany(r => Email(r)),
            .. working.Where(rep => !live.Memberships.Any(m => m.Rep == rep) && !live.Reps.Values.Any(r => r.Manager == rep))
                .Select(rep =>
                    Linter.Warning(TableShapes.Reps, rep.Value, "", "rep.idle", "",
                        "The rep is in no pool and manages nobody, and so gets no lead.")),
            .. live.Memberships.GroupBy(m => (m.Pool, m.Rep)).SelectMany(g => g.Skip(1))
                .Select(m =>
                    Linter.Error(TableShapes.Memberships, m.Key, "Rep", "key.duplicate", m.Rep.Value, $"{m.Rep} is in the pool {m.Pool} already.")),
            .. live.Calendars.Values.Where(c => string.IsNullOrWhiteSpace(c.Hours) && string.IsNullOrWhiteSpace(c.Open))
                .Select(c =>
                    Linter.Error(TableShapes.Calendars, c.Key, "Hours", "calendar.no-hours", "",
                        "The calendar is never open, so its clock would never end.", "mon-fri 09:00-18:00")),
            .. live.Pools.Values.Where(p => Circles(live, p))
                .Select(p =>
                    Linter.Warning(TableShapes.Pools, p.Id.Value, "Overflow", "overflow.circle", p.Overflow!.Value.Value,
                        "Overflow comes back to this pool; end it in a pool without one.")),
        ];
    }

    private static IEnumerable<Problem> Email(RepRow rep)
    {
        if (rep.Email is null)
            yield return Linter.Error(TableShapes.Reps, rep.Id.Value, "Email", "rep.no-email", "", "The rep could not be told of a lead.");
        else if (!IsAddress(rep.Email))
            yield return Linter.Error(TableShapes.Reps, rep.Id.Value, "Email", "cell.unreadable", rep.Email, "One email address is expected.");
    }

    private static bool IsAddress(string text) =>
        text.Split('@') is [{ Length: > 0 }, { Length: > 2 } domain] && domain.Contains('.', StringComparison.Ordinal)
            && !text.Any(c => char.IsWhiteSpace(c) || c is ';' or ',' or '<' or '>');

    private static bool Circles(LiveConfig live, PoolRow pool)
    {
        var been = new HashSet<PoolId>();
        var at = pool;
        while (at.Overflow is { } next && live.Pools.TryGetValue(next, out var following))
        {
            if (next == pool.Id) return true;
            if (!been.Add(next)) return false;
            at = following;
        }
        return false;
    }
}
