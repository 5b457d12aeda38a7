using System.Collections.Immutable;
using System.Globalization;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// Table <c>Leads</c>, one partition a lead. Rows: <c>answer-{signal}</c> what became of a signal (empty until it is taken: with the
/// signal itself it would go, and the same signal could come again), <c>decision-{attempt}</c>,
/// <c>lead</c> the record as it came in, <c>lead-state</c> where it stands, once somebody has moved it: all of the record but its attributes,
/// which stay in <c>lead</c>, <c>signal-{signal}</c> not taken yet, <c>submission</c> the raw body, <c>timeline-{write}</c>.
/// The order of these names lets one query read the record and its open signals, and nothing else, both rows of the record first.
/// </summary>
public sealed class TableLeadStore(ITableEngine tables) : ILeadStore
{
    public const string Table = "Leads";

    private const string Lead = "lead";
    private const string Answer = "answer-";
    private const string Decision = "decision-";
    private const string Data = "Data";
    private const string Due = "Due";
    private const string OpenSignal = "signal-";
    private const string ReceivedAt = "ReceivedAt";
    private const string State = "lead-state";
    private const string Status = "State";
    private const string Submission = "submission";
    private const string Timeline = "timeline-";
    private const string Unpublished = "Unpublished";

    // Tags of a record that has no row of its state yet: one that came in and was never moved, and one of a version that kept all in one row.
    private const string NotMoved = "new";
    private const string MovedBefore = "moved";

    private static readonly string[] ClockColumns = [Status, ReceivedAt, Due, Unpublished];
    private static readonly RowKeyRange Record = new(Lead, RowKeyRange.Exactly(State).To);
    private static readonly RowKeyRange RecordAndSignals = new(Lead, RowKeyRange.Prefix(OpenSignal).To);

    /// <summary>Stores a submission if its id is new. Durable when it returns.</summary>
    public async Task<AddLead> AddAsync(LeadRecord record, RawSubmission raw, CancellationToken ct) =>
        await tables.CommitAsync(Table, record.Id.Value, RowsOf(record, raw), ct).ConfigureAwait(false) is CommitOutcome.Committed
            ? new AddLead.Added()
            : await KnownAsync(record.Id, ct).ConfigureAwait(false);

    internal static RowWrite[] RowsOf(LeadRecord record, RawSubmission raw) =>
        [new RowWrite.Insert(Lead, RowOf(record)), new RowWrite.Insert(Submission, RowOf(raw, record.ReceivedAt))];

    /// <summary>What is told of a submission whose rows were refused.</summary>
    internal async Task<AddLead.Known> KnownAsync(LeadId id, CancellationToken ct) => await FindKnownAsync(id, ct).ConfigureAwait(false) is { } known
        ? new AddLead.Known(known)
        : throw new StorageUnavailableException($"Submission {id} was refused as known but cannot be read");

    public async Task<OpenLead?> OpenAsync(LeadId id, CancellationToken ct) => (await RecordAndSignalsAsync(id, ct).ConfigureAwait(false)).Open();

    public async Task<LeadReceipt?> FindReceiptAsync(LeadId id, CancellationToken ct) =>
        await ReceiptAsync(id, ct).ConfigureAwait(false) is { } receipt
            ? new LeadReceipt(id, receipt.ReceivedAt, receipt.Life.Status, receipt.GivesOrderedIds ? LeadRecord.PrefixOf(receipt.ReceivedAt) : "", receipt.Shard)
            : null;

    public async Task<KnownSubmission?> FindKnownAsync(LeadId id, CancellationToken ct) =>
        await ReceiptAsync(id, ct).ConfigureAwait(false) is { } receipt
            ? new KnownSubmission(id, receipt.Life.LinkedTo ?? id, receipt.Life.Status, receipt.Problems, receipt.Writes > 0)
            : null;

    private async Task<Receipt?> ReceiptAsync(LeadId id, CancellationToken ct)
    {
        string? last = null;
        await foreach (var row in RowsAsync(id, Record, ct).ConfigureAwait(false)) last = row.Text(Data);
        return last is null ? null : StoreJson.Read<Receipt>(last);
    }

