using System.Diagnostics;
using System.Globalization;
using System.Text;
using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tables.Azure;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Tests.Shared;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Benchmarks;

/// <summary>
/// Decisions of one hot pool, each stored with its whole record and the ledger before it counts: the product's way beside the plain one, in
/// which every caller reads the book, decides, and writes when nobody else did. And the pick by itself, as reps grow.
/// </summary>
internal static class AssignBenchmark
{
    private const int Reps = 64;
    private const int Callers = 32;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(5);
    private static readonly DateTimeOffset Monday9 = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static async Task<string> RunAsync()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            ## Assignment: one hot pool

            {Reps} reps; each decision is stored with the facts about every rep and the ledger, in one batch, before it is answered. {Long.TotalSeconds:N0} s each after a
            warm-up, one after the other. "Naive" reads the book, decides and writes it back under its ETag, again from the start when somebody else was faster.

            | store | how | callers | decisions a second | p99, ms | tries a decision |
            |---|---|---|---|---|---|

            """));
        using var scratch = new Scratch();
        await using (var embedded = SqliteTableEngine.Open(Path.Combine(scratch.Path, "store.db")))
        {
            text.AppendLine(await OursAsync("embedded", embedded, Callers));
            text.AppendLine(await NaiveAsync("embedded", embedded, Callers));
        }
        await using var azurite = await AzuriteProcess.StartAsync();
        await using (var azure = AzureTableEngine.Connect(azurite.ConnectionString, AzureTableEngine.UsualTimeout))
        {
            text.AppendLine(await OursAsync("Azurite", azure, Callers));
            text.AppendLine(await NaiveAsync("Azurite", azure, Callers));
            text.AppendLine(await NaiveAsync("Azurite", azure, 8));
        }
        text.AppendLine("\nThe pure pick: eligibility of every rep, credits, record, and the ledger after it.\n\n| reps | a pick, µs | goal, µs |\n|---|---|---|");
        foreach (var (reps, goal) in new[] { (Reps, ""), (500, "50"), (5_000, ""), (10_000, "1,000") }) text.AppendLine(Pick(reps, goal));
        return text.ToString();
    }

    private static Task<string> OursAsync(string store, ITableEngine engine, int callers)
    {
        var books = new TablePoolBooks(engine);
        var roster = RosterOf(Reps);
        return MeasureAsync(store, "ours", callers, async id =>
        {
            var lead = new AssignmentRequest(id, 1, Monday9);
            await books.PostAsync(lead.Id, isNew: true, (book, prior) =>
            {
                var ruling = AssignmentRule.Decide(roster, book, lead, prior);
                return new Posted<AssignmentOutcome>(ruling.Outcome, ruling.Book, ruling.Outcome.Decision);
            }, CancellationToken.None);
            return 1;
        });
    }

    private static Task<string> NaiveAsync(string store, ITableEngine engine, int callers)
    {
        const string table = "NaiveLedgers";
        const string partition = "default";
        var roster = RosterOf(Reps);
        return MeasureAsync(store, "naive", callers, async id =>
        {
            var lead = new AssignmentRequest(id, 1, Monday9);
            for (var tries = 1; ; tries++)
            {
                var row = await engine.GetAsync(table, partition, "book", CancellationToken.None);
                var ruling = AssignmentRule.Decide(roster, row is null ? AssignmentBook.Empty : BookJson.Read((byte[])row.Properties["Data"]), lead);
                var book = new Dictionary<string, object> { ["Data"] = BookJson.Write(ruling.Book) };
                RowWrite write = row is null ? new RowWrite.Insert("book", book) : new RowWrite.Replace("book", book, row.ETag);
                var decision = new RowWrite.Insert($"decision-{lead.Id}", new Dictionary<string, object> { ["Data"] = DecisionJson.Write(ruling.Outcome.Decision) });
                if (await engine.CommitAsync(table, partition, [write, decision], CancellationToken.None) is CommitOutcome.Committed) return tries;
            }
        });
    }

    /// <param name="decide">Answers how many tries it took.</param>
    private static async Task<string> MeasureAsync(string store, string how, int callers, Func<LeadId, Task<int>> decide)
    {
        var name = $"{store}-{how}-{callers}";
        var leads = 0;
        await ForAsync(TimeSpan.FromSeconds(1));
        var (took, tries, elapsed) = await ForAsync(Long);
        var row = string.Create(CultureInfo.InvariantCulture, $"| {store} | {how} | {callers} | {took.Count / elapsed:N0} | {took.Order().ElementAt(took.Count * 99 / 100):N1} | {tries / (double)took.Count:N2} |");
        Console.WriteLine(row);
        return row;

        async Task<(List<double> Took, int Tries, double Elapsed)> ForAsync(TimeSpan span)
        {
            var watch = Stopwatch.StartNew();
            var all = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
            {
                var (took, tries) = (new List<double>(), 0);
                while (watch.Elapsed < span)
                {
                    var began = watch.Elapsed;
                    tries += await decide(new LeadId($"{name}-{Interlocked.Increment(ref leads)}"));
                    took.Add((watch.Elapsed - began).TotalMilliseconds);
                }
                return (took, tries);
            })));
            return ([.. all.SelectMany(a => a.took)], all.Sum(a => a.tries), watch.Elapsed.TotalSeconds);
        }
    }

    private static string Pick(int reps, string goal)
    {
        var roster = RosterOf(reps);
        var book = AssignmentBook.Empty;
        var times = 2_000_000 / reps;
        for (var i = 0; i < times; i++) book = Next(i);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < times; i++) book = Next(times + i);
        return string.Create(CultureInfo.InvariantCulture, $"| {reps:N0} | {watch.Elapsed.TotalMicroseconds / times:N1} | {goal} |");

        AssignmentBook Next(int number) => AssignmentRule.Decide(roster, book, new AssignmentRequest(new LeadId($"lead{number}"), 1, Monday9)).Book;
    }

    private static PoolRoster RosterOf(int reps) => new(
        new PoolPolicy(new PoolId("hot")),
        Enumerable.Range(0, reps).Select(i => new RepStanding(new RepId(string.Create(CultureInfo.InvariantCulture, $"rep{i:D5}"))) { Weight = 1 + (i % 3), Languages = ["es", "en"] }));
}
