using System.Collections.Immutable;
using LeadRouter.Domain.Leads;

namespace LeadRouter.UseCases.Ports;

/// <summary>The projections: lists, feed and counters, always in step with each other, and what is due next.</summary>
public interface ILeadIndex
{
    /// <summary>Counts a stored submission as received and lists it as due. Repeating it changes nothing.</summary>
    Task RegisterAsync(LeadRecord record, CancellationToken ct);

    /// <summary>The same for one that was probably registered before: looks first.</summary>
    Task RegisterAgainAsync(LeadRecord record, CancellationToken ct);

    /// <summary>Brings the projections up to this record: its line, its counters and its new events. Repeating it changes nothing.</summary>
    Task PublishAsync(LeadRecord record, DateTimeOffset? nextDue, CancellationToken ct);

    /// <summary>Notes that a lead wants attention now, so that a restart finds it.</summary>
    Task MarkDueAsync(LeadReceipt lead, DateTimeOffset now, CancellationToken ct);

    /// <summary>Every open lead with the instant at which it wants attention.</summary>
    IAsyncEnumerable<DueLead> DueAsync(CancellationToken ct);

    /// <summary>Leads that are counted as open although no due row knows of them. It reads their lines only where counters and due rows disagree.</summary>
    IAsyncEnumerable<LeadId> UntimedAsync(CancellationToken ct);

    /// <summary>Everything that is quarantined, or discarded, in no order: for who goes through all of it. A list merges its shards anew for each page.</summary>
    IAsyncEnumerable<LeadLine> AsideAsync(LeadStatus state, CancellationToken ct);

    /// <summary>A page of the list, newest first. One that looks for what is rare may be short, even empty, and still have a cursor to go on from.</summary>
    Task<LeadPage> ListAsync(LeadFilter filter, int limit, string? cursor, CancellationToken ct);

    Task<FeedPage> FeedAsync(string? after, int limit, CancellationToken ct);

    /// <summary>Takes events from before an instant out of the feed, the oldest first; how many.</summary>
    Task<int> ForgetEventsAsync(DateTimeOffset before, CancellationToken ct);

    /// <summary>Received and each bucket, as counted with every change.</summary>
    Task<LeadCounts> CountAsync(CancellationToken ct);

    /// <summary>Returns when storage has answered one read; throws as any read does when it cannot.</summary>
    Task ProbeAsync(CancellationToken ct);
}

public sealed record DueLead(LeadId Id, DateTimeOffset Due, DateTimeOffset ReceivedAt, LeadStatus State);

/// <summary>A lead as lists show it.</summary>
public sealed record LeadLine
{
    public required LeadId LeadId { get; init; }

    public required LeadStatus State { get; init; }

    public RepId? Owner { get; init; }

    /// <summary>The last reps who had it and have it no more; null when there is none.</summary>
    public IReadOnlyList<RepId>? Before { get; init; }

    public PoolId? Pool { get; init; }

    public int? Score { get; init; }

    public string? Band { get; init; }

    public required string Source { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? NextDeadline { get; init; }

    /// <summary>The step of the lead that the line shows.</summary>
    public int Step { get; init; }

    /// <summary>Lower-case text that <c>q</c> searches: name, company, address.</summary>
    public string Search { get; init; } = "";
}

/// <param name="Rep">Has it, or had it.</param>
/// <param name="Quarantine">Of what is no lead: what lies in quarantine, or with that state what was discarded.</param>
public sealed record LeadFilter(LeadStatus? State = null, string? Owner = null, string? Source = null, string? Text = null, bool Quarantine = false, RepId? Rep = null);

public sealed record LeadPage(IReadOnlyList<LeadLine> Items, string? Next);

public sealed record FeedPage(IReadOnlyList<FeedEvent> Items, string Next);

public sealed record FeedEvent(LeadId LeadId, LeadEvent Event);

public sealed record LeadCounts(long Received, ImmutableDictionary<Bucket, long> Buckets)
{
    /// <summary>Each submission is in exactly one bucket.</summary>
    public bool Balanced => Received == Buckets.Values.Sum() && Buckets.Values.All(count => count >= 0);
}
