using System.Collections.Immutable;
using System.Globalization;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// Table <c>Mailboxes</c>, one partition a mailbox (keyed hash of the address). Rows: <c>item-{digest}-{send}</c> what a digest
/// collects, <c>send-{id}</c> a mail, <c>state</c> the throttle's log with suppressions, consent and zones. No address is stored.
/// Callers of one mailbox are decided in groups: a rep gets many mails at once.
/// </summary>
public sealed class TableMailStore : IMailStore
{
    public const string Table = "Mailboxes";

    private const string State = "state";
    private const string Send = "send-";
    private const string Item = "item-";
    private const string Data = "Data";

    private readonly ITableEngine tables;
    private readonly KeyedHash hash;
    private readonly MailboxRules rules;
    private readonly MailboxMemory memory = new();
    private readonly PartitionQueues queues;

    public TableMailStore(ITableEngine tables, KeyedHash hash, MailboxRules rules)
    {
        (this.tables, this.hash, this.rules) = (tables, hash, rules);
        queues = new PartitionQueues(tables, Table, Recall, Remember);
    }

    public MailboxId IdOf(string address) => new(hash.Of(Canonical(address)));

    public MailboxId? CompanyOf(string address) => EmailAddress.Parse(address) is { Kind: not "free" } company ? new MailboxId(hash.Of($"company {company.Domain}")) : null;

    public Task<T> ChangeAsync<T>(MailboxId mailbox, SendId? send, Guess guess, Func<MailboxState, Send?, MailChange<T>> decide, CancellationToken ct) =>
        queues.RunAsync(mailbox.Value, async (batch, ct) =>
        {
            var page = await PageAsync(batch, guess, ct).ConfigureAwait(false);
            var change = decide(page.State, send is { } id ? await page.SendAsync(batch, id, guess, ct).ConfigureAwait(false) : null);
            // Without a write of its row nothing tells whether the send is new.
            if (change.Send is null && send is { } guessed && page.TakeBackGuess(guessed))
                change = decide(page.State, await page.SendAsync(batch, guessed, Guess.Nothing, ct).ConfigureAwait(false));
            if (change is { State: null, Send: null, Item: null } && page.IsUnconfirmed)
            {
                // Without a write no ETag tells whether what was remembered still holds.
                page.Forget(batch);
                batch.Shared = null;
                page = await PageAsync(batch, Guess.Nothing, ct).ConfigureAwait(false);
                change = decide(page.State, send is { } sameId ? await page.SendAsync(batch, sameId, Guess.Nothing, ct).ConfigureAwait(false) : null);
            }
            if (change.State is { } state) page.State = state;
            if (change.Send is { } sent) page.Write(batch, sent);
            if (change.Item is { } item) batch.Set(ItemKey(item.Digest) + item.Send, new Dictionary<string, object> { [Data] = StoreJson.Write(item) });
            return change.Answer;
        });

    public async Task<MailboxState> ReadAsync(MailboxId mailbox, CancellationToken ct) =>
        StateIn((await tables.GetAsync(Table, mailbox.Value, State, ct).ConfigureAwait(false))?.Properties);

    public async Task<MailWalk> WalkAsync(string? cursor, CancellationToken ct)
    {
        var page = await tables.ScanPageAsync(new TableScan(Table, RowKeyRange.Prefix(Send)), cursor, ct).ConfigureAwait(false);
        var sends = page.Rows.Select(row => (new MailboxId(row.PartitionKey), StoreJson.Read<Send>(row.Text(Data)!)));
        return new MailWalk([.. sends.Where(s => !s.Item2.Status.IsFinal)], page.Continuation);
    }

    public async Task<IReadOnlyList<DigestItem>> ItemsAsync(MailboxId mailbox, long digest, CancellationToken ct) =>
        [.. (await RowsAsync(mailbox, ItemKey(digest), ct).ConfigureAwait(false)).Select(row => StoreJson.Read<DigestItem>(row.Text(Data)!))];

    public async Task ClearAsync(MailboxId mailbox, long digest, CancellationToken ct) =>
        await DeleteAsync(mailbox, ItemKey(digest), ct).ConfigureAwait(false);

    public async Task EraseAsync(MailboxId mailbox, DateTimeOffset now, CancellationToken ct)
    {
        await ChangeAsync(mailbox, null, Guess.Nothing, (state, _) => new MailChange<bool>(true, state.Erased(now)), ct).ConfigureAwait(false);
        foreach (var prefix in new[] { Send, Item }) await DeleteAsync(mailbox, prefix, ct).ConfigureAwait(false);
        memory.Forget(mailbox.Value);
    }

    /// <summary>One mailbox has one hash, however its address is written: the same by which intake knows the person.</summary>
    private string Canonical(string address) => rules.Canonical(EmailAddress.Parse(address)?.Address ?? address.Trim().ToLowerInvariant());

    private static string ItemKey(long digest) => string.Create(CultureInfo.InvariantCulture, $"{Item}{digest:D10}-");

