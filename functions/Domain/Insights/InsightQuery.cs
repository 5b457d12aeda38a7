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
public sealed record InsightQuery(DateOnly From, DateOnly To, GroupBy By, Cell? Of = null)
{
    public const int LongestDays = 731;

    /// <summary>What all groups together are.</summary>
    public Cell Whole => Of ?? new Cell(Dimension.All, "");

    /// <summary>The dimension whose cells are the groups; null when they are times, or one.</summary>
    public Dimension? Groups => By switch
    {
        GroupBy.Source => Dimension.Source,
        GroupBy.Campaign => Dimension.Campaign,
        GroupBy.Pool => Dimension.Pool,
        GroupBy.Rep => Dimension.Rep,
        GroupBy.Band => Dimension.Band,
        _ => null,
    };

    /// <summary>All that has to be read for it.</summary>
    public IEnumerable<Slice> Slices(TallyParts parts) => Slice.Of(parts, Groups is { } groups ? [Whole.Dimension, groups] : [Whole.Dimension]);
}

/// <summary>Adds days up into groups.</summary>
public static class InsightGroups
{
    /// <summary>Every group that has figures, in the order of its key, and the sum of all.</summary>
    public static (IReadOnlyList<InsightGroup> Groups, InsightGroup Total) Of(
        IEnumerable<InsightDay> days, InsightQuery query, DateTimeOffset now, TallyParts parts = TallyParts.All)
    {
        var groups = new Dictionary<string, InsightGroup>();
        var total = new InsightGroup("", parts);
        foreach (var day in days)
        {
            var mature = new Maturity(day.Day, now);
            AddWhole(total);
            if (query.By is GroupBy.Day or GroupBy.Week) AddWhole(Group(KeyOf(query.By, day.Day)));
            if (query.Groups is { } dimension) Add(dimension, cell => Group(cell.Key));

            void AddWhole(InsightGroup group) => Add(query.Whole.Dimension, cell => cell == query.Whole ? group : null);

            void Add(Dimension dimension, Func<Cell, InsightGroup?> groupOf)
            {
                foreach (var slice in Slice.Of(parts, dimension))
                {
                    if (slice.Part != TallyParts.Figures) day.AddTo(slice, cell => groupOf(cell)?.Sum);
                    else foreach (var (cell, tally) in day.Of(slice)) groupOf(cell)?.Add(tally, mature);
                }
            }
        }
        return ([.. groups.Values.OrderBy(g => g.Key, StringComparer.Ordinal)], total);

        InsightGroup Group(string key) => groups.TryGetValue(key, out var group) ? group : groups[key] = new InsightGroup(key, parts);
    }

    /// <summary>The group of a day, by day or by week.</summary>
    public static string KeyOf(GroupBy by, DateOnly day) => by == GroupBy.Week ? WeekOf(day) : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string WeekOf(DateOnly day)
    {
        var date = day.ToDateTime(TimeOnly.MinValue);
        return string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(date)}-W{ISOWeek.GetWeekOfYear(date):D2}");
    }
}

/// <summary>Which cohorts a day of receipt can be told of: only those whose time has passed for every lead of the day.</summary>
public readonly record struct Maturity(DateOnly Day, DateTimeOffset Now)
{
    public bool Has(TimeSpan span) => new DateTimeOffset(Day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) + span <= Now;
}

/// <summary>The sum of a group.</summary>
public sealed class InsightGroup(string key, TallyParts parts)
{
    public string Key => key;

    /// <summary>For a spreadsheet: a day is a day and no text.</summary>
    public static object Cell(GroupBy by, string key) => by == GroupBy.Day && key.Length > 0 ? DateOnly.ParseExact(key, "yyyy-MM-dd", CultureInfo.InvariantCulture) : key;

    public TallySum Sum { get; } = new(parts);

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
