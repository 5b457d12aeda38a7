using System.Diagnostics.CodeAnalysis;

namespace LeadRouter.Domain.Sla;

/// <summary>
/// Weekly windows of local wall time: <c>mon-fri 09:00-14:00,15:00-18:00; sat 10:00-13:00</c>. A window that ends at or before its
/// start runs past midnight. Windows without days repeat the days before them, or mean every day.
/// </summary>
public sealed class WeeklyHours
{
    public static readonly WeeklyHours Always = new("24x7", WeekPlan.Always, WeekPlan.Always);
    public static readonly WeeklyHours None = new("", WeekPlan.Never, WeekPlan.Never);

    private readonly string text;

    private WeeklyHours(string text, WeekPlan plan, WeekPlan usual) => (this.text, Plan, Usual) = (text, plan, usual);

    public bool IsEmpty => Plan.IsNever;

    public bool IsAlways => Plan.IsAlways;

    /// <summary>Open time in a week.</summary>
    public TimeSpan PerWeek => TimeSpan.FromTicks(Plan.Total);

    /// <summary>The longest stretch without a break; null when there is none, or no end to it.</summary>
    public TimeSpan? LongestWindow => Plan.IsNever || Plan.IsAlways ? null : TimeSpan.FromTicks(Plan.Windows.Max(w => w.End - w.Start));

    internal WeekPlan Plan { get; }

    /// <summary>The week in which a day without hours takes those of the nearest day before it that has some.</summary>
    internal WeekPlan Usual { get; }

    /// <summary>Whether this local wall time is inside a window, whatever the zone.</summary>
    public bool Contains(DateTime local) => Plan.IsOpen(local.Ticks);

    /// <summary>Reads a cell; an empty one is <see cref="None"/>. Never throws.</summary>
    public static bool TryParse(string? cell, [NotNullWhen(true)] out WeeklyHours? hours, [NotNullWhen(false)] out string? problem)
    {
        (hours, problem) = (None, null);
        if (string.IsNullOrWhiteSpace(cell)) return true;
        var windows = new List<HoursWindow>();
        problem = CellText.TooLong(cell) ?? HoursCell.Read(CellText.Fold(cell), windows);
        hours = problem is null ? Of(cell.Trim(), windows) : null;
        return problem is null;
    }

    public override string ToString() => text;

    private static WeeklyHours Of(string text, List<HoursWindow> windows)
    {
        var plan = WeekPlan.Of(windows.Select(w => w.InWeek));
        return new WeeklyHours(text, plan, UsualWeek(plan, windows));
    }

    private static WeekPlan UsualWeek(WeekPlan plan, List<HoursWindow> windows)
    {
        var starts = windows.Select(w => w.Day).ToHashSet();
        if (starts.Count == 0) return plan;
        var filled = plan;
        for (var day = 0; day < 7; day++)
        {
            var source = Enumerable.Range(0, 7).Select(back => (day + 7 - back) % 7).First(starts.Contains);
            if (source != day) filled = filled.With(DayCopied(plan, source, day));
        }
        return filled;
    }

    private static WeekPlan DayCopied(WeekPlan plan, int from, int to) => WeekPlan.Of(
        plan.Windows
            .Select(w => (Start: Math.Max(w.Start, from * WeekPlan.Day), End: Math.Min(w.End, (from + 1) * WeekPlan.Day)))
            .Where(w => w.Start < w.End)
            .Select(w => (w.Start + (to - from) * WeekPlan.Day, w.End + (to - from) * WeekPlan.Day)));
}

/// <summary>One window of one weekday (Monday is 0), in minutes since its midnight; past 1440 it runs into the next day.</summary>
internal readonly record struct HoursWindow(int Day, int Start, int End)
{
    public (long Start, long End) InWeek =>
        (Day * WeekPlan.Day + Start * TimeSpan.TicksPerMinute, Day * WeekPlan.Day + End * TimeSpan.TicksPerMinute);
}
