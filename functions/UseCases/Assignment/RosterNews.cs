using LeadRouter.Domain.Leads;

namespace LeadRouter.UseCases.Assignment;

/// <summary>Where somebody is there for leads who was not before, because rows were edited or a rep resumed; not because time passed.</summary>
internal static class RosterNews
{
    /// <param name="before">Null when nothing is known of before: then whoever is there is news.</param>
    public static IReadOnlySet<PoolId> Pools(Rosters? before, Rosters after, DateTimeOffset now) =>
        after.Pools.Where(pool => Behind(after, pool, now).Except(before is null ? [] : Behind(before, pool, now)).Any()).ToHashSet();

    /// <summary>The rep's pools, and those that overflow to them.</summary>
    public static IReadOnlySet<PoolId> PoolsFor(Rosters rosters, RepId rep)
    {
        var his = rosters.PoolsOf(rep).ToHashSet();
        return rosters.Pools.Where(pool => Chain(rosters, pool).Any(his.Contains)).ToHashSet();
    }

    /// <summary>Who is there in a pool or in one that it overflows to.</summary>
    private static IEnumerable<string> Behind(Rosters rosters, PoolId pool, DateTimeOffset now) =>
        Chain(rosters, pool).SelectMany(at => rosters.There(at, now));

    private static IEnumerable<PoolId> Chain(Rosters rosters, PoolId pool)
    {
        var asked = new HashSet<PoolId>();
        for (PoolId? next = pool; next is { } at && asked.Add(at); next = rosters.OverflowOf(at)) yield return at;
    }
}
