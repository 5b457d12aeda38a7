namespace LeadRouter.Domain.Insights;

/// <summary>A figure of the week beside the week before.</summary>
/// <param name="Name">As in the reports.</param>
public sealed record MovedFigure(string Name, double Now, double Before, bool IsShare);

/// <param name="Wasted">Submissions that were repeats, unusable, disqualified or leaked.</param>
public sealed record QuestionedSource(string Source, long Wasted, long Received);

/// <param name="Kept">Accept and contact deadlines kept.</param>
public sealed record ThankedRep(string Rep, long Kept, long Promised);

/// <summary>
/// The week in one mail to marketing and sales: what moved most beyond chance, which sources to question, whom to thank. Leads of the
/// week are compared with those of the week before, so what takes longer than days (qualified, won) is left to the cohorts.
/// </summary>
public sealed record Smarketing(IReadOnlyList<MovedFigure> Moved, IReadOnlyList<QuestionedSource> Sources, IReadOnlyList<ThankedRep> Reps)
{
    public const int MostFigures = 5;
    public const int MostSources = 3;
    public const int MostReps = 3;

    private static readonly DayOfWeek Day = DayOfWeek.Monday;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(8);

    /// <summary>Monday, 08:00 UTC, of the week of an instant.</summary>
    public static DateTimeOffset DueInWeekOf(DateTimeOffset now)
    {
        var today = now.UtcDateTime.Date;
        return new DateTimeOffset(today.AddDays(-((int)today.DayOfWeek - (int)Day + 7) % 7), TimeSpan.Zero) + Hour;
    }

    /// <summary>Null when neither week had a submission: there is nothing to tell.</summary>
    public static Smarketing? Of(IReadOnlyList<InsightDay> week, IReadOnlyList<InsightDay> before, DateTimeOffset now)
    {
        var (now7, before7) = (Total(week, now), Total(before, now));
        if (now7[Figure.Received] + before7[Figure.Received] == 0) return null;
        var moved = Candidates.Select(c => (Candidate: c, Now: c.Of(now7), Before: c.Of(before7)))
            .Where(c => c.Now is not null && c.Before is not null)
            .Select(c => (c.Candidate, Now: c.Now!.Value, Before: c.Before!.Value))
            .OrderByDescending(c => Surprise(c.Candidate, c.Now, c.Before)).Take(MostFigures)
            .Select(c => new MovedFigure(c.Candidate.Name, Math.Round(c.Now.Value, 4), Math.Round(c.Before.Value, 4), c.Candidate.Kind == Kind.Share));
        return new Smarketing([.. moved], Questioned(week, now), Thanked(week, now));
    }

    /// <summary>What it reads of each day.</summary>
    public static IEnumerable<Slice> Slices { get; } = [.. Slice.Of(Parts, Dimension.All, Dimension.Source, Dimension.Rep)];

    private const TallyParts Parts = TallyParts.Figures | TallyParts.Times;

    private static InsightGroup Total(IReadOnlyList<InsightDay> days, DateTimeOffset now) => InsightGroups.Of(days, All(GroupBy.All), now, Parts).Total;

    // By the lower bound of the share: three bad leads do not condemn a source, thirty of forty do.
    private static List<QuestionedSource> Questioned(IReadOnlyList<InsightDay> week, DateTimeOffset now) =>
        [.. Groups(week, GroupBy.Source, now).Select(g => (Group: g, Wasted: Wasted(g))).Where(g => g.Wasted > 0)
            .OrderByDescending(g => Outreach.Wilson.Interval(g.Wasted, g.Group[Figure.Received]).Low).ThenBy(g => g.Group.Key, StringComparer.Ordinal)
            .Take(MostSources).Select(g => new QuestionedSource(g.Group.Key, g.Wasted, g.Group[Figure.Received]))];

    private static List<ThankedRep> Thanked(IReadOnlyList<InsightDay> week, DateTimeOffset now) =>
        [.. Groups(week, GroupBy.Rep, now).Where(g => g.Key != Contribution.None)
            .Select(g => new ThankedRep(g.Key, g[Figure.AcceptKept] + g[Figure.ContactKept],
                g[Figure.AcceptKept] + g[Figure.ContactKept] + g[Figure.AcceptBroken] + g[Figure.ContactBroken]))
            .Where(r => r.Kept > 0)
            .OrderByDescending(r => Outreach.Wilson.Interval(r.Kept, r.Promised).Low).ThenBy(r => r.Rep, StringComparer.Ordinal).Take(MostReps)];

