using System.Collections.Immutable;
using System.Globalization;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Insights;

/// <summary>What figures are grouped by. Stored by number.</summary>
public enum Dimension : byte
{
    All = 0,
    Source = 1,
    Campaign = 2,
    Pool = 3,
    Rep = 4,
    Band = 5,

    /// <summary>A rep in a pool, written <c>pool/rep</c>: what fairness is about.</summary>
    Seat = 6,
}

/// <summary>A group of leads of one day.</summary>
public readonly record struct Cell(Dimension Dimension, string Key);

/// <summary>What one offer adds: to the rep and the pool it was made in, whoever has the lead now.</summary>
public sealed record OfferTally(string Pool, string Rep, Tally Tally);

/// <summary>
/// Everything that one lead adds to the figures: a pure function of its record, counted on the day of its receipt. When the record
/// changes, the old contribution is taken away and the new one added, in the batch that publishes the change.
/// </summary>
public sealed record Contribution(
    DateOnly Day, string Source, string Campaign, string Pool, string Rep, string Band, Tally Lead, ImmutableArray<OfferTally> Offers)
{
    /// <summary>The group of leads that have no campaign, pool, rep or band.</summary>
    public const string None = "(none)";

    public static readonly TimeSpan FourWeeks = TimeSpan.FromDays(28);
    public static readonly TimeSpan TwelveWeeks = TimeSpan.FromDays(84);

    private const int LongestKey = 64;

    public static Contribution Of(LeadRecord record)
    {
        var last = record.History.Offers.LastOrDefault();
        var source = KeyOf(record.Source);
        return new Contribution(
            DateOnly.FromDateTime(record.ReceivedAt.UtcDateTime),
            source,
            KeyOf(record.Attributes["Campaign"]),
            KeyOf(record.Life.Pool?.Value),
            KeyOf((record.Life.Owner ?? last?.Rep)?.Value),
            KeyOf(record.Score?.Band),
            LeadTally(record, source),
            [.. record.History.Offers.Select(Tallied)]);
    }

    /// <summary>The cells that it counts in, each with what it adds there.</summary>
    public IEnumerable<(Cell Cell, Tally Tally)> Cells()
    {
        foreach (var cell in new Cell[] { new(Dimension.All, ""), new(Dimension.Source, Source), new(Dimension.Campaign, Campaign), new(Dimension.Band, Band) })
        {
            yield return (cell, Lead);
            foreach (var offer in Offers) yield return (cell, offer.Tally);
        }
        yield return (new Cell(Dimension.Pool, Pool), Lead);
        yield return (new Cell(Dimension.Rep, Rep), Lead);
        foreach (var offer in Offers)
        {
            yield return (new Cell(Dimension.Pool, offer.Pool), offer.Tally);
            yield return (new Cell(Dimension.Rep, offer.Rep), offer.Tally);
            yield return (new Cell(Dimension.Seat, $"{offer.Pool}/{offer.Rep}"), offer.Tally);
        }
    }

    /// <summary>Names come from forms and rows: they are clipped, and never empty.</summary>
    public static string KeyOf(string? name) => string.IsNullOrWhiteSpace(name) ? None : name.Length <= LongestKey ? name : name[..LongestKey];

    private static Tally LeadTally(LeadRecord record, string source)
    {
        var status = record.Life.Status;
        var tally = new TallyBuilder();
        tally.Count(Figure.Received);
        tally.Count(BucketFigure(status.Bucket()));
        if (status.Bucket() is Bucket.Quarantined or Bucket.Discarded) return tally.ToTally();
        // A repeat enquiry was paid for like any other, and its form filled in as well or as badly.
        tally.Count(Named.Enquiry, source);
        if (int.TryParse(record.Attributes["Completeness"], NumberStyles.None, CultureInfo.InvariantCulture, out var completeness) && completeness <= 100)
        {
            tally.Count(Figure.Completeness, completeness);
            tally.Count(Figure.Measured);
        }
        if (status == LeadStatus.Linked) return tally.ToTally();
        CountProgress(tally, record, source);
        CountLosses(tally, record, source);
        return tally.ToTally();
    }

    private static void CountProgress(TallyBuilder tally, LeadRecord record, string source)
    {
        var (history, received) = (record.History, record.ReceivedAt);
        tally.Count(Figure.Leads);
        tally.CountIf(history.ScoredAt is not null, Figure.Scored);
        tally.CountIf(history.ScoredAt is not null && record.Score is { Mql: true }, Figure.Mql);
        var reached = Progress.Of(history);
        for (var stage = 0; stage < Progress.Stages; stage++)
        {
            if (reached[stage] is not { } at) continue;
            tally.Count(Stage(Figure.ReachedOffered, stage));
            tally.CountIf(at - received <= FourWeeks, Stage(Figure.OfferedIn4, stage));
            tally.CountIf(at - received <= TwelveWeeks, Stage(Figure.OfferedIn12, stage));
        }
        if (reached[Progress.Accepted] is not null) tally.Count(Named.Accepted, source);
        if (reached[Progress.Qualified] is not null) tally.Count(Named.Qualified, source);
        if (reached[Progress.Won] is not null) tally.Count(Named.Won, source);
        CountTimes(tally, record, Measure.Assigned, Measure.AssignedBusiness, o => o.At, o => o.AssignedBusiness);
        CountTimes(tally, record, Measure.Accepted, Measure.AcceptedBusiness, o => o.AcceptedAt, o => o.AcceptedBusiness);
        CountTimes(tally, record, Measure.Touched, Measure.TouchedBusiness, o => o.ContactedAt, o => o.TouchedBusiness);
    }

    private static void CountTimes(TallyBuilder tally, LeadRecord record, Measure wall, Measure business, Func<Offer, DateTimeOffset?> at, Func<Offer, TimeSpan?> onClock)
    {
        if (record.History.Offers.Where(o => at(o) is not null).MinBy(at) is not { } first) return;
        var span = at(first)!.Value - record.ReceivedAt;
        tally.Time(wall, span);
        tally.Time(business, onClock(first) ?? span);
    }

    private static void CountLosses(TallyBuilder tally, LeadRecord record, string source)
    {
        var (history, status) = (record.History, record.Life.Status);
        var contacted = history.Offers.Any(o => o.ContactedAt is not null);
        var breached = history.Offers.Any(o => !o.Broken.IsEmpty);
        tally.CountIf(breached, Figure.Breached);
        tally.CountIf(history.Housed, Figure.Housed);
        tally.CountIf(status == LeadStatus.House, Figure.InHouse);
        if (history.InHouse is { } stay) tally.Count(Figure.HouseSeconds, (long)stay.TotalSeconds);
        tally.CountIf(history.Offers.Any(o => o.Rejected is not null), Figure.Rejected);
        tally.CountIf(status.IsClosed() && !contacted, Figure.NeverContacted);
        if (!contacted && history.WonAt is null && (status == LeadStatus.Expired || breached || history.Housed))
        {
            tally.Count(Figure.Leaked);
            tally.Count(Named.Leaked, source);
        }
        if (history.Good is { } good) tally.Count(good ? Figure.Good : Figure.Bad);
    }

    private static OfferTally Tallied(Offer offer)
    {
        var tally = new TallyBuilder();
        tally.Count(Figure.Offers);
        foreach (var milestone in offer.Kept) tally.Count(KeptFigure(milestone));
        foreach (var milestone in offer.Broken) tally.Count(Stage(KeptFigure(milestone), 1));
        if (offer.Rejected is { } reason) tally.Count(Named.Rejection, KeyOf(reason));
        return new OfferTally(KeyOf(offer.Pool.Value), KeyOf(offer.Rep.Value), tally.ToTally());
    }

    /// <summary>Figures of one family are numbered in the order of the stages.</summary>
    private static Figure Stage(Figure first, int stage) => (Figure)((int)first + stage);

    private static Figure KeptFigure(Milestone milestone) => milestone switch
    {
        Milestone.Accept => Figure.AcceptKept,
        Milestone.Contact => Figure.ContactKept,
        _ => Figure.QualifyKept,
    };

    private static Figure BucketFigure(Bucket bucket) => bucket switch
    {
        Bucket.Quarantined => Figure.Quarantined,
        Bucket.Discarded => Figure.Discarded,
        Bucket.Linked => Figure.Linked,
        Bucket.Won => Figure.Won,
        Bucket.Lost => Figure.Lost,
        Bucket.Disqualified => Figure.Disqualified,
        Bucket.Expired => Figure.Expired,
        _ => Figure.InProgress,
    };
}

/// <summary>When a lead first came how far. A later stage implies the ones before it: whoever is won was qualified, said or not.</summary>
internal static class Progress
{
    public const int Stages = 5;
    public const int Accepted = 1;
    public const int Qualified = 3;
    public const int Won = 4;

    public static DateTimeOffset?[] Of(LeadHistory history)
    {
        DateTimeOffset?[] reached =
        [
            history.Offers.Min(o => (DateTimeOffset?)o.At),
            history.Offers.Min(o => o.AcceptedAt),
            history.Offers.Min(o => o.ContactedAt),
            history.Offers.Min(o => o.QualifiedAt),
            history.WonAt,
        ];
        for (var stage = Stages - 2; stage >= 0; stage--)
            if (reached[stage] is not { } at || at > reached[stage + 1]) reached[stage] = reached[stage + 1] ?? reached[stage];
        return reached;
    }
}
