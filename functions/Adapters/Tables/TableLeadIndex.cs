using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using LeadRouter.Adapters.Tables.Sqlite;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// Table <c>LeadIndex</c>: a lead belongs to one of 16 shards, a partition each, of which an engine with one writer fills two. A shard holds
/// <c>counts</c> (received, buckets, last log number), <c>due-{received}-{lead}</c> for each lead that wants attention some time, <c>line-{newest first}-{lead}</c> for lists,
/// <c>log-{number}</c> for the feed, <c>quarantine-{newest first}-{lead}</c>, <c>discarded-{newest first}-{lead}</c>, and the figures of <see cref="ShardSheets"/>. One batch changes
/// all of them, so that lists, feed, counters and figures never disagree, and the step in the line makes repeating harmless.
/// </summary>
public sealed class TableLeadIndex : ILeadIndex
{
    public const string Table = "LeadIndex";

    internal const int Shards = 16;

    // Of an engine that has one writer. There they would spare nobody a wait, but what is written together should lie on the same pages:
    // of two, one gathers while the other is written.
    private const int ShardsOfOneWriter = 2;

    // Of all shards that new leads go to.
    private const int LinesRemembered = 8_192;

    // Line, due row, quarantine row and sheet go with them.
    private const int MostEvents = PartitionBatch.RequestRows - 4;
    private const int LongestSearched = 200;
    private const int MostBefore = 8;

    // What is asked for may be rare: a page then ends early, with a cursor to go on from, instead of reading all lines there are.
    private const int MostLooked = 5_000;
    private const string Counts = "counts";
    private const string Due = "due-";
    private const string Line = "line-";
    private const string Log = "log-";
    private const string Quarantine = "quarantine-";
    private const string Discarded = "discarded-";

    private readonly ITableEngine tables;
    private readonly bool countsFigures;
    private readonly PartitionQueue[] queues;
    private readonly (string ETag, ShardCounts Counts)?[] hotCounts = new (string, ShardCounts)?[Shards];
    private readonly int filled;
    private readonly RecentLines[] recent;
    private readonly ShardSheets[] sheets = [.. Enumerable.Range(0, Shards).Select(_ => new ShardSheets())];

    public TableLeadIndex(ITableEngine tables) : this(tables, countsFigures: true) { }

    /// <param name="countsFigures">False only to measure what the figures cost.</param>
    internal TableLeadIndex(ITableEngine tables, bool countsFigures)
    {
        (this.tables, this.countsFigures) = (tables, countsFigures);
        filled = tables is IOrderedTables ? ShardsOfOneWriter : Shards;
        recent = [.. Enumerable.Range(0, Shards).Select(_ => new RecentLines(LinesRemembered / filled))];
        queues = [.. Enumerable.Range(0, Shards).Select(shard => new PartitionQueue(fresh => Open(shard, fresh), batch => Remember(shard, batch)))];
    }

    /// <summary>The new record, its shard noted where its id does not say it. Before its rows are written.</summary>
    internal LeadRecord Placed(LeadRecord record) => filled == Shards ? record : record with { Shard = ShardOf(record.Id) % filled };

    // New as a rule: the line is only looked for when the insert was refused, or another of the group registers the same lead.
    public Task RegisterAsync(LeadRecord record, CancellationToken ct) => RegisterAsync(record, looksFirst: false);

    /// <summary>Writes a submission's own rows and registers it; false when they were there before, and nothing is to be registered.</summary>
    internal Task<bool> RegisterAfterAsync(Batch stored, LeadRecord record) => queues[ShardOf(record)].RunAsync(async (batch, ct) =>
    {
        // Planned again, because one of the group was there before: by now it is known which.
        if (stored.Outcome is CommitOutcome.Refused) return false;
        batch.Follow(stored);
        await RegisterAsync(batch, record, looksFirst: false, ct).ConfigureAwait(false);
        return true;
    });

    // An insert that is refused takes the whole group with it.
    public Task RegisterAgainAsync(LeadRecord record, CancellationToken ct) => RegisterAsync(record, looksFirst: true);

