using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Intake;

/// <summary>What came of reading a quarantined submission again.</summary>
public abstract record Replay
{
    public sealed record Released(SignalOutcome Outcome) : Replay;

    /// <summary>It holds several: each is a submission of its own now, and what held them is discarded.</summary>
    public sealed record Split(IReadOnlyList<Ingested> All) : Replay;

    /// <summary>It still cannot be a lead, for these reasons.</summary>
    public sealed record StillUnclear(IReadOnlyList<string> Problems) : Replay;

    public sealed record NotQuarantined(LeadStatus State) : Replay;

    public sealed record NoSuchSubmission : Replay;
}

/// <summary>Which quarantined submissions are meant.</summary>
/// <param name="Reason">The stable code that a problem starts with.</param>
public sealed record QuarantineFilter(string? Source = null, string? Reason = null)
{
    public bool Matches(LeadRecord record) => Reason is null || record.Problems.Any(p => p.StartsWith(Reason, StringComparison.Ordinal));
}

/// <summary>
/// Reads what lies in quarantine again, under the rows as they are now: a person looked at it, so what made it look like spam no longer
/// counts, nor does a signature that nobody could check.
/// </summary>
public sealed class ReplayQuarantined(ILeadStore leads, ILeadIndex index, IConfigurations configurations, ILeadFetcher fetcher, IngestSubmission ingest, PostSignal post, SendSignal send, TimeProvider clock)
{
    // What one call takes on; the next call goes on where it ended.
    private const int MostAtOnce = 1000;
    private const int PageSize = 200;

    public async Task<Replay> RunAsync(LeadId id, CancellationToken ct)
    {
        if (await leads.OpenAsync(id, ct).ConfigureAwait(false) is not { Record: var record }) return new Replay.NoSuchSubmission();
        if (!IsWaiting(record)) return new Replay.NotQuarantined(record.Life.Status);
        var (verdict, several) = await ReadAgainAsync(record, ct).ConfigureAwait(false);
        if (several is not null) return await SplitAsync(record, several, ct).ConfigureAwait(false);
        return verdict!.IsQuarantined
            ? new Replay.StillUnclear(verdict.Problems)
            : new Replay.Released(await post.RunAsync(id, SignalId(), Signal(verdict), "", ct).ConfigureAwait(false));
    }

    /// <summary>Everything that matches; how many were released, and how many stay.</summary>
    public async Task<(int Released, int Kept)> RunAllAsync(QuarantineFilter filter, CancellationToken ct)
    {
        var (released, kept) = (0, 0);
        string? cursor = null;
        do
        {
            var page = await RunPageAsync(filter, cursor, PageSize, ct).ConfigureAwait(false);
            (released, kept, cursor) = (released + page.Released, kept + page.Kept, page.Next);
        }
        while (cursor is not null && released < MostAtOnce);
        return (released, kept);
    }

    /// <summary>A page of what matches, from a cursor on; the next page's cursor is null at the end.</summary>
    public async Task<(int Released, int Kept, string? Next)> RunPageAsync(QuarantineFilter filter, string? cursor, int limit, CancellationToken ct)
    {
        var (released, kept) = (0, 0);
        var page = await index.ListAsync(new LeadFilter(Source: filter.Source, Quarantine: true), limit, cursor, ct).ConfigureAwait(false);
        foreach (var line in page.Items)
        {
            if (await leads.OpenAsync(line.LeadId, ct).ConfigureAwait(false) is not { Record: var record } || !IsWaiting(record) || !filter.Matches(record)) continue;
            var (verdict, several) = await ReadAgainAsync(record, ct).ConfigureAwait(false);
            if (verdict?.IsQuarantined == true)
            {
                kept++;
                continue;
            }
            if (several is not null) await SplitAsync(record, several, ct).ConfigureAwait(false);
            else await SendAsync(line.LeadId, Signal(verdict!), ct).ConfigureAwait(false);
            released++;
        }
        return (released, kept, page.Next);
    }

    /// <summary>What it is read as now, or the body in which there are several.</summary>
    private async Task<(Verdict? Verdict, RawSubmission? Several)> ReadAgainAsync(LeadRecord record, CancellationToken ct)
    {
        var source = configurations.Current.Live.Sources.GetValueOrDefault(record.Source);
        var canFetch = source is not null && fetcher.CanFetch(source);
        // Bodies are kept for a while only: after that, the fields that were read then are all there is.
        if (await leads.ReadSubmissionAsync(record.Id, ct).ConfigureAwait(false) is not { } raw) return (Of(new FormFields([.. record.Attributes])), null);
        return SubmissionReader.Read(source, raw.ContentType, raw.Body) switch
        {
            Delivery.Forms { All: [var form] } => (Of(form.Fields), null),
            Delivery.Forms => (null, raw),
            Delivery.Unreadable broken => (Verdict.Unreadable(record.Source, source, broken.Problem), null),
            _ => (Verdict.Unreadable(record.Source, source, "The body is of no form"), null),
        };

        Verdict Of(FormFields fields) => Verdict.Of(record.Source, source, fields, doubt: null, canFetch);
    }

    private async Task<Replay> SplitAsync(LeadRecord record, RawSubmission raw, CancellationToken ct)
    {
        // Under its id as the key of the delivery the parts are the same however often it is read.
        var ingested = await ingest.RunAsync(new Incoming(record.Source, raw, record.Id.Value) { IsVouchedFor = true }, ct).ConfigureAwait(false);
        await SendAsync(record.Id, new Signal.ThrownAway("replay"), ct).ConfigureAwait(false);
        return new Replay.Split(ingested is Ingested.Several { All: var all } ? all : [ingested]);
    }

    private Task<AddSignal> SendAsync(LeadId id, Signal signal, CancellationToken ct) => send.RunAsync(id, new SignalRow(SignalId(), clock.GetUtcNow(), signal), ct);

    private Signal.Replayed Signal(Verdict verdict) => new(verdict.Attributes, configurations.Current.Rules.Number, verdict.FetchId, verdict.Problems);

    private static bool IsWaiting(LeadRecord record) => record.Life.Status is LeadStatus.Quarantined or LeadStatus.Discarded;

    private static string SignalId() => $"replay-{Guid.CreateVersion7():N}";
}
