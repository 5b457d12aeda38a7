using System.Globalization;

namespace LeadRouter.Domain.Insights;

/// <summary>How an answer is broken down.</summary>
public enum GroupBy
{
    All,
    Day,
    Week,
    Source,
    Campaign,
    Pool,
    Rep,
    Band,
}

/// <summary>What is asked: leads received from a day to another, both included, in groups.</summary>
/// <param name="Of">Only this source, campaign, pool, rep or band; figures are kept for one of them at a time, so it goes with days and weeks.</param>
public sealed record InsightQuery(DateOnly From, DateOnly To, GroupBy By, Cell? Of = null);

/// <summary>Adds days up into groups.</summary>
public static class InsightGroups
{
    /// <summary>Every group that has figures, in the order of its key, and the sum of all.</summary>
    public static (IReadOnlyList<InsightGroup> Groups, InsightGroup Total) Of(IEnumerable<InsightDay> days, InsightQuery query, DateTimeOffset now)
    {
        var groups = new SortedDictionary<string, InsightGroup>(StringComparer.Ordinal);
        var total = new InsightGroup("");
        var whole = query.Of ?? new Cell(Dimension.All, "");
        foreach (var day in days)
        {
            var mature = new Maturity(day.Day, now);
            total.Add(day[whole], mature);
            foreach (var (key, tally) in Parts(day, query.By, whole))
            {
                if (!groups.TryGetValue(key, out var group)) groups[key] = group = new InsightGroup(key);
                group.Add(tally, mature);
            }
        }
        return ([.. groups.Values], total);
    }

    private static IEnumerable<(string Key, Tally Tally)> Parts(InsightDay day, GroupBy by, Cell whole) => by switch
    {
        GroupBy.All => [],
        GroupBy.Day => [(day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day[whole])],
        GroupBy.Week => [(WeekOf(day.Day), day[whole])],
        _ => day.Of(DimensionOf(by)).Select(c => (c.Key.Key, c.Value)),
    };

    public static string WeekOf(DateOnly day)
    {
        var date = day.ToDateTime(TimeOnly.MinValue);
        return string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(date)}-W{ISOWeek.GetWeekOfYear(date):D2}");
    }

    private static Dimension DimensionOf(GroupBy by) => by switch
    {
        GroupBy.Source => Dimension.Source,
        GroupBy.Campaign => Dimension.Campaign,
        GroupBy.Pool => Dimension.Pool,
        GroupBy.Rep => Dimension.Rep,
        _ => Dimension.Band,
    };
}

/// <summary>Which cohorts a day of receipt can be told of: only those whose time has passed for every lead of the day.</summary>
public readonly record struct Maturity(DateOnly Day, DateTimeOffset Now)
{
    public bool Has(TimeSpan span) => new DateTimeOffset(Day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) + span <= Now;
}

/// <summary>The sum of a group.</summary>
public sealed class InsightGroup(string key)
{
    public string Key => key;

    public TallySum Sum { get; } = new();

    public Cohort FourWeeks { get; } = new(Contribution.FourWeeks, Figure.OfferedIn4);

    public Cohort TwelveWeeks { get; } = new(Contribution.TwelveWeeks, Figure.OfferedIn12);

    public long this[Figure figure] => Sum[figure];

    public void Add(Tally tally, Maturity day)
    {
        Sum.Add(tally);
        FourWeeks.Add(tally, day);
        TwelveWeeks.Add(tally, day);
    }
}

/// <summary>Leads that have had the same time each, and how many of them came how far in it.</summary>
public sealed class Cohort(TimeSpan span, Figure first)
{
    private readonly long[] reached = new long[Progress.Stages];

    public long Leads { get; private set; }

    public void Add(Tally tally, Maturity day)
    {
        if (!day.Has(span)) return;
        foreach (var counter in tally.Counters)
        {
            var stage = counter.Code - (int)first;
            if (stage >= reached.Length) break;
            if (counter.Code == (int)Figure.Leads) Leads += counter.Count;
            else if (stage >= 0) reached[stage] += counter.Count;
        }
    }

    /// <summary>0 is offered, 4 is won.</summary>
    public long Reached(int stage) => reached[stage];
}
