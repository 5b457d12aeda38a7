using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Leads;

/// <summary>The state of record of a submission, and of the lead that it became: written as a whole, under one ETag.</summary>
public sealed record LeadRecord
{
    public required LeadId Id { get; init; }

    public required string Source { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required LeadAttributes Attributes { get; init; }

    /// <summary>False in a record of a version that did not put the time of receipt before the ids that it gave.</summary>
    public bool GivesOrderedIds { get; init; }

    /// <summary>
    /// What stands before its own id where many leads share a place, such as a rep's mailbox, the ledger of the pools, the list of what is
    /// due: the time of receipt. There, what is written together is to lie together, and the id of a lead is a hash.
    /// </summary>
    [JsonIgnore]
    public string IdPrefix => GivesOrderedIds ? PrefixOf(ReceivedAt) : "";

    public static string PrefixOf(DateTimeOffset receivedAt) => string.Create(CultureInfo.InvariantCulture, $"{receivedAt.ToUnixTimeMilliseconds():x11}-");

    /// <summary>Of the index of all leads, where it is listed; null when its id says so.</summary>
    public int? Shard { get; init; }

    /// <summary>The trace context of the submission (W3C <c>traceparent</c>), when somebody records traces.</summary>
    public string? Trace { get; init; }

    public required LifecycleState Life { get; init; }

    /// <summary>What the measures need of its past.</summary>
    public LeadHistory History { get; init; } = LeadHistory.None;

    /// <summary>The configuration version that the lead entered with: its rules stay these.</summary>
    public int Version { get; init; }

    public ScoreCard? Score { get; init; }

    /// <summary>Counts the steps taken: names effects, events and timeline rows.</summary>
    public int Step { get; init; }

    /// <summary>Counts the writes of the record: each that tells something has a timeline row of that number.</summary>
    public int Writes { get; init; }

    /// <summary>Lines of the story that have no timeline row yet: while a lead moves on at once, one row for all of them is enough.</summary>
    public ImmutableArray<TimelineEntry> Untold { get; init; } = [];

    public ImmutableArray<PendingEffect> Pending { get; init; } = [];

    /// <summary>State changes that the projections have not confirmed yet.</summary>
    public ImmutableArray<LeadEvent> Outbox { get; init; } = [];

    /// <summary>The closed lead of the same person before this one, and who owned it.</summary>
    public LeadId? Previous { get; init; }

    public RepId? StickyOwner { get; init; }

    public ImmutableArray<Touch> Touches { get; init; } = [];

    public int TouchCount { get; init; }

    /// <summary>What touches told that are no longer kept, by folded name of the attribute: the last time of each.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset>? ToldBefore { get; init; }

    /// <summary>Leads that may be of the same person: a person decides.</summary>
    public ImmutableArray<MergeProposal> Proposals { get; init; } = [];

    /// <summary>Why it waits in quarantine; what is missing or wrong in a lead.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>The next instant at which the lead wants attention; null when it is at rest for good.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDue
    {
        // Asked several times at each step of each lead: it allocates nothing.
        get
        {
            var next = Life.WaitUntil;
            foreach (var effect in Pending)
                if (!effect.Parked) next = Earliest.Of(next, effect.NextTry ?? ReceivedAt);
            return next;
        }
    }

    /// <summary>A provider tries out whether its leads arrive: no rep hears of it, nobody is recognised by it.</summary>
    [JsonIgnore]
    public bool IsTest => Attributes["IsTest"] is { } text && Affirmative.Contains(text.Trim());

    private static readonly HashSet<string> Affirmative = new(StringComparer.OrdinalIgnoreCase) { "true", "yes", "1", "on" };

    /// <summary>The newest touches are kept in the record; all of them stand in the timeline.</summary>
    public const int TouchesKept = 20;
}

/// <summary>An effect that has not been carried out yet. A failure is data: how often, when again, what went wrong.</summary>
public sealed record PendingEffect(int Step, int Index, Effect Effect)
{
    public int Tries { get; init; }

    public DateTimeOffset? NextTry { get; init; }

    public string? LastError { get; init; }

    /// <summary>Given up with an alarm; a person can have it tried again.</summary>
    public bool Parked { get; init; }

    [JsonIgnore]
    public string Id => $"{Step}.{Index}";

    public bool IsDue(DateTimeOffset now) => !Parked && !(NextTry > now);
}

/// <summary>A change of state or owner as the feed, the lists and the accounting see it. Without personal data of the contact.</summary>
public sealed record LeadEvent(string Id, int Step, DateTimeOffset At, string Type, LeadStatus State, RepId? Owner, PoolId? Pool, string? Reason);

/// <summary>A repeat enquiry of the same person.</summary>
public sealed record Touch(DateTimeOffset At, LeadId Submission, string Source, string? Campaign)
{
    /// <summary>The attributes that it told, by folded name: what their rules give is as fresh as this touch.</summary>
    public ImmutableArray<string> Told { get; init; } = [];
}

/// <summary>Another lead that shares a key with this one, but not the strongest.</summary>
/// <param name="Because">The kind of key: phone, external, name.</param>
public sealed record MergeProposal(LeadId Lead, string Because);

/// <summary>What the rules said, with the evidence behind every point.</summary>
public sealed record ScoreCard(int Total, string Band, ImmutableSortedDictionary<string, int> Groups, ImmutableArray<ScoreEvidence> Evidence, string Rule)
{
    /// <summary>The configuration version that said so; 0 in a record older than this member.</summary>
    public int Version { get; init; }

    /// <summary>The instant to which evidence had faded.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The same answer, whatever version gave it.</summary>
    public bool SaysTheSameAs(ScoreCard other) =>
        (Total, Band, Rule) == (other.Total, other.Band, other.Rule) && Groups.SequenceEqual(other.Groups) && Evidence.SequenceEqual(other.Evidence);

    /// <summary>Its band is one that marketing and sales agreed to call qualified.</summary>
    public bool Mql { get; init; }
}

public sealed record ScoreEvidence(string Rule, string Group, int Points, DateTimeOffset Since);

/// <summary>A moment of a lead's story.</summary>
/// <param name="Took">How long the owner took for it, on the wall and on the clock of the lead.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Kind, string Text, Elapsed? Took = null);
