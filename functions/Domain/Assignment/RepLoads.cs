using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Assignment;

/// <summary>The loads of all reps of a partition. Immutable; sorted, so that a pool's roster is joined in one pass.</summary>
public sealed class RepLoads
{
    public static readonly RepLoads Empty = new([], []);

    private readonly RepId[] reps;
    private readonly RepLoad[] loads;

    internal RepLoads(RepId[] reps, RepLoad[] loads)
    {
        this.reps = reps;
        this.loads = loads;
    }

    public IReadOnlyList<RepId> Reps => reps;

    public RepLoad this[RepId rep] => IndexOf(rep) is >= 0 and var at ? loads[at] : RepLoad.None;

    public RepLoads With(RepId rep, RepLoad load)
    {
        var at = IndexOf(rep);
        if (at < 0) return Insert(~at, rep, load);
        var changed = (RepLoad[])loads.Clone();
        changed[at] = load;
        return new RepLoads(reps, changed);
    }

    public RepLoads Only(IReadOnlySet<RepId> kept)
    {
        var left = reps.Where(kept.Contains).ToArray();
        return new RepLoads(left, Array.ConvertAll(left, rep => this[rep]));
    }

    public RepLoads Join(RepLoads other) => other.reps.Aggregate(this, (all, rep) => all.With(rep, all[rep].Plus(other[rep])));

    /// <summary>Finds the load of a rep, from where the last search of an ascending sequence ended.</summary>
    internal RepLoad Next(RepId rep, ref int from)
    {
        while (from < reps.Length)
        {
            var order = string.CompareOrdinal(reps[from].Value, rep.Value);
            if (order == 0) return loads[from++];
            if (order > 0) break;
            from++;
        }
        return RepLoad.None;
    }

    private int IndexOf(RepId rep) => Array.BinarySearch(reps, rep, ByOrdinal.Instance);

    private RepLoads Insert(int at, RepId rep, RepLoad load) =>
        new([.. reps[..at], rep, .. reps[at..]], [.. loads[..at], load, .. loads[at..]]);
}

internal sealed class ByOrdinal : IComparer<RepId>
{
    public static readonly ByOrdinal Instance = new();

    public int Compare(RepId x, RepId y) => string.CompareOrdinal(x.Value, y.Value);
}