    public async Task<SaveLead> SaveAsync(LeadChange change, CancellationToken ct)
    {
        var state = RowOf(change.Record with { Attributes = LeadAttributes.Empty });
        var isFirst = change.Tag == NotMoved || change.Tag == MovedBefore;
        var rows = new List<RowWrite> { isFirst ? new RowWrite.Insert(State, state) : new RowWrite.Replace(State, state, change.Tag) };
        // Whoever writes this row writes the state with it, so that its ETag speaks for both.
        if (change.HasNewAttributes || change.Tag == MovedBefore) rows.Add(new RowWrite.Upsert(Lead, DataRow(new Arrival(change.Record.Attributes))));
        if (change.Story.Count > 0) rows.Add(new RowWrite.Insert(TimelineKey(change.Record), DataRow(change.Story)));
        foreach (var answer in change.Taken)
        {
            if (change.SignalsAreNew)
            {
                rows.Add(new RowWrite.Insert(Answer + answer.Id, DataRow(answer)));
                continue;
            }
            rows.Add(new RowWrite.Delete(OpenSignal + answer.Id, null));
            rows.Add(new RowWrite.Upsert(Answer + answer.Id, DataRow(answer)));
        }
        foreach (var decision in change.Decisions)
            rows.Add(new RowWrite.Upsert(Decision + Number(decision.Attempt), new Dictionary<string, object> { [Data] = decision.Json }));
        return await tables.CommitAsync(Table, change.Record.Id.Value, rows, ct).ConfigureAwait(false) is CommitOutcome.Committed saved
            ? new SaveLead.Saved(saved.ETags[0]!)
            : new SaveLead.Stale();
    }

    public async Task<AddSignal> AddSignalAsync(LeadId id, SignalRow signal, CancellationToken ct)
    {
        var row = new Dictionary<string, object>
        {
            ["At"] = signal.At,
            [Data] = StoreJson.Write(signal.Signal),
            ["Print"] = signal.Print ?? "",
        };
        // The row of the answer is there from the start, still empty: it keeps the id taken when the signal's own row is gone.
        RowWrite[] rows = [new RowWrite.Insert(OpenSignal + signal.Id, row), new RowWrite.Insert(Answer + signal.Id, new Dictionary<string, object> { [Data] = "" })];
        return await tables.CommitAsync(Table, id.Value, rows, ct).ConfigureAwait(false) is CommitOutcome.Committed ? AddSignal.Added : AddSignal.Known;
    }

    public async Task<SignalAnswer?> FindAnswerAsync(LeadId id, string signalId, CancellationToken ct) =>
        (await tables.GetAsync(Table, id.Value, Answer + signalId, ct).ConfigureAwait(false))?.Text(Data) is { Length: > 0 } answer
            ? StoreJson.Read<SignalAnswer>(answer)
            : null;

    public async Task<LeadStory?> ReadAsync(LeadId id, CancellationToken ct)
    {
        var rows = new LeadRows();
        var timeline = new List<TimelineEntry>();
        var decisions = new List<StoredDecision>();
        await foreach (var row in RowsAsync(id, RowKeyRange.All, ct).ConfigureAwait(false))
        {
            if (row.RowKey is Lead or State) rows.Add(row);
            else if (row.RowKey.StartsWith(Timeline, StringComparison.Ordinal))
                timeline.AddRange(StoreJson.Read<List<TimelineEntry>>(row.Text(Data)!));
            else if (row.RowKey.StartsWith(Decision, StringComparison.Ordinal))
                decisions.Add(new StoredDecision(int.Parse(row.RowKey[Decision.Length..], CultureInfo.InvariantCulture), row.Text(Data)!));
        }
        return rows.Record() is { } record ? new LeadStory(record, [.. timeline, .. record.Untold], decisions) : null;
    }

    public async Task ScrubAsync(LeadId id, CancellationToken ct)
    {
        // Refused: its raw body was dropped meanwhile.
        while (!await TryScrubAsync(id, ct).ConfigureAwait(false)) { }
    }

