using System.Collections.Immutable;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;
using LeadRouter.Domain.Rules;

namespace LeadRouter.UseCases.Intake;

/// <summary>A post to a lead source as it came over the wire.</summary>
/// <param name="IdempotencyKey">The sender's own key of this delivery, if he sends one.</param>
public sealed record Incoming(string Source, RawSubmission Raw, string? IdempotencyKey);

/// <summary>What the sender is told.</summary>
public abstract record Ingested
{
    public sealed record Accepted(LeadId Id) : Ingested;

    /// <summary>The same submission again: the ids of the first.</summary>
    public sealed record Duplicate(LeadId Submission, LeadId? Lead, LeadStatus State) : Ingested;

    public sealed record Quarantined(LeadId Id, IReadOnlyList<string> Problems) : Ingested;

    /// <summary>Kept in quarantine, but the sender should know that his body is broken.</summary>
    public sealed record Unreadable(LeadId Id, string Problem) : Ingested;

    /// <summary>Not kept: no form of this media type is known.</summary>
    public sealed record Unsupported(string Problem) : Ingested;
}

/// <summary>Stores a submission before anything else happens to it; the rest is driven by the stored record.</summary>
public sealed class IngestSubmission(ILeadStore leads, ILeadIndex index, IWakeLead driver, IConfigurations configurations, TimeProvider clock)
{
    public async Task<Ingested> RunAsync(Incoming incoming, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var configuration = configurations.Current;
        var reading = FormReader.Read(incoming.Raw.ContentType, incoming.Raw.Body);
        if (reading is FormReading.Unsupported unsupported) return new Ingested.Unsupported(unsupported.Problem);
        var record = Told(Record(incoming, reading, configuration, now));
        if (await leads.AddAsync(record, incoming.Raw, ct).ConfigureAwait(false) is AddLead.Known known)
            return await AgainAsync(known.Record, reading, ct).ConfigureAwait(false);
        await index.RegisterAsync(record, ct).ConfigureAwait(false);
        if (record.NextDue is not null) await driver.StartAsync(record.Id, ct).ConfigureAwait(false);
        return reading is FormReading.Unreadable broken ? new Ingested.Unreadable(record.Id, broken.Problem)
            : record.Life.Status == LeadStatus.Quarantined ? new Ingested.Quarantined(record.Id, record.Problems)
            : new Ingested.Accepted(record.Id);
    }

    // The first delivery may have died between its two writes: registering again is what completes it.
    private async Task<Ingested> AgainAsync(LeadRecord first, FormReading reading, CancellationToken ct)
    {
        await index.RegisterAsync(first, ct).ConfigureAwait(false);
        if (first.NextDue <= clock.GetUtcNow()) await driver.WakeAsync(first.Id, ct).ConfigureAwait(false);
        if (first.Life.Status is not (LeadStatus.Quarantined or LeadStatus.Discarded))
            return new Ingested.Duplicate(first.Id, first.Life.LinkedTo ?? first.Id, first.Life.Status);
        return reading is FormReading.Unreadable broken ? new Ingested.Unreadable(first.Id, broken.Problem) : new Ingested.Quarantined(first.Id, first.Problems);
    }

    private static LeadRecord Record(Incoming incoming, FormReading reading, Configuration configuration, DateTimeOffset now)
    {
        var source = configuration.Live.Sources.GetValueOrDefault(incoming.Source);
        var fields = (reading as FormReading.Read)?.Fields;
        var id = incoming.IdempotencyKey is { } key ? SubmissionIds.OfKey(incoming.Source, key)
            : fields is not null ? SubmissionIds.OfFields(incoming.Source, fields, now)
            : SubmissionIds.OfBytes(incoming.Source, incoming.Raw.Body, now);
        var clean = fields is null ? null : Cleaning.Clean(fields, incoming.Source, source?.DefaultRegion);
        var problems = Problems(incoming.Source, source, reading, clean).ToImmutableArray();
        var quarantined = source is not { Enabled: true } || clean is not { CanBeReached: true };
        return new LeadRecord
        {
            Id = id,
            Source = incoming.Source,
            ReceivedAt = now,
            Attributes = clean?.Attributes ?? LeadAttributes.Empty.With("Source", incoming.Source),
            Version = configuration.Rules.Number,
            Life = quarantined ? LifecycleState.Quarantined(now, problems[0]) : LifecycleState.Received(now),
            Pending = quarantined ? [] : [new PendingEffect(0, 0, new Effect.Recognise())],
            Problems = problems,
        };
    }

    /// <summary>The receipt is the first line of the lead's story and its first event.</summary>
    private static LeadRecord Told(LeadRecord record) => record with
    {
        Untold = [new TimelineEntry(record.ReceivedAt, record.Life.Status.PublicName(), Sentence(record))],
        Outbox = [new LeadEvent($"{record.Id}-0", 0, record.ReceivedAt, record.Life.Status.PublicName(), record.Life.Status, null, null, record.Life.Reason)],
    };

    private static IEnumerable<string> Problems(string slug, SourceRow? source, FormReading reading, CleanLead? clean)
    {
        if (source is null) yield return $"source.unknown: there is no source {slug}";
        else if (!source.Enabled) yield return $"source.disabled: source {slug} is switched off";
        if (reading is FormReading.Unreadable broken) yield return $"body.unreadable: {broken.Problem}";
        if (clean is { CanBeReached: false }) yield return "contact.unreachable: neither a usable email address nor a phone number";
        foreach (var gap in clean?.Gaps ?? []) yield return gap;
    }

    private static string Sentence(LeadRecord record) => record.Life.Status == LeadStatus.Quarantined
        ? $"Quarantined: {record.Problems[0]}"
        : $"Received through {record.Source}";
}