    private static MailboxState StateIn(IReadOnlyDictionary<string, object>? row)
    {
        if (row is null) return MailboxState.New;
        return MailboxCodec.TryRead((byte[])row[Data], out var state) ? state : throw new StorageUnavailableException("A mailbox cannot be read: nothing is sent to it");
    }

    private ValueTask<List<TableRow>> RowsAsync(MailboxId mailbox, string prefix, CancellationToken ct) =>
        tables.RangeAsync(new TableRange(Table, mailbox.Value, RowKeyRange.Prefix(prefix)), ct).ToListAsync(ct);

    private async Task DeleteAsync(MailboxId mailbox, string prefix, CancellationToken ct)
    {
        // Refused: somebody else deletes the same.
        while (!await TryDeleteAsync(mailbox, prefix, ct).ConfigureAwait(false)) { }
    }

    private async Task<bool> TryDeleteAsync(MailboxId mailbox, string prefix, CancellationToken ct)
    {
        var rows = await RowsAsync(mailbox, prefix, ct).ConfigureAwait(false);
        return await tables.TryCommitAllAsync(Table, mailbox.Value, rows.Select(row => new RowWrite.Delete(row.RowKey, null)), ct).ConfigureAwait(false);
    }

    private void Recall(string mailbox, PartitionBatch batch)
    {
        if (!batch.IsRetry && memory.Of(mailbox) is { } known)
        {
            batch.Assume(State, known.ETag, null);
            batch.Shared = new Page(known.State, known.Open, isGuess: false) { IsRemembered = true };
        }
        batch.BeforeCommit = b => (b.Shared as Page)?.WriteState(b);
    }

    private void Remember(string mailbox, PartitionBatch batch)
    {
        if (batch.Shared is Page page && batch.ETagOf(State) is { } etag) memory.Keep(mailbox, new KnownMailbox(etag, page.State, page.OpenAfter(batch)));
    }

    private static async Task<Page> PageAsync(PartitionBatch batch, Guess guess, CancellationToken ct)
    {
        if (batch.Shared is Page page) return page;
        var isGuess = guess == Guess.AllIsNew && !batch.IsRetry;
        var state = isGuess ? MailboxState.New : StateIn(await batch.GetAsync(State, ct).ConfigureAwait(false));
        batch.Shared = page = new Page(state, KnownMailbox.NoneOpen, isGuess);
        return page;
    }

    /// <summary>The mailbox as the group has it.</summary>
    /// <param name="isGuess">It was taken as new without looking: the write of its state tells whether that was so.</param>
    private sealed class Page(MailboxState state, ImmutableDictionary<SendId, (string ETag, Send Send)> open, bool isGuess)
    {
        private readonly MailboxState opened = state;
        private readonly Dictionary<SendId, Send?> sends = [];
        private readonly HashSet<SendId> guessed = [];
        private bool hasWritten;

        public MailboxState State { get; set; } = state;

        /// <summary>Taken from memory and not read.</summary>
        public bool IsRemembered { get; init; }

        public bool IsUnconfirmed => IsRemembered && !hasWritten && ReferenceEquals(State, opened);

        /// <summary>False when the send was not taken for new, or is written by now.</summary>
        public bool TakeBackGuess(SendId id) => guessed.Remove(id) && sends[id] is null && sends.Remove(id);

        public void Forget(PartitionBatch batch)
        {
            batch.Forget(TableMailStore.State);
            foreach (var id in sends.Keys) batch.Forget(Key(id));
        }

        public async ValueTask<Send?> SendAsync(PartitionBatch batch, SendId id, Guess guess, CancellationToken ct)
        {
            if (sends.TryGetValue(id, out var send)) return send;
            if (open.TryGetValue(id, out var known))
            {
                batch.Assume(Key(id), known.ETag, null);
                return sends[id] = known.Send;
            }
            if (guess != Guess.Nothing && !batch.IsRetry)
            {
                if (guess == Guess.SendIsNew) guessed.Add(id);
                return sends[id] = null;
            }
            return sends[id] = await batch.GetAsync(Key(id), ct).ConfigureAwait(false) is { } row ? StoreJson.Read<Send>((string)row[Data]) : null;
        }

        public void Write(PartitionBatch batch, Send send)
        {
            sends[send.Id] = send;
            hasWritten = true;
            batch.Set(Key(send.Id), new Dictionary<string, object> { [Data] = StoreJson.Write(send) });
        }

        public void WriteState(PartitionBatch batch)
        {
            if (isGuess || !ReferenceEquals(State, opened))
                batch.Set(TableMailStore.State, new Dictionary<string, object> { [Data] = MailboxCodec.ToBytes(State) });
        }

        /// <summary>Sends that somebody will confirm soon.</summary>
        public ImmutableDictionary<SendId, (string ETag, Send Send)> OpenAfter(PartitionBatch batch)
        {
            var after = open;
            foreach (var (id, send) in sends)
                after = send?.Status is SendStatus.Dispatched && batch.ETagOf(Key(id)) is { } etag ? after.SetItem(id, (etag, send)) : after.Remove(id);
            return after;
        }

        private static string Key(SendId id) => TableMailStore.Send + id;
    }
}
