using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>Table <c>RepStates</c>, one partition, a row a rep: read whole, because an assignment wants all of them and a pool has few.</summary>
public sealed class TableRepStates(ITableEngine tables) : IRepStates, IDisposable
{
    public const string Table = "RepStates";

    private const string Partition = "default";

    // Reading and changing take turns: else a page that was read before a change could be remembered after it.
    private readonly SemaphoreSlim one = new(1, 1);
    private volatile Known? known;

    public async ValueTask<RepStates> CurrentAsync(CancellationToken ct)
    {
        if (known is { } states) return states.States;
        await InTurnAsync(async () => known ??= await ReadAsync(ct).ConfigureAwait(false), ct).ConfigureAwait(false);
        return known!.States;
    }

    public Task RefreshAsync(CancellationToken ct) => InTurnAsync(
        async () =>
        {
            var read = await ReadAsync(ct).ConfigureAwait(false);
            return known = known?.Has(read) == true ? known : read;
        },
        ct);

    public async Task<RepState> ChangeAsync(RepId rep, Func<RepState, RepState> change, CancellationToken ct)
    {
        await CurrentAsync(ct).ConfigureAwait(false);
        return await InTurnAsync(() => ChangeInTurnAsync(rep, change, ct), ct).ConfigureAwait(false);
    }

    public void Dispose() => one.Dispose();

    private async Task<RepState> ChangeInTurnAsync(RepId rep, Func<RepState, RepState> change, CancellationToken ct)
    {
        while (true)
        {
            var row = await tables.GetAsync(Table, Partition, rep.Value, ct).ConfigureAwait(false);
            var before = row is null ? new RepState(rep) : StateIn(row);
            var after = change(before);
            if (ReferenceEquals(before, after)) return after;
            var data = new Dictionary<string, object> { ["Data"] = StoreJson.Write(after) };
            RowWrite write = row is null ? new RowWrite.Insert(rep.Value, data) : new RowWrite.Replace(rep.Value, data, row.ETag);
            if (await tables.CommitAsync(Table, Partition, [write], ct).ConfigureAwait(false) is not CommitOutcome.Committed committed) continue;
            known = known!.With(after, committed.ETags[0]!);
            return after;
        }
    }

    private async Task<Known> ReadAsync(CancellationToken ct)
    {
        var (states, etags) = (new Dictionary<RepId, RepState>(), new Dictionary<RepId, string>());
        await foreach (var row in tables.RangeAsync(new TableRange(Table, Partition, RowKeyRange.All), ct).ConfigureAwait(false))
            (states[new RepId(row.RowKey)], etags[new RepId(row.RowKey)]) = (StateIn(row), row.ETag);
        return new Known(new RepStates(states), etags);
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> act, CancellationToken ct)
    {
        await one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return await act().ConfigureAwait(false);
        }
        finally
        {
            one.Release();
        }
    }

    private static RepState StateIn(TableRow row) => StoreJson.Read<RepState>(row.Text("Data")!);

    private sealed record Known(RepStates States, Dictionary<RepId, string> ETags)
    {
        public Known With(RepState state, string etag) => new(States.With(state), new Dictionary<RepId, string>(ETags) { [state.Rep] = etag });

        public bool Has(Known read) => ETags.Count == read.ETags.Count && read.ETags.All(row => ETags.GetValueOrDefault(row.Key) == row.Value);
    }
}