    private async Task<bool> TryScrubAsync(LeadId id, CancellationToken ct)
    {
        var rows = new List<RowWrite>();
        await foreach (var row in RowsAsync(id, RowKeyRange.All, ct).ConfigureAwait(false))
        {
            if (row.RowKey == Submission) rows.Add(new RowWrite.Delete(Submission, null));
            else if (row.RowKey.StartsWith(Timeline, StringComparison.Ordinal)) rows.Add(new RowWrite.Upsert(row.RowKey, DataRow(Silent(StoreJson.Read<List<TimelineEntry>>(row.Text(Data)!)))));
            else if (row.RowKey.StartsWith(Answer, StringComparison.Ordinal) && row.Text(Data) is { Length: > 0 } answer)
                rows.Add(new RowWrite.Upsert(row.RowKey, DataRow(StoreJson.Read<SignalAnswer>(answer) is { Refusal: not null } refused ? refused with { Refusal = "" } : StoreJson.Read<SignalAnswer>(answer))));
        }
        return await tables.TryCommitAllAsync(Table, id.Value, rows, ct).ConfigureAwait(false);
    }

    public async Task<SubmissionWalk> WalkSubmissionsAsync(string? cursor, CancellationToken ct)
    {
        var page = await tables.ScanPageAsync(new TableScan(Table, RowKeyRange.Exactly(Submission), ["At"]), cursor, ct).ConfigureAwait(false);
        return new SubmissionWalk([.. page.Rows.Select(r => (new LeadId(r.PartitionKey), (DateTimeOffset)r.Properties["At"]))], page.Continuation);
    }

    public async Task DropSubmissionAsync(LeadId id, CancellationToken ct) =>
        await tables.CommitAsync(Table, id.Value, [new RowWrite.Delete(Submission, null)], ct).ConfigureAwait(false);

    private static List<TimelineEntry> Silent(List<TimelineEntry> entries) => [.. entries.Select(e => e with { Text = "" })];

    public async Task<RawSubmission?> ReadSubmissionAsync(LeadId id, CancellationToken ct) =>
        await tables.GetAsync(Table, id.Value, Submission, ct).ConfigureAwait(false) is { } row
            ? new RawSubmission(
                row.Text("ContentType"),
                (byte[])row.Properties["Body"],
                StoreJson.Read<Dictionary<string, string>>(row.Text("Headers")!))
            : null;

    public async Task<LeadWalk> WalkAsync(string? cursor, CancellationToken ct)
    {
        var (all, next) = await PageAsync(null, cursor, ct).ConfigureAwait(false);
        return new LeadWalk([.. all.Select(lead => lead.Rows.Record()!)], next);
    }

    public async Task<ClockWalk> WalkClocksAsync(string? cursor, CancellationToken ct)
    {
        var (all, next) = await PageAsync(ClockColumns, cursor, ct).ConfigureAwait(false);
        var clocks = new List<LeadClock>(all.Count);
        foreach (var (id, rows) in all) clocks.Add(rows.Clock() ?? (await RecordAndSignalsAsync(id, ct).ConfigureAwait(false)).ClockInData());
        return new ClockWalk(clocks, next);
    }

    /// <summary>The rows of one lead after the other. A page may end between them: the last lead of a page is read whole, and what is left of it on the next is passed over.</summary>
    private async Task<(List<(LeadId Id, LeadRows Rows)> Leads, string? Next)> PageAsync(IReadOnlyList<string>? columns, string? cursor, CancellationToken ct)
    {
        var page = await tables.ScanPageAsync(new TableScan(Table, RecordAndSignals, columns), cursor, ct).ConfigureAwait(false);
        var all = new List<(LeadId Id, LeadRows Rows)>();
        var last = "";
        foreach (var row in page.Rows)
        {
            if (row.RowKey == Lead) all.Add((new LeadId(row.PartitionKey), new LeadRows()));
            else if (row.PartitionKey != last) continue;
            all[^1].Rows.Add(row);
            last = row.PartitionKey;
        }
        if (page.Continuation is not null && all is [.., (var cut, _)]) all[^1] = (cut, await RecordAndSignalsAsync(cut, ct).ConfigureAwait(false));
        return (all, page.Continuation);
    }

    private async Task<LeadRows> RecordAndSignalsAsync(LeadId id, CancellationToken ct)
    {
        var rows = new LeadRows();
        await foreach (var row in RowsAsync(id, RecordAndSignals, ct).ConfigureAwait(false)) rows.Add(row);
        return rows;
    }

    private IAsyncEnumerable<TableRow> RowsAsync(LeadId id, RowKeyRange keys, CancellationToken ct) => tables.RangeAsync(new TableRange(Table, id.Value, keys), ct);

