using System.Collections.Immutable;

namespace LeadRouter.Domain.Insights;

/// <summary>A source's figure of one day beside what is usual for it.</summary>
/// <param name="Figure">volume: submissions; waste: the share of them that is quarantined, discarded, a repeat or disqualified; speed: median minutes to an accept.</param>
/// <param name="Usual">The median of the days compared.</param>
/// <param name="Alarm">The value is outside the usual range.</param>
public sealed record SourceFigure(string Source, string Figure, DateOnly Day, double Value, double Usual, double Low, double High, bool Alarm);

/// <summary>
/// Whether a source left its own usual range: median and median absolute deviation over the same kind of day (working day or weekend)
/// of the four weeks before, so that one odd day neither hides nor makes an alarm. The range is never narrower than chance alone makes it.
/// </summary>
public static class Anomalies
{
    public const int DaysBefore = 28;

    /// <summary>Deviations, in units of a standard deviation, that are still usual (Iglewicz and Hoaglin).</summary>
    public const double Limit = 3.5;

    /// <summary>With fewer days to compare there is no usual range.</summary>
    public const int FewestDays = 6;

    // A share or a median of fewer says nothing.
    private const long FewestSubmissions = 5;
    private const long FewestAccepts = 3;

    // What makes a median absolute deviation comparable to a standard deviation of a normal distribution.
    private const double MadToDeviation = 1.4826;

    /// <summary>What it reads of each day.</summary>
    public static readonly ImmutableArray<Slice> Slices = [.. Slice.Of(Parts, Dimension.Source)];

    private const TallyParts Parts = TallyParts.Figures | TallyParts.Times;

    /// <param name="days">The day judged and the four weeks before it.</param>
    public static IReadOnlyList<SourceFigure> Of(IReadOnlyList<InsightDay> days, DateOnly judged)
    {
        var sources = days.SelectMany(d => d.Of(Slices[0]).Keys).Select(c => c.Key).Distinct().Order(StringComparer.Ordinal);
        return [.. sources.SelectMany(source => Of(SourceDay.Of(days, source, judged), source, judged))];
    }

    private static IEnumerable<SourceFigure> Of(List<SourceDay> days, string source, DateOnly judged)
    {
        var today = days.Find(d => d.Day == judged);
        var before = days.Where(d => d.Day < judged && IsWeekend(d.Day) == IsWeekend(judged)).ToList();
        if (today is null) yield break;
        if (Judge("volume", today, before, d => d.Received, usual => Math.Sqrt(Math.Max(usual, 1))) is { } volume) yield return volume;
        if (Judge("waste", today, before, d => d.Waste, usual => Math.Max(0.02, Math.Sqrt(usual * (1 - usual) / today.Received))) is { } waste) yield return waste;
        if (Judge("speed", today, before, d => d.Speed, usual => usual / 5) is { } speed) yield return speed;

        SourceFigure? Judge(string figure, SourceDay day, List<SourceDay> others, Func<SourceDay, double?> value, Func<double, double> chance)
        {
            var compared = others.Select(value).OfType<double>().ToList();
            if (value(day) is not { } now || compared.Count < FewestDays) return null;
            var usual = Median(compared);
            var deviation = Math.Max(MadToDeviation * Median(compared.ConvertAll(v => Math.Abs(v - usual))), chance(usual));
            var (low, high) = (Math.Max(0, usual - Limit * deviation), usual + Limit * deviation);
            return new SourceFigure(source, figure, judged, now, usual, low, high, now < low || now > high);
        }
    }

    public static double Median(List<double> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private sealed record SourceDay(DateOnly Day, long Received, double? Waste, double? Speed)
    {
        /// <summary>Every day from the source's first one on: a day without a submission counts, too.</summary>
        public static List<SourceDay> Of(IReadOnlyList<InsightDay> days, string source, DateOnly last)
        {
            var cell = new Cell(Dimension.Source, source);
            var known = days.Where(d => d.Of(Slices[0]).ContainsKey(cell)).ToDictionary(d => d.Day, d => d.Of(cell, Parts));
            var first = known.Keys.Min();
            return [.. Enumerable.Range(0, Math.Max(0, last.DayNumber - first.DayNumber + 1))
                .Select(i => first.AddDays(i)).Select(day => new SourceDay(day, known.GetValueOrDefault(day, Tally.Empty)))];
        }

        private SourceDay(DateOnly day, Tally tally) : this(day, tally[Figure.Received], WasteOf(tally), SpeedOf(tally)) { }

        private static double? WasteOf(Tally tally) => tally[Figure.Received] < FewestSubmissions
            ? null
            : (double)(tally[Figure.Quarantined] + tally[Figure.Discarded] + tally[Figure.Linked] + tally[Figure.Disqualified]) / tally[Figure.Received];

        private static double? SpeedOf(Tally tally)
        {
            var sum = new TallySum();
            sum.Add(tally);
            return sum.Timed(Measure.Accepted) < FewestAccepts ? null : sum.Quantile(Measure.Accepted, 0.5)!.Value.TotalMinutes;
        }
    }
}
