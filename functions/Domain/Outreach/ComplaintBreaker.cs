using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LeadRouter.Domain.Outreach;

/// <summary>Mails delivered and complaints in one hour since 1970, UTC.</summary>
public readonly record struct HourCount(int Hour, int Delivered, int Complaints);

/// <summary>
/// Stops a class of mail to one provider from one domain while people press "spam". Opens when three or more complaints make it 95 %
/// sure that the rate is a tenth of a percent or more, over 1, 7 or 28 days; slows at half of that; half-opens after a rest that
/// doubles each time. Pure: counts in, gate out.
/// </summary>
public sealed record ComplaintBreaker
{
    public const double OpensAt = 0.001;
    public const double SlowsAt = OpensAt / 2;
    public const int FewestComplaints = 3;
    public const int SlowPercent = 50;
    public const int TrialPercent = 10;
    public const int TrialMails = 500;
    private const int MostRemembered = 256;

    /// <summary>One day, doubling to seven: Gmail and Yahoo want a week below the line before they forgive.</summary>
    private static readonly (int First, int Longest) RestHours = (24, 168);
    private static readonly int[] WindowHours = [24, 7 * 24, 28 * 24];

    public static readonly ComplaintBreaker New = new();

    /// <summary>Ascending, 28 days at most.</summary>
    public ImmutableArray<HourCount> Hours { get; init; } = [];

    public BreakerMode Mode { get; init; }

    /// <summary>Open: the hour at which it half-opens. Half-open: the hour since which it tries.</summary>
    public int ModeHour { get; init; }

    /// <summary>Times it opened without a trial that went well.</summary>
    public int Trips { get; init; }

    /// <summary>Complaints before this hour have been atoned for.</summary>
    public int EvidenceFrom { get; init; }

    /// <summary>The latest complaints, by hash, so that one told again after a crash is not counted again.</summary>
    public ImmutableArray<ulong> Complaints { get; init; } = [];

    /// <summary>Counts a complaint about one mail, once. Reports of it repeat within minutes of a failure: a bounded memory is enough.</summary>
    public ComplaintBreaker Complained(DateTimeOffset at, string mailbox, SendId send)
    {
        var id = StableHash.Of($"{mailbox} {send}");
        if (Complaints.Contains(id)) return this;
        var remembered = Complaints.Length < MostRemembered ? Complaints : Complaints.RemoveAt(0);
        return Count(at, 0, 1) with { Complaints = remembered.Add(id) };
    }

    /// <summary>Counts by the time of the event, so that the order of arrival does not matter.</summary>
    public ComplaintBreaker Count(DateTimeOffset at, int delivered, int complaints)
    {
        var hour = HourOf(at);
        var i = Hours.BinarySearch(new HourCount(hour, 0, 0), ByHour);
        var hours = i >= 0
            ? Hours.SetItem(i, Hours[i] with { Delivered = Hours[i].Delivered + delivered, Complaints = Hours[i].Complaints + complaints })
            : Hours.Insert(~i, new HourCount(hour, delivered, complaints));
        var oldest = hours[^1].Hour - WindowHours[^1];
        return this with { Hours = hours[0].Hour > oldest ? hours : hours.RemoveAll(h => h.Hour <= oldest) };
    }

    /// <summary>Moves on with time and counts; asked before each gate, or by a sweep.</summary>
    public ComplaintBreaker At(DateTimeOffset now)
    {
        var hour = HourOf(now);
        return Mode switch
        {
            BreakerMode.Open when hour < ModeHour => this,
            BreakerMode.Open => this with { Mode = BreakerMode.HalfOpen, ModeHour = hour },
            BreakerMode.HalfOpen => Tried(hour),
            _ when Exceeds(OpensAt, FewestComplaints, hour) => Opened(hour),
            _ => this with { Mode = Exceeds(SlowsAt, FewestComplaints - 1, hour) ? BreakerMode.Slow : BreakerMode.Closed },
        };
    }

    [JsonIgnore]
    public BreakerGate Gate => Mode switch
    {
        BreakerMode.Open => new BreakerGate(Mode, 0, DateTimeOffset.UnixEpoch.AddHours(ModeHour)),
        BreakerMode.HalfOpen => new BreakerGate(Mode, TrialPercent, default),
        BreakerMode.Slow => new BreakerGate(Mode, SlowPercent, default),
        _ => BreakerGate.Closed,
    };

    private static readonly Comparer<HourCount> ByHour = Comparer<HourCount>.Create((a, b) => a.Hour.CompareTo(b.Hour));

    private ComplaintBreaker Tried(int hour)
    {
        var (delivered, complaints) = Since(ModeHour, hour);
        if (complaints > 0) return Opened(hour);
        return delivered < TrialMails ? this : this with { Mode = BreakerMode.Closed, Trips = 0, EvidenceFrom = ModeHour };
    }

    private ComplaintBreaker Opened(int hour)
    {
        var rest = Math.Min(RestHours.Longest, RestHours.First << Math.Min(Trips, 8));
        return this with { Mode = BreakerMode.Open, ModeHour = hour + rest, Trips = Trips + 1 };
    }

    private bool Exceeds(double rate, int complaints, int hour) => WindowHours.Any(window =>
    {
        var seen = Since(Math.Max(EvidenceFrom, hour - window + 1), hour);
        return seen.Complaints >= complaints && Wilson.LowerBound(seen.Complaints, seen.Delivered) >= rate;
    });

    private (int Delivered, int Complaints) Since(int first, int last)
    {
        var inside = Hours.Where(h => h.Hour >= first && h.Hour <= last).ToList();
        return (inside.Sum(h => h.Delivered), inside.Sum(h => h.Complaints));
    }

    private static int HourOf(DateTimeOffset at) => (int)(at.ToUnixTimeSeconds() / 3600);
}

/// <summary>Who runs a mailbox, as far as complaints are told.</summary>
public sealed record MailboxProvider(string Name, bool TellsComplaints)
{
    private static readonly MailboxProvider Other = new("other", true);

    private static readonly Dictionary<string, MailboxProvider> ByDomain = Of(
        // Gmail tells nobody who complained: its deliveries would only hide the others' complaints.
        (new("gmail", false), "gmail.com googlemail.com"),
        (new("microsoft", true), "outlook.com hotmail.com live.com msn.com outlook.es hotmail.es outlook.de hotmail.de hotmail.co.uk"),
        (new("yahoo", true), "yahoo.com ymail.com aol.com yahoo.es yahoo.de yahoo.co.uk yahoo.com.mx yahoo.com.ar"),
        (new("apple", true), "icloud.com me.com mac.com"));

    /// <summary>The provider of a mail domain; a company's own domain is "other", whoever hosts it.</summary>
    public static MailboxProvider OfDomain(string domain) => ByDomain.GetValueOrDefault(domain.Trim().ToLowerInvariant(), Other);

    private static Dictionary<string, MailboxProvider> Of(params (MailboxProvider Provider, string Domains)[] all) =>
        all.SelectMany(p => p.Domains.Split(' ').Select(domain => KeyValuePair.Create(domain, p.Provider))).ToDictionary();
}
