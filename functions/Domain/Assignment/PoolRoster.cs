using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>The first instant at or after <paramref name="from"/> at which the rep works and is not on time off; null when there is none.</summary>
public delegate DateTimeOffset? ShiftFrom(RepId rep, DateTimeOffset from);

/// <summary>A pool and its members as they stand now, in the order of their ids. Build it once for a group of decisions.</summary>
public sealed class PoolRoster
{
    private readonly RepStanding[] members;
    private readonly long[] weights;
    private readonly ShiftFrom? shiftFrom;

    /// <param name="shiftFrom">Asked only when nobody is eligible, to wake the lead at the exact instant. Without it a
    /// lead may wake too early (and is held again), never too late.</param>
    public PoolRoster(PoolPolicy policy, IEnumerable<RepStanding> members, ShiftFrom? shiftFrom = null)
    {
        Policy = policy;
        this.members = [.. members];
        this.shiftFrom = shiftFrom;
        if (!IsSorted(this.members)) Array.Sort(this.members, (a, b) => string.CompareOrdinal(a.Rep.Value, b.Rep.Value));
        for (var i = 1; i < this.members.Length; i++)
            if (this.members[i].Rep == this.members[i - 1].Rep)
                throw new ArgumentException($"The rep {this.members[i].Rep} is in the pool {policy.Pool} twice.", nameof(members));
        weights = Array.ConvertAll(this.members, Ramp.FullWeight);
    }

    public PoolPolicy Policy { get; }

    public IReadOnlyList<RepStanding> Members => members;

    /// <summary>Whole weights in thousandths, without ramps, by member.</summary>
    internal ReadOnlySpan<long> Weights => weights;

    internal ReadOnlySpan<RepStanding> Standings => members;

    internal DateTimeOffset? NextShift(RepStanding member, DateTimeOffset from)
    {
        if (shiftFrom is not null) return shiftFrom(member.Rep, from);
        return !member.OnShift && member.NextShift > from ? member.NextShift : from;
    }

    private static bool IsSorted(RepStanding[] members)
    {
        for (var i = 1; i < members.Length; i++)
            if (string.CompareOrdinal(members[i - 1].Rep.Value, members[i].Rep.Value) > 0) return false;
        return true;
    }
}
