namespace LeadRouter.Domain.Sla;

/// <summary>
/// Open time inside one local week, as sorted windows that neither touch nor overlap, in ticks since Monday 00:00. The week repeats,
/// so open time before any local instant, and its inverse, cost a binary search whatever the distance.
/// </summary>
internal sealed class WeekPlan
{
    public const long Day = TimeSpan.TicksPerDay;
    public const long Week = 7 * Day;

    public static readonly WeekPlan Never = new([]);
    public static readonly WeekPlan Always = new([(0, Week)]);

    private readonly (long Start, long End)[] windows;
    private readonly long[] openBefore;

    private WeekPlan((long, long)[] windows)
    {
        this.windows = windows;
        openBefore = new long[windows.Length];
        for (var i = 0; i < windows.Length; i++)
        {
            openBefore[i] = Total;
            Total += this.windows[i].End - this.windows[i].Start;
        }
    }

    /// <summary>Open ticks in a week.</summary>
    public long Total { get; }

    public bool IsNever => Total == 0;

    public bool IsAlways => Total == Week;

    public IReadOnlyList<(long Start, long End)> Windows => windows;

    /// <summary>The union of windows in any order; a window may run past the end of the week into the next.</summary>
    public static WeekPlan Of(IEnumerable<(long Start, long End)> windows)
    {
        var merged = new List<(long Start, long End)>();
        foreach (var (start, end) in windows.SelectMany(Wrapped).Order())
        {
            if (merged.Count > 0 && start <= merged[^1].End) merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, end));
            else merged.Add((start, end));
        }
        return new WeekPlan([.. merged]);
    }

    public WeekPlan With(WeekPlan other) => Of(windows.Concat(other.windows));

    public WeekPlan Without(long start, long end) =>
        Of(windows.SelectMany(w => new[] { (w.Start, Math.Min(w.End, start)), (Math.Max(w.Start, end), w.End) }).Where(w => w.Item1 < w.Item2));

    /// <summary>Open ticks between tick 0 and this local instant, as if the week had always repeated.</summary>
    public long OpenUntil(long local)
    {
        var (weeks, inWeek) = Split(local);
        var i = LastStartingAtOrBefore(inWeek);
        var before = i < 0 ? 0 : openBefore[i] + Math.Min(inWeek, windows[i].End) - windows[i].Start;
        return weeks * Total + before;
    }

    /// <summary>The earliest local instant with this much open time before it: the inverse of <see cref="OpenUntil"/>.</summary>
    public long InstantAt(long open)
    {
        // Minimal: an amount that fills a week exactly is reached at its last closing, not in the week after.
        var (weeks, rest) = Math.DivRem(open - 1, Total);
        if (rest < 0) (weeks, rest) = (weeks - 1, rest + Total);
        var i = openBefore.AsSpan().BinarySearch(rest);
        if (i < 0) i = ~i - 1;
        return weeks * Week + windows[i].Start + (rest + 1 - openBefore[i]);
    }

    public bool IsOpen(long local)
    {
        var (_, inWeek) = Split(local);
        var i = LastStartingAtOrBefore(inWeek);
        return i >= 0 && inWeek < windows[i].End;
    }

    /// <summary>The first open local instant at or after this one. The plan must have hours.</summary>
    public long NextOpen(long local)
    {
        var (weeks, inWeek) = Split(local);
        var i = LastStartingAtOrBefore(inWeek);
        if (i >= 0 && inWeek < windows[i].End) return local;
        return i + 1 < windows.Length ? weeks * Week + windows[i + 1].Start : (weeks + 1) * Week + windows[0].Start;
    }

    /// <summary>The first closed local instant at or after this one. The plan must have closed time.</summary>
    public long NextClose(long local)
    {
        var (weeks, inWeek) = Split(local);
        var i = LastStartingAtOrBefore(inWeek);
        if (i < 0 || inWeek >= windows[i].End) return local;
        var runsOver = windows[i].End == Week && windows[0].Start == 0;
        return runsOver ? (weeks + 1) * Week + windows[0].End : weeks * Week + windows[i].End;
    }

    private static (long Weeks, long InWeek) Split(long local)
    {
        var (weeks, inWeek) = Math.DivRem(local, Week);
        return inWeek < 0 ? (weeks - 1, inWeek + Week) : (weeks, inWeek);
    }

    private static IEnumerable<(long Start, long End)> Wrapped((long Start, long End) window) =>
        window.End <= Week ? [window] : [(window.Start, Week), (0, window.End - Week)];

    private int LastStartingAtOrBefore(long inWeek)
    {
        var (low, high) = (0, windows.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (windows[middle].Start <= inWeek) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }
}
