using System.Text.Json.Serialization;

namespace LeadRouter.Domain.Outreach;

/// <summary>One send of the outbox, kept as JSON: its row stays, so that a send id is never used twice.</summary>
public sealed record Send(SendId Id, MailClass Class, string? Topic, DateTimeOffset RequestedAt, DateTimeOffset Expires, SendStatus Status)
{
    internal static Send Of(SendRequest request) =>
        new(request.Id, request.Class, request.TopicName, request.RequestedAt, request.Expires,
            new SendStatus.Waiting(request.RequestedAt, Holds.None))
        {
            Once = request.Once,
        };

    /// <summary>What the provider's events have told so far.</summary>
    public MailFacts Facts { get; init; }

    /// <summary>An event proved that the present attempt left, whatever its sender says or does not say.</summary>
    public bool HasLeft { get; init; }

    /// <summary>Rather no mail than two, whatever its class allows.</summary>
    public bool Once { get; init; }

    /// <summary>After an unknown outcome it may go again in a slot of its own.</summary>
    [JsonIgnore]
    public bool MayRepeatUnknown => Class.MayRepeatUnknown && !Once;

    /// <summary>Attempts begun: slots taken for this send.</summary>
    public int Attempts { get; init; }

    /// <summary>When time alone moves it on, whoever may have forgotten it; null at its end.</summary>
    [JsonIgnore]
    public DateTimeOffset? LapsesAt => Status switch
    {
        SendStatus.Waiting => Expires,
        SendStatus.Reserved reserved => reserved.LeaseEnd,
        SendStatus.Dispatched dispatched => dispatched.Deadline,
        // One that may go again is wanted until it expires.
        SendStatus.Unknown { Deadline: var deadline } => MayRepeatUnknown && Expires > deadline + Outbox.EvidenceWindow ? Expires : deadline + Outbox.EvidenceWindow,
        _ => null,
    };
}

/// <summary>Where a send is.</summary>
[JsonDerivedType(typeof(Waiting), "waiting")]
[JsonDerivedType(typeof(Reserved), "reserved")]
[JsonDerivedType(typeof(Dispatched), "dispatched")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Unknown), "unknown")]
[JsonDerivedType(typeof(Unresolved), "unresolved")]
[JsonDerivedType(typeof(Rejected), "rejected")]
[JsonDerivedType(typeof(Dropped), "dropped")]
[JsonDerivedType(typeof(Merged), "merged")]
public abstract record SendStatus
{
    private SendStatus() { }

    /// <summary>Nothing more will happen to it.</summary>
    [JsonIgnore]
    public bool IsFinal => this is not (Waiting or Reserved or Dispatched or Unknown);

    /// <summary>To be decided again at that instant.</summary>
    public sealed record Waiting(DateTimeOffset Until, Holds Holds) : SendStatus;

    /// <summary>Holds a slot until its lease ends; not yet allowed to leave.</summary>
    public sealed record Reserved(AttemptToken Token, DateTimeOffset LeaseEnd) : SendStatus;

    /// <summary>May leave, as long as it is sure to have left by the deadline.</summary>
    public sealed record Dispatched(AttemptToken Token, DateTimeOffset Deadline) : SendStatus;

    /// <summary>The provider took it, at the latest then.</summary>
    public sealed record Accepted(AttemptToken Token, DateTimeOffset At) : SendStatus;

    /// <summary>It may have left, at the latest at the deadline. A contact's mail is never sent again; its slot stays taken.</summary>
    public sealed record Unknown(AttemptToken Token, DateTimeOffset Deadline) : SendStatus;

    /// <summary>Unknown for so long that no evidence will come any more.</summary>
    public sealed record Unresolved(AttemptToken Token, DateTimeOffset Deadline) : SendStatus;

    /// <summary>The provider refused it for good; the slot was given back.</summary>
    public sealed record Rejected(AttemptToken Token) : SendStatus;

    public sealed record Dropped(DropReason Reason, Holds Holds) : SendStatus;

    /// <summary>Goes with that digest of the mailbox.</summary>
    public sealed record Merged(long Digest, DateTimeOffset Leaves) : SendStatus;

    /// <summary>Who owns the present attempt, if there is one.</summary>
    [JsonIgnore]
    public AttemptToken? Owner => this switch
    {
        Reserved r => r.Token,
        Dispatched d => d.Token,
        Accepted a => a.Token,
        Unknown u => u.Token,
        Unresolved u => u.Token,
        Rejected r => r.Token,
        _ => null,
    };

    /// <summary>The deadline of this owner's attempt while its outcome is open.</summary>
    internal DateTimeOffset? DeadlineOf(AttemptToken token) => this switch
    {
        Dispatched mine when mine.Token == token => mine.Deadline,
        Unknown mine when mine.Token == token => mine.Deadline,
        _ => null,
    };

    /// <summary>The answer that asking again gets; null when there is something to decide.</summary>
    internal Decision? Answer(bool mayRepeatUnknown, DateTimeOffset now) => this switch
    {
        Waiting => null,
        Reserved reserved when reserved.LeaseEnd <= now => null,
        Unknown when mayRepeatUnknown => null,
        Dropped dropped => Decision.Drop(dropped.Reason, dropped.Holds),
        Merged merged => Decision.Merge(merged.Digest, merged.Leaves, Holds.None),
        _ => Decision.Admit(),
    };
}

/// <summary>What events have said of a send, each at most once however often they come.</summary>
[Flags]
public enum MailFacts
{
    None = 0,
    Processed = 1,
    Delivered = 2,
    Deferred = 4,
    Bounced = 8,
    Blocked = 16,
    DroppedByProvider = 32,
    Opened = 64,
    Clicked = 128,
    Complained = 256,
    Unsubscribed = 512,
}
