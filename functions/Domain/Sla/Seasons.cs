namespace LeadRouter.Domain.Sla;

/// <summary>
/// A calendar in local time as a sequence of seasons, each with one weekly plan, cut at midnights. A holiday is a season of one
/// day; a closure of ten years is one season too, so that walking costs the number of exceptions, not of days.
/// </summary>
internal sealed class Seasons
{
    private readonly long[] starts;
    private readonly WeekPlan[] plans;

    private Seasons(long[] starts, WeekPlan[] plans) => (this.starts, this.plans) = (starts, plans);

    public bool IsNever => plans.All(p => p.IsNever);

    public static Seasons Of(WeeklyHours hours, CalendarDates dates)
    {
        long[] starts = [long.MinValue, .. dates.All.SelectMany(Cuts).Distinct().Order()];
        long[] ends = [.. starts.Skip(1), long.MaxValue];
        return new Seasons(starts, [hours.Plan, .. starts.Zip(ends).Skip(1).Select(s => PlanOf(hours, dates, s.First, s.Second))]);
    }

    /// <summary>The plan at a local instant and where its season ends.</summary>
    public (WeekPlan Plan, long End) At(long local)
    {
        var i = starts.AsSpan().BinarySearch(local);
        if (i < 0) i = ~i - 1;
        return (plans[i], i + 1 < starts.Length ? starts[i + 1] : long.MaxValue);
    }

    /// <summary>A day that is only partly in a range is a season of its own.</summary>
    private static long[] Cuts(LocalRange range)
    {
        var (firstDay, lastDay) = (range.From.Date.Ticks, range.To.AddTicks(-1).Date.Ticks);
        return [firstDay, firstDay + WeekPlan.Day, lastDay, lastDay + WeekPlan.Day];
    }

    private static WeekPlan PlanOf(WeeklyHours hours, CalendarDates dates, long start, long end)
    {
        var plan = hours.Plan;
        foreach (var closed in Inside([.. dates.Holidays.Ranges, .. dates.Closed.Ranges], start, end))
            plan = plan.Without(closed.From, closed.To);
        foreach (var open in Inside(dates.Open.Ranges, start, end))
            plan = plan.With(open.WholeDays ? hours.Usual : WeekPlan.Of([(open.From, open.To)]));
        foreach (var off in Inside(dates.TimeOff.Ranges, start, end))
            plan = plan.Without(off.From, off.To);
        return plan;
    }

    /// <summary>The part of each range inside the season, in ticks of the week; the whole week when the season lies inside the range.</summary>
    private static IEnumerable<(long From, long To, bool WholeDays)> Inside(IReadOnlyList<LocalRange> ranges, long start, long end)
    {
        foreach (var range in ranges)
        {
            var (from, to) = (range.From.Ticks, range.To.Ticks);
            if (to <= start || end <= from) continue;
            var week = start - start % WeekPlan.Week;
            if (from <= start && end <= to) yield return (0, WeekPlan.Week, range.WholeDays);
            else yield return (Math.Max(from, start) - week, Math.Min(to, end) - week, range.WholeDays);
        }
    }
}