    private Task<bool> RegisterAsync(LeadRecord record, bool looksFirst) => queues[ShardOf(record)].RunAsync((batch, ct) => RegisterAsync(batch, record, looksFirst, ct));

    private async Task<bool> RegisterAsync(PartitionBatch batch, LeadRecord record, bool looksFirst, CancellationToken ct)
    {
        if (batch.Planned(LineKey(record)) is not null) return false;
        if ((looksFirst || batch.IsRetry) && await ReadLineAsync(batch, record, ct).ConfigureAwait(false) is not null) return false;
        var counts = (await CountsAsync(batch, record, ct).ConfigureAwait(false)).Receive(record.Life.Status.Bucket());
        // A submission that goes to quarantine is never moved: its receipt is told here or nowhere. Any other tells it with its first move.
        var told = record.NextDue is null && record.Outbox.Length <= MostEvents;
        if (told) counts = Append(batch, record, after: -1, counts);
        var adds = told ? await AddAsync(batch, record, null, ct).ConfigureAwait(false) : null;
        Write(batch, record, record.NextDue, counts, LineOf(record, told ? record.Step : -1, adds));
        return true;
    }

    public async Task PublishAsync(LeadRecord record, DateTimeOffset? nextDue, CancellationToken ct)
    {
        var events = record.Outbox;
        for (; events.Length > MostEvents; events = events[MostEvents..])
            await PublishPartAsync(AsOf(record, events[..MostEvents]), events[MostEvents - 1].At).ConfigureAwait(false);
        await PublishPartAsync(record with { Outbox = events }, nextDue).ConfigureAwait(false);
    }

    /// <summary>The record as it was after these events, as far as the projections show it.</summary>
    private static LeadRecord AsOf(LeadRecord record, ImmutableArray<LeadEvent> events) => record with
    {
        Step = events[^1].Step,
        Life = record.Life with { Status = events[^1].State, Owner = events[^1].Owner, Pool = events[^1].Pool },
        Outbox = events,
    };

    private Task<bool> PublishPartAsync(LeadRecord record, DateTimeOffset? nextDue) => queues[ShardOf(record)].RunAsync(async (batch, ct) =>
    {
        recent[ShardOf(record)].Recall(batch, LineKey(record));
        var line = await ReadLineAsync(batch, record, ct).ConfigureAwait(false);
        if (line?.Step > record.Step) return false;
        var counts = await CountsAsync(batch, record, ct).ConfigureAwait(false);
        // A sweep may meet a submission that was stored but never registered: it was received all the same.
        counts = line is null ? counts.Receive(record.Life.Status.Bucket()) : counts.Move(line.State.Bucket(), record.Life.Status.Bucket());
        if (line is not null && AsideKey(line.State, record) is { } aside)
        {
            await batch.GetAsync(aside, ct).ConfigureAwait(false);
            if (line.State != record.Life.Status) batch.Remove(aside);
        }
        if (nextDue is null) await batch.GetAsync(DueKey(record.Receipt()), ct).ConfigureAwait(false);
        counts = Append(batch, record, after: line?.Step ?? -1, counts);
        var adds = await AddAsync(batch, record, batch.Planned(LineKey(record))?.GetValueOrDefault(ShardSheets.Added) as byte[], ct).ConfigureAwait(false);
        Write(batch, record, nextDue, counts, LineOf(record, record.Step, adds));
        return true;
    });

    public Task MarkDueAsync(LeadReceipt lead, DateTimeOffset now, CancellationToken ct) => queues[lead.Shard ?? ShardOf(lead.Id)].RunAsync((batch, _) =>
    {
        batch.Put(DueKey(lead), DueRow(lead, now));
        return Task.FromResult(true);
    });

