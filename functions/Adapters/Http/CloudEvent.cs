using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Http;

/// <summary>A change of a lead as other systems are told: CloudEvents 1.0. The types are listed in docs/events.md.</summary>
public sealed record CloudEvent
{
    public const string MediaType = "application/cloudevents+json";
    public const string TypePrefix = "leadrouter.lead.";

    [JsonPropertyName("specversion")]
    public string SpecVersion { get; } = "1.0";

    /// <summary>The same however often the event is told.</summary>
    public required string Id { get; init; }

    public required string Source { get; init; }

    public required string Type { get; init; }

    /// <summary>The lead.</summary>
    public required string Subject { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Grows with every change of the lead, as text of fixed length, so that texts compare as numbers.</summary>
    public required string Sequence { get; init; }

    [JsonPropertyName("datacontenttype")]
    public string DataContentType { get; } = "application/json";

    public required Change Data { get; init; }

    public static CloudEvent Of(FeedEvent told, string source, LeadAttributes? attributes = null) => new()
    {
        Id = told.Event.Id,
        Source = source,
        Type = TypePrefix + told.Event.Type,
        Subject = told.LeadId.Value,
        Time = told.Event.At,
        Sequence = told.Event.Step.ToString("D9", CultureInfo.InvariantCulture),
        Data = new Change(told.LeadId, told.Event.State.PublicName(), told.Event.Owner, told.Event.Pool, Key(told.Event.Reason)) { Attributes = attributes },
    };

    public string ToJson() => JsonSerializer.Serialize(this, HttpJson.Options);

    // A reason is the key of a row, or what a person has written: only the key is told.
    private static string? Key(string? reason) =>
        reason is { Length: > 0 and <= 64 } && reason.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') ? reason : null;

    /// <param name="Owner">The row key of the rep.</param>
    public sealed record Change(LeadId LeadId, string State, RepId? Owner, PoolId? Pool, string? Reason)
    {
        /// <summary>Only for readers who ask for it: what is known of the contact now.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public LeadAttributes? Attributes { get; init; }
    }
}
