using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Options;

namespace LeadRouter.UseCases.Intake;

/// <summary>A post to a lead source as it came over the wire.</summary>
/// <param name="IdempotencyKey">The sender's own key of this delivery, if he sends one.</param>
public sealed record Incoming(string Source, RawSubmission Raw, string? IdempotencyKey)
{
    /// <summary>What its signature was made over; null when it did not come from outside.</summary>
    public SignedRequest? Request { get; init; }

    /// <summary>The page of a browser that sent it.</summary>
    public string? Origin { get; init; }

    /// <summary>A person has looked at it: neither a signature nor what makes it look like spam counts any more.</summary>
    public bool IsVouchedFor { get; init; }
}

/// <summary>What the sender is told.</summary>
public abstract record Ingested
{
    public sealed record Accepted(LeadId Id) : Ingested;

    /// <summary>The same submission again: the ids of the first.</summary>
    public sealed record Duplicate(LeadId Submission, LeadId? Lead, LeadStatus State) : Ingested;

    public sealed record Quarantined(LeadId Id, IReadOnlyList<string> Problems) : Ingested;

    /// <summary>Kept in quarantine, but the sender should know that his body is broken.</summary>
    public sealed record Unreadable(LeadId Id, string Problem) : Ingested;

    /// <summary>Each submission of a delivery of several.</summary>
    public sealed record Several(IReadOnlyList<Ingested> All) : Ingested;

    /// <summary>Not kept: no form of this media type is known.</summary>
    public sealed record Unsupported(string Problem) : Ingested;

    /// <summary>Not kept: nobody who knows the source's secret sent it.</summary>
    public sealed record Forged : Ingested;
}