    public async IAsyncEnumerable<DueLead> DueAsync([EnumeratorCancellation] CancellationToken ct)
    {
        for (var shard = 0; shard < Shards; shard++)
            await foreach (var row in RangeAsync(shard, RowKeyRange.Prefix(Due), ct).ConfigureAwait(false))
                yield return new DueLead(
                    DueIn(row),
                    (DateTimeOffset)row.Properties["Due"],
                    (DateTimeOffset)row.Properties["ReceivedAt"],
                    Enum.Parse<LeadStatus>(row.Text("State")!));
    }

    public async IAsyncEnumerable<LeadId> UntimedAsync([EnumeratorCancellation] CancellationToken ct)
    {
        for (var shard = 0; shard < Shards; shard++)
        {
            var timed = new HashSet<LeadId>();
            var open = 0L;
            await foreach (var row in RangeAsync(shard, RowKeyRange.Prefix(Due), ct).ConfigureAwait(false))
            {
                timed.Add(DueIn(row));
                if (Enum.Parse<LeadStatus>(row.Text("State")!).IsOpen()) open++;
            }
            var counts = ShardCounts.In((await tables.GetAsync(Table, PartitionOf(shard), Counts, ct).ConfigureAwait(false))?.Properties);
            if (open >= counts.Buckets.GetValueOrDefault(Bucket.InProgress)) continue;
            await foreach (var row in RangeAsync(shard, RowKeyRange.Prefix(Line), ct).ConfigureAwait(false))
            {
                var line = LineIn(row.Properties);
                if (!line.State.IsOpen() || timed.Contains(line.LeadId)) continue;
                // One that came in while we read has its due row by now.
                if (!await HasDueAsync(shard, line, ct).ConfigureAwait(false)) yield return line.LeadId;
            }
        }
    }

    private async Task<bool> HasDueAsync(int shard, LeadLine line, CancellationToken ct)
    {
        foreach (var prefix in new[] { LeadRecord.PrefixOf(line.ReceivedAt), "" })
            if (await tables.GetAsync(Table, PartitionOf(shard), DueKey(prefix, line.LeadId), ct).ConfigureAwait(false) is not null) return true;
        return false;
    }

