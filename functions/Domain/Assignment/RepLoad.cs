namespace LeadRouter.Domain.Assignment;

/// <summary>Leads counted since the start of a window.</summary>
public readonly record struct WindowCount(DateTimeOffset Start, int Leads)
{
    /// <summary>A count from an earlier window counts for nothing; a clock that runs behind still sees the newer count.</summary>
    public int In(Window window) => Leads > 0 && Start >= window.Start ? Leads : 0;

    public WindowCount Add(Window window) => Start >= window.Start ? this with { Leads = Leads + 1 } : new WindowCount(window.Start, 1);

    public WindowCount Plus(WindowCount other) =>
        Start == other.Start ? this with { Leads = Leads + other.Leads } : Start > other.Start ? this : other;

    public WindowCount TakeBack(DateTimeOffset countedIn) => Start == countedIn && Leads > 0 ? this with { Leads = Leads - 1 } : this;
}

/// <summary>What a rep carries across all pools that share a partition: open leads, and the counters of the caps.</summary>
public sealed record RepLoad(int Open, WindowCount Hour, WindowCount Day, WindowCount Week)
{
    public static readonly RepLoad None = new(0, default, default, default);

    public RepUse In(CapWindows windows) => new(Open, Hour.In(windows.Hour), Day.In(windows.Day), Week.In(windows.Week));

    public RepLoad Take(CapWindows? windows) => windows is null
        ? this with { Open = Open + 1 }
        : new RepLoad(Open + 1, Hour.Add(windows.Hour), Day.Add(windows.Day), Week.Add(windows.Week));

    public RepLoad Plus(RepLoad other) => new(Open + other.Open, Hour.Plus(other.Hour), Day.Plus(other.Day), Week.Plus(other.Week));

    public RepLoad Release() => this with { Open = Math.Max(0, Open - 1) };

    public RepLoad TakeBack(CapWindows windows) => this with
    {
        Hour = Hour.TakeBack(windows.Hour.Start),
        Day = Day.TakeBack(windows.Day.Start),
        Week = Week.TakeBack(windows.Week.Start),
    };
}

/// <summary>A rep's load at one instant: open leads, and leads in the running hour, day and week.</summary>
public readonly record struct RepUse(int Open, int Hour, int Day, int Week);