/// <summary>Stores a submission before anything else happens to it; the rest is driven by the stored record.</summary>
public sealed class IngestSubmission(
    IIntake intake, ILeadStore leads, ILeadIndex index, IWakeLead driver, IConfigurations configurations, SourceProof proof, ILeadFetcher fetcher, IEnricher enricher,
    IOptions<LeadRouterOptions> options, TimeProvider clock)
{
    // Of one delivery, so that a batch of a thousand does not keep everybody else waiting.
    private const int AtOnce = 16;

    private readonly RecentSubmissions recent = new();
    private readonly TimeSpan shortestFill = TimeSpan.FromSeconds(options.Value.MinFillSeconds);

    public async Task<Ingested> RunAsync(Incoming incoming, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var configuration = configurations.Current;
        var source = configuration.Live.Sources.GetValueOrDefault(incoming.Source);
        var proven = incoming.IsVouchedFor ? new Proven.Genuine() : proof.Of(source, incoming.Request, now);
        if (proven is Proven.Forged) return new Ingested.Forged();
        var raw = SourceProof.WithoutSecret(source, incoming.Raw);
        switch (SubmissionReader.Read(source, raw.ContentType, raw.Body))
        {
            case Delivery.Unsupported unsupported:
                return new Ingested.Unsupported(unsupported.Problem);
            case Delivery.Unreadable broken:
                var id = incoming.IdempotencyKey is { } sent ? SubmissionIds.OfKey(incoming.Source, sent) : SubmissionIds.OfBytes(incoming.Source, raw.Body, now);
                var kept = await KeepAsync(id, () => NewLead.Record(id, incoming.Source, Verdict.Unreadable(incoming.Source, source, broken.Problem), configuration, now), raw, ct).ConfigureAwait(false);
                return kept is Ingested.Quarantined { Id: var first } ? new Ingested.Unreadable(first, broken.Problem) : kept;
            case Delivery.Forms { All: [var one], IsBatch: false }:
                return await StoreAsync(one, incoming.IdempotencyKey).ConfigureAwait(false);
            case Delivery.Forms many:
                var all = new List<Ingested>();
                foreach (var some in many.All.Select((form, number) => (form, number)).Chunk(AtOnce))
                    all.AddRange(await Task.WhenAll(some.Select(s => StoreAsync(s.form, incoming.IdempotencyKey is { } key ? $"{key}#{s.number}" : null))).ConfigureAwait(false));
                return new Ingested.Several(all);
            default:
                throw new InvalidOperationException("A delivery that was neither read nor refused");
        }

        Task<Ingested> StoreAsync(SubmissionForm form, string? sentKey)
        {
            var id = (form.Key ?? sentKey) is { } key ? SubmissionIds.OfKey(incoming.Source, key)
                : form.Problem is null ? SubmissionIds.OfFields(incoming.Source, form.Fields, now)
                : SubmissionIds.OfBytes(incoming.Source, form.Body.Span, now);
            var own = form.Body.Length == raw.Body.Length ? raw : raw with { ContentType = form.ContentType, Body = form.Body.ToArray() };
            return KeepAsync(id, () => NewLead.Record(id, incoming.Source, VerdictOf(form), configuration, now, enricher.IsOn), own, ct);
        }

        Verdict VerdictOf(SubmissionForm form)
        {
            if (form.Problem is { } problem) return Verdict.Unreadable(incoming.Source, source, problem);
            var doubt = proven.Doubt ?? (source is null || incoming.IsVouchedFor ? null : SpamCheck.Problem(source, form.Fields, incoming.Origin, shortestFill));
            return Verdict.Of(incoming.Source, source, form.Fields, doubt, source is not null && fetcher.CanFetch(source));
        }
    }

    private async Task<Ingested> KeepAsync(LeadId id, Func<LeadRecord> read, RawSubmission raw, CancellationToken ct)
    {
        // One that this host took lately is told from one read: it is neither cleaned nor written again.
        if (recent.Contains(id) && await leads.FindKnownAsync(id, ct).ConfigureAwait(false) is { } again) return Told(again);
        var record = read();
        if (await intake.TakeAsync(record, raw, ct).ConfigureAwait(false) is AddLead.Known { Submission: var known })
        {
            if (!known.HasMoved) await CompleteAsync(id, ct).ConfigureAwait(false);
            recent.Add(id);
            return Told(known);
        }
        if (record.NextDue is not null) await driver.StartAsync(id, ct).ConfigureAwait(false);
        recent.Add(id);
        return record.Life.Status == LeadStatus.Quarantined ? new Ingested.Quarantined(id, record.Problems) : new Ingested.Accepted(id);
    }

    /// <summary>The first delivery may have died between its two writes: registering again is what completes it.</summary>
    private async Task CompleteAsync(LeadId id, CancellationToken ct)
    {
        if (await leads.OpenAsync(id, ct).ConfigureAwait(false) is not { Record: var stored }) return;
        await index.RegisterAgainAsync(stored, ct).ConfigureAwait(false);
        if (stored.NextDue <= clock.GetUtcNow()) await driver.WakeAsync(id, ct).ConfigureAwait(false);
    }

    private static Ingested Told(KnownSubmission known) => known.State is LeadStatus.Quarantined or LeadStatus.Discarded
        ? new Ingested.Quarantined(known.Id, known.Problems)
        : new Ingested.Duplicate(known.Id, known.Lead, known.State);
}

/// <summary>The record of a submission that was just read.</summary>
internal static class NewLead
{
    public static LeadRecord Record(LeadId id, string source, Verdict verdict, Configuration configuration, DateTimeOffset now, bool enrich = false)
    {
        var record = new LeadRecord
        {
            Id = id,
            Source = source,
            ReceivedAt = now,
            GivesOrderedIds = true,
            Attributes = verdict.Attributes,
            Version = configuration.Rules.Number,
            Trace = LeadTelemetry.CurrentTrace,
            Life = verdict.IsQuarantined ? LifecycleState.Quarantined(now, verdict.Problems[0]) : LifecycleState.Received(now),
            Pending = verdict.IsQuarantined ? [] : enrich && verdict.FetchId is null ? [new PendingEffect(0, 0, verdict.First), new PendingEffect(0, 1, new Effect.Enrich())] : [new PendingEffect(0, 0, verdict.First)],
            Problems = verdict.Problems,
        };
        var (state, name) = (record.Life.Status, record.Life.Status.PublicName());
        var sentence = verdict.IsQuarantined ? $"Quarantined: {verdict.Problems[0]}" : $"Received through {source}";
        // The receipt is the first line of the lead's story and its first event.
        return record with
        {
            Untold = [new TimelineEntry(now, name, sentence)],
            Outbox = [new LeadEvent($"{id}-0", 0, now, name, state, null, null, record.Life.Reason)],
        };
    }
}
