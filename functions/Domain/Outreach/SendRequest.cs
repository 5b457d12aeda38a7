using System.Globalization;
using System.Text.Json.Serialization;

namespace LeadRouter.Domain.Outreach;

/// <summary>The id of one mail to one mailbox, made from (lead, step, index): asked twice, it is sent once.</summary>
[JsonConverter(typeof(SendIdJson))]
public readonly record struct SendId(string Value)
{
    internal ulong Hash => StableHash.Of(Value);

    public override string ToString() => Value;
}

/// <summary>Who owns an attempt. Only the owner moves it on; made anew, at random, for each attempt.</summary>
[JsonConverter(typeof(AttemptTokenJson))]
public readonly record struct AttemptToken(long Value)
{
    public static AttemptToken From(Guid made) => new(BitConverter.ToInt64(made.ToByteArray(), 8));

    public static bool TryParse(string? text, out AttemptToken token)
    {
        var read = long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        token = new AttemptToken(value);
        return read;
    }

    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}

/// <summary>A mail that asks to be sent to one mailbox: one recipient, and no way around the caps.</summary>
public sealed record SendRequest
{
    public SendRequest(SendId id, MailClass mailClass, DateTimeOffset requestedAt, DateTimeOffset expires)
    {
        (Id, Class, RequestedAt, Expires) = (id, mailClass, requestedAt, expires);
        Hash = id.Hash;
    }

    public SendId Id { get; }

    public MailClass Class { get; }

    public DateTimeOffset RequestedAt { get; }

    /// <summary>From here on the mail is worthless; usually <see cref="ContactPolicy.MaxDelay"/> after it was asked for.</summary>
    public DateTimeOffset Expires { get; }

    /// <summary>What caps "per form" tell apart; null for mail without a form.</summary>
    public string? TopicName { get; init { field = value; Topic = value is null ? 0 : (int)StableHash.Of(value); } }

    public BreakerGate Gate { get; init; } = BreakerGate.Closed;

    /// <summary>Not to be sent again after an unknown outcome, whatever its class allows.</summary>
    public bool Once { get; init; }

    internal bool MayRepeatUnknown => Class.MayRepeatUnknown && !Once;

    /// <summary>The outbox row of this send id, if there is one.</summary>
    public Send? Known { get; init; }

    internal ulong Hash { get; }

    internal int Topic { get; private init; }

    /// <summary>A rep's mail is wanted for as long as his lead is: its <see cref="ContactPolicy.MaxDelay"/> only says when a digest leaves.</summary>
    public static SendRequest New(SendId id, ContactPolicy policy, DateTimeOffset now) => new(
        id, policy.Class, now,
        now + (policy.Class.MayRepeatUnknown && policy.MaxDelay < ContactPolicy.DefaultMaxDelay ? ContactPolicy.DefaultMaxDelay : policy.MaxDelay));

    /// <summary>The request of a send that waited, was lost with its owner, or may be tried again.</summary>
    public static SendRequest Again(Send send, BreakerGate gate) =>
        new(send.Id, send.Class, send.RequestedAt, send.Expires) { TopicName = send.Topic, Gate = gate, Once = send.Once, Known = send };
}
