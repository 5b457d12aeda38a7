using System.Globalization;
using LeadRouter.Adapters.Tables;
using static LeadRouter.Adapters.Tests.Tables.Rows;

namespace LeadRouter.Adapters.Tests.Tables;

/// <summary>Random batches on a few rows, each judged by a dictionary that knows the rules.</summary>
internal static class ModelledBatches
{
    private static readonly Gen<Step> AnyWrite =
        Gen.Select(Gen.Enum<Kind>(), Gen.Int[0, 4], Gen.Int[0, 9], (kind, row, value) => new Step(kind, $"r{row}", value));

    private static readonly Gen<Step[]> AnyBatch = AnyWrite.Array[1, 4].Select(batch => batch.DistinctBy(step => step.RowKey).ToArray());

    private static readonly Gen<Step[][]> AnyHistory = AnyBatch.Array[1, 15];

    private enum Kind
    {
        Insert,
        ReplaceCurrent,
        ReplaceStale,
        Upsert,
        DeleteCurrent,
        DeleteStale,
        DeleteAny,
    }

    public static Task CheckAsync(ITableEngine engine, string table, int iterations) =>
        AnyHistory.SampleAsync(history => RunAsync(engine, table, history), iter: iterations, threads: 1);

    private static async Task RunAsync(ITableEngine engine, string table, Step[][] history)
    {
        var model = new Model();
        var partition = Guid.NewGuid().ToString("N");
        foreach (var batch in history)
        {
            var expected = model.Judge(batch);
            var outcome = await engine.CommitAsync(table, partition, [.. batch.Select(model.Write)], CancellationToken.None);
            if (outcome is CommitOutcome.Committed { ETags: var etags })
                model.Apply(batch, etags);
            Assert.Equal(expected, outcome as CommitOutcome.Refused);
        }

        var page = await engine.QueryAsync(new(table, partition, RowKeyRange.All), null, CancellationToken.None);
        Assert.Equal(model.Rows, page.Rows.Select(row => (row.RowKey, (int)row.Properties["Value"], row.ETag)));
    }

    private sealed record Step(Kind Kind, string RowKey, int Value)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {RowKey} {Value}");
    }

    private sealed class Model
    {
        private readonly SortedDictionary<string, (int Value, string ETag)> rows = new(StringComparer.Ordinal);
        private readonly HashSet<string> etagsEver = [];
        private readonly Dictionary<string, string> stale = [];

        public IEnumerable<(string, int, string)> Rows => rows.Select(row => (row.Key, row.Value.Value, row.Value.ETag));

        public RowWrite Write(Step step) => step.Kind switch
        {
            Kind.Insert => Insert(step.RowKey, ("Value", step.Value)),
            Kind.ReplaceCurrent => Replace(step.RowKey, Current(step), ("Value", step.Value)),
            Kind.ReplaceStale => Replace(step.RowKey, Stale(step), ("Value", step.Value)),
            Kind.Upsert => Upsert(step.RowKey, ("Value", step.Value)),
            Kind.DeleteCurrent => Delete(step.RowKey, Current(step)),
            Kind.DeleteStale => Delete(step.RowKey, Stale(step)),
            _ => Delete(step.RowKey, null),
        };

        public CommitOutcome.Refused? Judge(Step[] batch) => batch
            .Select((step, index) => RefusalOf(step) is { } reason ? new CommitOutcome.Refused(index, reason) : null)
            .FirstOrDefault(refused => refused is not null);

        public void Apply(Step[] batch, IReadOnlyList<string?> etags)
        {
            foreach (var (step, etag) in batch.Zip(etags))
            {
                if (rows.Remove(step.RowKey, out var before))
                    stale[step.RowKey] = before.ETag;
                if (etag is null)
                    continue;
                rows[step.RowKey] = (step.Value, etag);
                Assert.True(etagsEver.Add($"{step.RowKey} {etag}"), "An ETag came back.");
            }
        }

        private string Current(Step step) => rows.TryGetValue(step.RowKey, out var row) ? row.ETag : Stale(step);

        // Only an ETag of the same row is promised to be another one: rows of one batch may share theirs.
        private string Stale(Step step) => stale.GetValueOrDefault(step.RowKey, "never");

        private Refusal? RefusalOf(Step step) => (step.Kind, rows.ContainsKey(step.RowKey)) switch
        {
            (Kind.Upsert, _) or (Kind.Insert, false) => null,
            (Kind.Insert, true) => Refusal.AlreadyExists,
            (_, false) => Refusal.NotFound,
            (Kind.ReplaceStale or Kind.DeleteStale, true) => Refusal.Changed,
            _ => null,
        };
    }
}
