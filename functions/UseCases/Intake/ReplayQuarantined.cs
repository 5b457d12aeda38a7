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
        return await ReadAgainAsync(record, replayed => post.RunAsync(id, SignalId(), replayed, "", ct), ct).ConfigureAwait(false);
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
            if (await ReadAgainAsync(record, replayed => SendAsync(line.LeadId, replayed, ct), ct).ConfigureAwait(false) is Replay.StillUnclear) kept++;
            else released++;
        }
        return (released, kept, page.Next);
    }

    /// <param name="release">Tells the submission what it is read as now.</param>
    private async Task<Replay> ReadAgainAsync(LeadRecord record, Func<Signal.Replayed, Task<SignalOutcome>> release, CancellationToken ct)
    {
        var source = configurations.Current.Live.Sources.GetValueOrDefault(record.Source);
        // Bodies are kept for a while only: after that, the fields that were read then are all there is.
        if (await leads.ReadSubmissionAsync(record.Id, ct).ConfigureAwait(false) is not { } raw) return await JudgeAsync(new FormFields([.. record.Attributes])).ConfigureAwait(false);
        return SubmissionReader.Read(source, raw.ContentType, raw.Body) switch
        {
            Delivery.Forms { All: [var form] } => await JudgeAsync(form.Fields).ConfigureAwait(false),
            Delivery.Forms => await SplitAsync(record, raw, ct).ConfigureAwait(false),
            Delivery.Unreadable broken => new Replay.StillUnclear(Verdict.Unreadable(record.Source, source, broken.Problem).Problems),
            _ => new Replay.StillUnclear(Verdict.Unreadable(record.Source, source, "The body is of no form").Problems),
        };

        async Task<Replay> JudgeAsync(FormFields fields)
        {
            var verdict = Verdict.Of(record.Source, source, fields, doubt: null, source is not null && fetcher.CanFetch(source));
            return verdict.IsQuarantined
                ? new Replay.StillUnclear(verdict.Problems)
                : new Replay.Released(await release(new Signal.Replayed(verdict.Attributes, configurations.Current.Rules.Number, verdict.FetchId, verdict.Problems)).ConfigureAwait(false));
        }
    }

    private async Task<Replay> SplitAsync(LeadRecord record, RawSubmission raw, CancellationToken ct)
    {
        // Under its id as the key of the delivery the parts are the same however often it is read.
        var ingested = await ingest.RunAsync(new Incoming(record.Source, raw, record.Id.Value) { IsVouchedFor = true }, ct).ConfigureAwait(false);
        await SendAsync(record.Id, new Signal.ThrownAway("replay"), ct).ConfigureAwait(false);
        return new Replay.Split(ingested is Ingested.Several { All: var all } ? all : [ingested]);
    }

    /// <summary>For who does not wait for the answer.</summary>
    private async Task<SignalOutcome> SendAsync(LeadId id, Signal signal, CancellationToken ct)
    {
        var row = new SignalRow(SignalId(), clock.GetUtcNow(), signal);
        await send.RunAsync(id, row, ct).ConfigureAwait(false);
        return new SignalOutcome.Pending(row.Id);
    }

    private static bool IsWaiting(LeadRecord record) => record.Life.Status is LeadStatus.Quarantined or LeadStatus.Discarded;

    private static string SignalId() => $"replay-{Guid.CreateVersion7():N}";
}
