using System.Collections.Immutable;
using LeadRouter.Domain.Leads;

namespace LeadRouter.UseCases.Ports;

/// <summary>A lead's partition: its record, signals, timeline, decisions and raw submission.</summary>
public interface ILeadStore
{
    /// <summary>The record with its version tag and every signal not taken yet, oldest first; null when there is no such lead.</summary>
    Task<OpenLead?> OpenAsync(LeadId id, CancellationToken ct);

    /// <summary>Only when a lead came and what it is now; null when there is no such lead.</summary>
    Task<LeadReceipt?> FindReceiptAsync(LeadId id, CancellationToken ct);

    /// <summary>What a sender who delivers a submission again is told, in one read; null when there is no such submission.</summary>
    Task<KnownSubmission?> FindKnownAsync(LeadId id, CancellationToken ct);

    /// <summary>Writes all of the change in one atomic batch, if the record is still the one that was opened.</summary>
    Task<SaveLead> SaveAsync(LeadChange change, CancellationToken ct);

    /// <summary>Adds a signal under an id of its own to a lead that exists. Durable when it returns.</summary>
    Task<AddSignal> AddSignalAsync(LeadId id, SignalRow signal, CancellationToken ct);

    /// <summary>What became of a signal; null while it has not been taken.</summary>
    Task<SignalAnswer?> FindAnswerAsync(LeadId id, string signalId, CancellationToken ct);

    /// <summary>All that is known of a lead; null when there is none.</summary>
    Task<LeadStory?> ReadAsync(LeadId id, CancellationToken ct);

    /// <summary>
    /// Takes out of the lead's partition what its record does not hold any more: the raw submission and the words of its story. The
    /// kinds and instants of what happened stay. Repeating it changes nothing.
    /// </summary>
    Task ScrubAsync(LeadId id, CancellationToken ct);

    /// <summary>A page of all raw submissions that are kept, with the instant each came in.</summary>
    Task<SubmissionWalk> WalkSubmissionsAsync(string? cursor, CancellationToken ct);

    /// <summary>Drops the raw submission; the record keeps what was read of it.</summary>
    Task DropSubmissionAsync(LeadId id, CancellationToken ct);

    Task<RawSubmission?> ReadSubmissionAsync(LeadId id, CancellationToken ct);

    /// <summary>A page of all records.</summary>
    /// <param name="cursor">Null for the first page, then <see cref="LeadWalk.Next"/> of the page before.</param>
    Task<LeadWalk> WalkAsync(string? cursor, CancellationToken ct);

    /// <summary>A page of the clocks of all records, read without the records themselves.</summary>
    /// <param name="cursor">Null for the first page, then <see cref="ClockWalk.Next"/> of the page before.</param>
    Task<ClockWalk> WalkClocksAsync(string? cursor, CancellationToken ct);
}

/// <summary>A submission as it came: bytes, media type and the headers on the allow list.</summary>
public sealed record RawSubmission(string? ContentType, byte[] Body, IReadOnlyDictionary<string, string> Headers);

/// <param name="IdPrefix">As <see cref="LeadRecord.IdPrefix"/>.</param>
/// <param name="Shard">As <see cref="LeadRecord.Shard"/>.</param>
public sealed record LeadReceipt(LeadId Id, DateTimeOffset ReceivedAt, LeadStatus State, string IdPrefix = "", int? Shard = null);

/// <summary>A submission that was stored before.</summary>
/// <param name="Lead">What it is a touch of, else itself.</param>
/// <param name="HasMoved">Somebody has moved it since it was stored, so its first delivery ended well.</param>
public sealed record KnownSubmission(LeadId Id, LeadId Lead, LeadStatus State, ImmutableArray<string> Problems, bool HasMoved);

public static class LeadReceipts
{
    public static LeadReceipt Receipt(this LeadRecord record) => new(record.Id, record.ReceivedAt, record.Life.Status, record.IdPrefix, record.Shard);
}

public sealed record OpenLead(LeadRecord Record, string Tag, IReadOnlyList<SignalRow> Signals);

/// <summary>A signal that waits to be taken.</summary>
/// <param name="Print">Fingerprint of the request it came in, to tell a repeated request from another one under the same key.</param>
public sealed record SignalRow(string Id, DateTimeOffset At, Signal Signal, string? Print = null);

/// <summary>A signal that was taken, and why it changed nothing if so.</summary>
public sealed record SignalAnswer(string Id, DateTimeOffset At, string? Refusal, LeadStatus State, RepId? Owner, string? Print = null);

/// <summary>One atomic write of a lead.</summary>
/// <param name="Story">Lines that get a timeline row with this write.</param>
public sealed record LeadChange(
    LeadRecord Record,
    string Tag,
    IReadOnlyList<TimelineEntry> Story,
    IReadOnlyList<SignalAnswer> Taken,
    IReadOnlyList<StoredDecision> Decisions)
{
    /// <summary>The attributes are others than those that were opened or saved last.</summary>
    public required bool HasNewAttributes { get; init; }

    /// <summary>The signals taken were never added: the change is refused when one of their ids is known.</summary>
    public bool SignalsAreNew { get; init; }
}

/// <summary>The record of an assignment decision as JSON, kept with the lead.</summary>
public sealed record StoredDecision(int Attempt, string Json);

public sealed record SubmissionWalk(IReadOnlyList<(LeadId Id, DateTimeOffset ReceivedAt)> Submissions, string? Next);

public sealed record LeadWalk(IReadOnlyList<LeadRecord> Leads, string? Next);

public sealed record ClockWalk(IReadOnlyList<LeadClock> Leads, string? Next);

/// <param name="NextDue">As <see cref="LeadRecord.NextDue"/>.</param>
/// <param name="Unpublished">When the last event happened that the projections have not confirmed.</param>
/// <param name="HasSignals">Signals wait to be taken.</param>
public sealed record LeadClock(LeadId Id, DateTimeOffset ReceivedAt, bool IsQuarantined, DateTimeOffset? NextDue, DateTimeOffset? Unpublished, bool HasSignals);

public sealed record LeadStory(LeadRecord Record, IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<StoredDecision> Decisions);

public abstract record AddLead
{
    public sealed record Added : AddLead;

    public sealed record Known(KnownSubmission Submission) : AddLead;
}

public abstract record SaveLead
{
    public sealed record Saved(string Tag) : SaveLead;

    /// <summary>Somebody else moved the lead meanwhile, or a signal that should be new is known.</summary>
    public sealed record Stale : SaveLead;
}

public enum AddSignal
{
    Added,

    /// <summary>A signal of this id is there already, taken or not.</summary>
    Known,

    NoSuchLead,
}
