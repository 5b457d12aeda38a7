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
public sealed class ReplayQuarantined(ILeadStore leads, ILeadIndex index, IConfigurations configurations, ILeadFetcher fetcher, PostSignal post, SendSignal send, TimeProvider clock)
{
    // What one call takes on; the next call goes on where it ended.
    private const int MostAtOnce = 1000;
    private const int PageSize = 200;

    public async Task<Replay> RunAsync(LeadId id, CancellationToken ct)
    {
        if (await leads.OpenAsync(id, ct).ConfigureAwait(false) is not { Record: var record }) return new Replay.NoSuchSubmission();
        if (!IsWaiting(record)) return new Replay.NotQuarantined(record.Life.Status);
        var verdict = await ReadAgainAsync(record, ct).ConfigureAwait(false);
        return verdict.IsQuarantined
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
            var verdict = await ReadAgainAsync(record, ct).ConfigureAwait(false);
            if (verdict.IsQuarantined)
            {
                kept++;
                continue;
            }
            await send.RunAsync(line.LeadId, new SignalRow(SignalId(), clock.GetUtcNow(), Signal(verdict)), ct).ConfigureAwait(false);
            released++;
        }
        return (released, kept, page.Next);
    }

    private async Task<Verdict> ReadAgainAsync(LeadRecord record, CancellationToken ct)
    {
        var source = configurations.Current.Live.Sources.GetValueOrDefault(record.Source);
        var canFetch = source is not null && fetcher.CanFetch(source);
        // Bodies are kept for a while only: after that, the fields that were read then are all there is.
        if (await leads.ReadSubmissionAsync(record.Id, ct).ConfigureAwait(false) is not { } raw) return Of(new FormFields([.. record.Attributes]));
        return SubmissionReader.Read(source, raw.ContentType, raw.Body) switch
        {
            Delivery.Forms { All: [var form, ..] } => Of(form.Fields),
            Delivery.Unreadable broken => Verdict.Unreadable(record.Source, source, broken.Problem),
            _ => Verdict.Unreadable(record.Source, source, "The body is of no form"),
        };

        Verdict Of(FormFields fields) => Verdict.Of(record.Source, source, fields, doubt: null, canFetch);
    }

    private Signal.Replayed Signal(Verdict verdict) => new(verdict.Attributes, configurations.Current.Rules.Number, verdict.FetchId, verdict.Problems);

    private static bool IsWaiting(LeadRecord record) => record.Life.Status is LeadStatus.Quarantined or LeadStatus.Discarded;

    private static string SignalId() => $"replay-{Guid.CreateVersion7():N}";
}