    private static SignalRow SignalIn(TableRow row) => new(
        row.RowKey[OpenSignal.Length..],
        (DateTimeOffset)row.Properties["At"],
        StoreJson.Read<Signal>(row.Text(Data)!),
        row.Text("Print") is { Length: > 0 } print ? print : null);

    // State and owner stand beside the data so that a person who opens the table in a storage tool sees where the lead is, and the instants
    // so that a walk along all clocks need not read the data. In the row as it came in they stay as they were then.
    private static Dictionary<string, object> RowOf(LeadRecord record)
    {
        var row = ColumnsOf(record);
        row[Data] = StoreJson.Write(record);
        return row;
    }

    private static Dictionary<string, object> ColumnsOf(LeadRecord record)
    {
        var row = new Dictionary<string, object>(6)
        {
            [Status] = record.Life.Status.PublicName(),
            ["Owner"] = record.Life.Owner?.Value ?? "",
            [ReceivedAt] = record.ReceivedAt,
        };
        if (record.NextDue is { } due) row[Due] = due;
        if (record.Outbox is [.., var unpublished]) row[Unpublished] = unpublished.At;
        return row;
    }

    private static Dictionary<string, object> RowOf(RawSubmission raw, DateTimeOffset receivedAt) => new()
    {
        ["At"] = receivedAt,
        ["ContentType"] = raw.ContentType ?? "",
        ["Headers"] = StoreJson.Write(new Dictionary<string, string>(raw.Headers)),
        ["Body"] = raw.Body,
    };

    private static Dictionary<string, object> DataRow<T>(T value) => new() { [Data] = StoreJson.Write(value) };

    /// <summary>The rows of one lead, as far as its record and its open signals go.</summary>
    private sealed class LeadRows
    {
        private readonly List<TableRow> signals = [];
        private TableRow? lead;
        private TableRow? state;

        public void Add(TableRow row)
        {
            if (row.RowKey == Lead) lead = row;
            else if (row.RowKey == State) state = row;
            else signals.Add(row);
        }

        public LeadRecord? Record()
        {
            if (lead is null) return null;
            var record = StoreJson.Read<LeadRecord>((state ?? lead).Text(Data)!);
            return state is null ? record : record with { Attributes = StoreJson.Read<Arrival>(lead.Text(Data)!).Attributes };
        }

        public OpenLead? Open()
        {
            if (Record() is not { } record) return null;
            var tag = state is not null ? state.ETag : record.Writes == 0 ? NotMoved : MovedBefore;
            return new OpenLead(record, tag, [.. signals.Select(SignalIn).OrderBy(s => s.At).ThenBy(s => s.Id, StringComparer.Ordinal)]);
        }

        /// <summary>Null when it stands in the data only: a version before had no instants beside it.</summary>
        public LeadClock? Clock() => Last.Properties.ContainsKey(ReceivedAt) ? ClockIn(Last.Properties) : null;

        public LeadClock ClockInData() => ClockIn(ColumnsOf(Record()!));

        private TableRow Last => (state ?? lead)!;

        private LeadClock ClockIn(IReadOnlyDictionary<string, object> columns)
        {
            return new LeadClock(
                new LeadId(Last.PartitionKey), At(ReceivedAt)!.Value, (string)columns[Status] == LeadStatus.Quarantined.PublicName(), At(Due), At(Unpublished), signals.Count > 0);

            DateTimeOffset? At(string name) => columns.TryGetValue(name, out var at) ? (DateTimeOffset)at : null;
        }
    }

    /// <summary>What the row of a record as it came in is read for once the lead was moved; all other members are skipped.</summary>
    private sealed record Arrival(LeadAttributes Attributes);

    /// <summary>The few members of a stored record that a receipt needs: all others are skipped.</summary>
    private sealed record Receipt(DateTimeOffset ReceivedAt, ReceiptLife Life)
    {
        public ImmutableArray<string> Problems { get; init; } = [];

        public int Writes { get; init; }

        public bool GivesOrderedIds { get; init; }

        public int? Shard { get; init; }
    }

    private sealed record ReceiptLife(LeadStatus Status, LeadId? LinkedTo = null);

    private static string TimelineKey(LeadRecord record) => Timeline + Number(record.Writes);

    private static string Number(int number) => number.ToString("D6", CultureInfo.InvariantCulture);
}