    private static IReadOnlyList<InsightGroup> Groups(IReadOnlyList<InsightDay> week, GroupBy by, DateTimeOffset now) => InsightGroups.Of(week, All(by), now, Parts).Groups;

    private static InsightQuery All(GroupBy by) => new(DateOnly.MinValue, DateOnly.MaxValue, by);

    // A lead that leaked may be disqualified as well: it is wasted once.
    private static long Wasted(InsightGroup group) => Math.Min(
        group[Figure.Received],
        group[Figure.Quarantined] + group[Figure.Discarded] + group[Figure.Linked] + group[Figure.Disqualified] + group[Figure.Leaked]);

    /// <summary>How many standard deviations apart two weeks are, were nothing but chance at work.</summary>
    private static double Surprise(Candidate candidate, Seen now, Seen before) => candidate.Kind switch
    {
        Kind.Count => Math.Abs(now.Value - before.Value) / Math.Sqrt(now.Value + before.Value + 1),
        Kind.Share => Math.Abs(now.Value - before.Value) / Math.Sqrt(Math.Max(Variance(now, before), 1e-9)),
        // Half the leads are on either side of a median whatever it is: its logarithm errs by about one over the root of their number.
        _ => Math.Abs(Math.Log((now.Value + 1) / (before.Value + 1))) / Math.Sqrt(1.0 / now.Of + 1.0 / before.Of),
    };

    private static double Variance(Seen now, Seen before)
    {
        var pooled = ((now.Value * now.Of) + (before.Value * before.Of) + 1) / (now.Of + before.Of + 2);
        return pooled * (1 - pooled) * (1.0 / now.Of + 1.0 / before.Of);
    }

    private enum Kind
    {
        Count,
        Share,
        Minutes,
    }

    private readonly record struct Seen(double Value, long Of);

    private sealed record Candidate(string Name, Kind Kind, Func<InsightGroup, Seen?> Of);

    private static Candidate Share(string name, Func<InsightGroup, long> part, Func<InsightGroup, long> whole) =>
        new(name, Kind.Share, g => whole(g) == 0 ? null : new Seen((double)part(g) / whole(g), whole(g)));

    private static Candidate Minutes(string name, Measure measure) => new(
        name, Kind.Minutes, g => g.Sum.Quantile(measure, 0.5) is { } span ? new Seen(span.TotalMinutes, g.Sum.Timed(measure)) : null);

    private static readonly Candidate[] Candidates =
    [
        new("received", Kind.Count, g => new Seen(g[Figure.Received], 1)),
        new("leads", Kind.Count, g => new Seen(g[Figure.Leads], 1)),
        Share("mqlShare", g => g[Figure.Mql], g => g[Figure.Scored]),
        Share("acceptedShare", g => g[Figure.ReachedAccepted], g => g[Figure.ReachedOffered]),
        Share("contactedShare", g => g[Figure.ReachedContacted], g => g[Figure.ReachedAccepted]),
        Share("acceptKeptShare", g => g[Figure.AcceptKept], g => g[Figure.AcceptKept] + g[Figure.AcceptBroken]),
        Share("contactKeptShare", g => g[Figure.ContactKept], g => g[Figure.ContactKept] + g[Figure.ContactBroken]),
        Share("leakedShare", g => g[Figure.Leaked], g => g[Figure.Leads]),
        Share("duplicateShare", g => g[Figure.Linked], g => g[Figure.Linked] + g[Figure.Leads]),
        Share("quarantinedShare", g => g[Figure.Quarantined] + g[Figure.Discarded], g => g[Figure.Received]),
        Minutes("acceptedP50", Measure.Accepted),
        Minutes("firstTouchP50", Measure.Touched),
    ];

    /// <summary>The figures that can move, by name.</summary>
    public static IReadOnlyList<string> FigureNames { get; } = [.. Candidates.Select(c => c.Name)];
}