    public async IAsyncEnumerable<LeadLine> AsideAsync(LeadStatus state, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var shard = 0; shard < Shards; shard++)
            await foreach (var row in RangeAsync(shard, RowKeyRange.Prefix(AsideOf(state)!), ct).ConfigureAwait(false))
                yield return LineIn(row.Properties);
    }

    public async Task<LeadPage> ListAsync(LeadFilter filter, int limit, string? cursor, CancellationToken ct)
    {
        var prefix = filter.Quarantine ? AsideOf(filter.State) ?? Quarantine : Line;
        var after = cursor is null ? "" : ListCursor.Read(cursor);
        var candidates = new PriorityQueue<(LeadLine Line, string Key, IAsyncEnumerator<TableRow> More), string>(StringComparer.Ordinal);
        var readers = Enumerable.Range(0, Shards)
            .Select(shard => RangeAsync(shard, RowKeyRange.Prefix(prefix) with { From = prefix + after }, ct, pageSize: Math.Min(1000, limit + 1)).GetAsyncEnumerator(ct)).ToList();
        try
        {
            foreach (var reader in readers) await NextAsync(reader).ConfigureAwait(false);
            var items = new List<LeadLine>();
            for (var looked = 0; candidates.TryDequeue(out var next, out _); looked++)
            {
                if (items.Count == limit || looked == MostLooked) return new LeadPage(items, ListCursor.Write(next.Key));
                if (Matches(next.Line, filter)) items.Add(next.Line);
                await NextAsync(next.More).ConfigureAwait(false);
            }
            return new LeadPage(items, null);
        }
        finally
        {
            foreach (var reader in readers) await reader.DisposeAsync().ConfigureAwait(false);
        }

        async Task NextAsync(IAsyncEnumerator<TableRow> reader)
        {
            if (!await reader.MoveNextAsync().ConfigureAwait(false)) return;
            var key = reader.Current.RowKey[prefix.Length..];
            candidates.Enqueue((LineIn(reader.Current.Properties), key, reader), key);
        }
    }

    public async Task<FeedPage> FeedAsync(string? after, int limit, CancellationToken ct)
    {
        var position = FeedCursor.Read(after, Shards);
        var events = new List<FeedEvent>();
        for (var shard = 0; shard < Shards && events.Count < limit; shard++)
        {
            var range = RowKeyRange.Prefix(Log) with { From = LogKey(position[shard] + 1) };
            await foreach (var row in RangeAsync(shard, range, ct, pageSize: Math.Min(1000, limit)).ConfigureAwait(false))
            {
                if (events.Count == limit) break;
                events.Add(new FeedEvent(new LeadId(row.Text("Lead")!), StoreJson.Read<LeadEvent>(row.Text("Data")!)));
                position[shard] = long.Parse(row.RowKey[Log.Length..], CultureInfo.InvariantCulture);
            }
        }
        return new FeedPage(events, FeedCursor.Write(position));
    }

    public async Task<int> ForgetEventsAsync(DateTimeOffset before, CancellationToken ct)
    {
        var forgotten = 0;
        for (var shard = 0; shard < Shards; shard++)
        {
            for (var more = true; more;)
            {
                var page = await tables.QueryAsync(new TableRange(Table, PartitionOf(shard), RowKeyRange.Prefix(Log), PartitionBatch.RequestRows), null, ct).ConfigureAwait(false);
                var old = page.Rows.TakeWhile(row => StoreJson.Read<LeadEvent>(row.Text("Data")!).At < before).Select(RowWrite (row) => new RowWrite.Delete(row.RowKey, row.ETag)).ToList();
                // Numbers go on from the counters, so the feed's cursors stay good. Refused: another host forgets the same.
                more = old.Count > 0 && old.Count == page.Rows.Count;
                if (old.Count > 0 && await tables.CommitAsync(Table, PartitionOf(shard), old, ct).ConfigureAwait(false) is CommitOutcome.Committed) forgotten += old.Count;
                else more = false;
            }
        }
        return forgotten;
    }

    public async Task<LeadCounts> CountAsync(CancellationToken ct)
    {
        var total = new ShardCounts(0, 0, ImmutableDictionary<Bucket, long>.Empty);
        for (var shard = 0; shard < Shards; shard++)
            total = total.Plus(ShardCounts.In((await tables.GetAsync(Table, PartitionOf(shard), Counts, ct).ConfigureAwait(false))?.Properties));
        return new LeadCounts(total.Received, total.Buckets);
    }

    public async Task ProbeAsync(CancellationToken ct) => await tables.GetAsync(Table, PartitionOf(0), Counts, ct).ConfigureAwait(false);

    private PartitionBatch Open(int shard, bool fresh) =>
        new(tables, Table, PartitionOf(shard), fresh) { Shared = new Planned(), BeforeCommit = static batch => Planned.In(batch).WriteTo(batch) };

    private async Task<ShardCounts> CountsAsync(PartitionBatch batch, LeadRecord record, CancellationToken ct)
    {
        if (Planned.In(batch).Counts is { } planned) return planned;
        if (batch.IsRetry || hotCounts[ShardOf(record)] is not { } hot) return ShardCounts.In(await batch.GetAsync(Counts, ct).ConfigureAwait(false));
        batch.Assume(Counts, hot.ETag, PartitionBatch.Unwritten);
        return hot.Counts;
    }

    private void Remember(int shard, PartitionBatch batch)
    {
        var planned = Planned.In(batch);
        if (planned.Counts is { } counts) hotCounts[shard] = (batch.ETagOf(Counts)!, counts);
        recent[shard].Remember(batch, planned.Lines);
        sheets[shard].Remember(batch, planned.Sheets);
    }

    /// <summary>Puts the events after a step into the feed.</summary>
    private static ShardCounts Append(PartitionBatch batch, LeadRecord record, int after, ShardCounts counts)
    {
        foreach (var change in record.Outbox.Where(e => e.Step > after))
        {
            counts = counts with { Logged = counts.Logged + 1 };
            batch.Set(LogKey(counts.Logged), Data(StoreJson.Write(change), ("Lead", record.Id.Value)));
        }
        return counts;
    }

    private static async Task<LeadLine?> ReadLineAsync(PartitionBatch batch, LeadRecord record, CancellationToken ct) =>
        await batch.GetAsync(LineKey(record), ct).ConfigureAwait(false) is { } row ? LineIn(row) : null;

    private async Task<byte[]?> AddAsync(PartitionBatch batch, LeadRecord record, byte[]? added, CancellationToken ct) => countsFigures
        ? await sheets[ShardOf(record)].ReplaceAsync(batch, Planned.In(batch).Sheets, added, record, ct).ConfigureAwait(false)
        : null;

    private static void Write(PartitionBatch batch, LeadRecord record, DateTimeOffset? due, ShardCounts counts, Dictionary<string, object> line)
    {
        var (planned, key) = (Planned.In(batch), LineKey(record));
        planned.Counts = counts;
        batch.Set(Counts, PartitionBatch.Unwritten);
        batch.Set(key, line);
        planned.Lines.Add(key);
        var receipt = record.Receipt();
        if (due is { } at) batch.Put(DueKey(receipt), DueRow(receipt, at));
        else batch.Remove(DueKey(receipt));
        if (AsideKey(record.Life.Status, record) is { } aside) batch.Set(aside, line);
    }

    private static string DueKey(LeadReceipt lead) => DueKey(lead.IdPrefix, lead.Id);

    private static string DueKey(string prefix, LeadId lead) => $"{Due}{prefix}{lead}";

    /// <summary>The lead of a row <c>due-</c>, also of a version that did not put the time of receipt before it.</summary>
    public static LeadId DueIn(TableRow row) => new(row.RowKey[(row.RowKey.LastIndexOf('-') + 1)..]);

    private static Dictionary<string, object> DueRow(LeadReceipt lead, DateTimeOffset due) => new()
    {
        ["Due"] = due,
        ["ReceivedAt"] = lead.ReceivedAt,
        ["State"] = lead.State.ToString(),
    };

    private static Dictionary<string, object> LineOf(LeadRecord record, int step, byte[]? adds)
    {
        var row = Data(StoreJson.Write(LineAt(record, step)));
        if (adds is not null) row[ShardSheets.Added] = adds;
        return row;
    }

    private static LeadLine LineAt(LeadRecord record, int step) => new()
    {
        LeadId = record.Id,
        State = record.Life.Status,
        Owner = record.Life.Owner,
        Before = Before(record),
        Pool = record.Life.Pool,
        Score = record.Score?.Total,
        Band = record.Score?.Band,
        Source = record.Source,
        ReceivedAt = record.ReceivedAt,
        NextDeadline = record.Life.Deadline?.At ?? record.Life.WaitUntil,
        Step = step,
        Search = SearchText(record),
    };

    private static List<RepId>? Before(LeadRecord record) =>
        record.History.Offers.Select(o => o.Rep).Where(r => r != record.Life.Owner).Distinct().TakeLast(MostBefore).ToList() is { Count: > 0 } reps ? reps : null;

    private static readonly string[] Searched = ["FullName", "Company", "Email", "Phone"];

    private static string SearchText(LeadRecord record) =>
        string.Join(' ', Searched.Select(name => record.Attributes[name]).OfType<string>().Select(Clipped));

    // Many lines travel in one batch: a name of thousands of characters must not fill it.
    private static string Clipped(string text) => text.Length <= LongestSearched ? text : text[..LongestSearched];

    private static LeadLine LineIn(IReadOnlyDictionary<string, object> row) => StoreJson.Read<LeadLine>((string)row["Data"]);

    private static Dictionary<string, object> Data(string json, params ReadOnlySpan<(string Name, object Value)> more)
    {
        var row = new Dictionary<string, object> { ["Data"] = json };
        foreach (var (name, value) in more) row[name] = value;
        return row;
    }

    private static bool Matches(LeadLine line, LeadFilter filter) =>
        (filter.Quarantine || line.State.Bucket() is not (Bucket.Quarantined or Bucket.Discarded or Bucket.Linked))
        && (filter.State is not { } state || line.State.PublicName() == state.PublicName())
        && (filter.Owner is not { } owner || line.Owner?.Value == owner)
        && (filter.Rep is not { } rep || line.Owner == rep || line.Before?.Contains(rep) == true)
        && (filter.Source is not { } source || line.Source == source)
        && (filter.Text is not { } text || Mentions(line.Search, text));

    // Folding costs more than comparing, and only accents need it.
    private static bool Mentions(string search, string text) => search.Contains(text, StringComparison.OrdinalIgnoreCase)
        || (!(Ascii.IsValid(search) && Ascii.IsValid(text)) && Folding.Fold(search).Contains(Folding.Fold(text), StringComparison.Ordinal));

    private IAsyncEnumerable<TableRow> RangeAsync(int shard, RowKeyRange keys, CancellationToken ct, int pageSize = 1000) =>
        tables.RangeAsync(new TableRange(Table, PartitionOf(shard), keys, pageSize), ct);

    internal static int ShardOf(LeadRecord record) => record.Shard ?? ShardOf(record.Id);

    // Ids are hashes already; any fixed mixing of their letters spreads them evenly, and must never change.
    internal static int ShardOf(LeadId id) => (int)(id.Value.Aggregate(2166136261u, (hash, letter) => (hash ^ letter) * 16777619u) % Shards);

    internal static string PartitionOf(int shard) => shard.ToString("D2", CultureInfo.InvariantCulture);

    private static string LineKey(LeadRecord record) => $"{Line}{NewestFirst(record)}";

    /// <summary>Where a submission that is no lead is found besides; null for the others.</summary>
    private static string? AsideKey(LeadStatus state, LeadRecord record) => AsideOf(state) is { } prefix ? prefix + NewestFirst(record) : null;

    private static string? AsideOf(LeadStatus? state) => state switch
    {
        LeadStatus.Quarantined => Quarantine,
        LeadStatus.Discarded => Discarded,
        _ => null,
    };

    private static string LogKey(long number) => $"{Log}{number.ToString("D12", CultureInfo.InvariantCulture)}";

    private static string NewestFirst(LeadRecord record) =>
        $"{(DateTime.MaxValue.Ticks - record.ReceivedAt.UtcTicks).ToString("D19", CultureInfo.InvariantCulture)}-{record.Id}";

    /// <summary>What the requests of one batch share while they are planned.</summary>
    private sealed class Planned
    {
        public List<string> Lines { get; } = [];

        public ShardSheets.Plan Sheets { get; } = new();

        public ShardCounts? Counts { get; set; }

        public static Planned In(PartitionBatch batch) => (Planned)batch.Shared!;

        /// <summary>What all of them changed, once.</summary>
        public void WriteTo(PartitionBatch batch)
        {
            if (Counts is not null) batch.Set(TableLeadIndex.Counts, Counts.Row());
            Sheets.WriteTo(batch);
        }
    }

    /// <summary>
    /// The lines that this host wrote lately, so that a lead's next line costs no read. One that another host changed meanwhile is
    /// refused by its ETag, and read. Used by the shard's queue only, one batch after the other.
    /// </summary>
    private sealed class RecentLines(int most)
    {
        private readonly Dictionary<string, (string ETag, IReadOnlyDictionary<string, object> Row)> lines = [];

        public void Recall(PartitionBatch batch, string key)
        {
            if (!batch.IsRetry && batch.Planned(key) is null && lines.TryGetValue(key, out var known)) batch.Assume(key, known.ETag, known.Row);
        }

        public void Remember(PartitionBatch batch, List<string> written)
        {
            if (lines.Count + written.Count > most) lines.Clear();
            foreach (var key in written) lines[key] = (batch.ETagOf(key)!, batch.Planned(key)!);
        }
    }
}
