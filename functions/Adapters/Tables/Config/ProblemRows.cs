using System.Security.Cryptography;
using System.Text;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables.Config;

/// <summary>Table <c>RuleProblems</c>: a row a problem, apart from the rows it is about, so that an editor's next save cannot overwrite it.</summary>
internal sealed class ProblemRows(ITableEngine tables)
{
    public const string Table = "RuleProblems";

    // More than this nobody reads; mending the first hundreds mends the rest.
    private const int Most = 1_000;
    private const int LongestText = 2_000;

    public async Task<IReadOnlyList<KnownProblem>> ReadAsync(CancellationToken ct) =>
        [.. (await RowsAsync(ct).ConfigureAwait(false)).Values.OrderBy(k => k.Problem.Severity).ThenBy(k => k.Problem.Table, StringComparer.Ordinal).ThenBy(k => k.Problem.Row, StringComparer.Ordinal)];

    public async Task SaveAsync(IReadOnlyList<Problem> problems, DateTimeOffset now, CancellationToken ct)
    {
        var known = await RowsAsync(ct).ConfigureAwait(false);
        var found = problems.Take(Most).Select(Short).GroupBy(KeyOf).ToDictionary(g => g.Key, g => g.First());
        var writes = new List<RowWrite>();
        writes.AddRange(known.Keys.Where(k => !found.ContainsKey(k)).Select(k => new RowWrite.Delete(k, null)));
        writes.AddRange(found.Where(f => !known.TryGetValue(f.Key, out var was) || was.Problem != f.Value)
            .Select(f => new RowWrite.Upsert(f.Key, Row(f.Value, known.TryGetValue(f.Key, out var was) ? was.Since : now))));
        foreach (var batch in writes.Chunk(BatchLimits.Rows)) await CommitAsync(batch, ct).ConfigureAwait(false);
    }

    // Two hosts may write at once: what one has deleted already, the other need not.
    private async Task CommitAsync(RowWrite[] batch, CancellationToken ct)
    {
        if (await tables.CommitAsync(Table, ConfigTable.Partition, batch, ct).ConfigureAwait(false) is CommitOutcome.Committed) return;
        foreach (var write in batch) await tables.CommitAsync(Table, ConfigTable.Partition, [write], ct).ConfigureAwait(false);
    }

    private async Task<Dictionary<string, KnownProblem>> RowsAsync(CancellationToken ct)
    {
        var known = new Dictionary<string, KnownProblem>(StringComparer.Ordinal);
        await foreach (var row in tables.RangeAsync(new TableRange(Table, ConfigTable.Partition, RowKeyRange.All), ct).ConfigureAwait(false)) known[row.RowKey] = Read(row);
        return known;
    }

    private static KnownProblem Read(TableRow row)
    {
        var problem = new Problem(
            Text("Table"), Text("Row"), Text("Column"), Enum.Parse<Severity>(Text("Severity")), Text("Code"), Text("Read"), Text("Message"), row.Text("Suggestion"));
        return new KnownProblem(problem, (DateTimeOffset)row.Properties["Since"]);

        string Text(string property) => row.Text(property) ?? "";
    }

    private static Dictionary<string, object> Row(Problem problem, DateTimeOffset since)
    {
        var row = new Dictionary<string, object>
        {
            ["Table"] = problem.Table,
            ["Row"] = problem.Row,
            ["Column"] = problem.Column,
            ["Severity"] = problem.Severity.ToString(),
            ["Code"] = problem.Code,
            ["Read"] = problem.Read,
            ["Message"] = problem.Message,
            ["Since"] = since,
        };
        if (problem.Suggestion is { } suggestion) row["Suggestion"] = suggestion;
        return row;
    }

    private static Problem Short(Problem problem) => problem with { Read = Cut(problem.Read), Message = Cut(problem.Message) };

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];

    private static string KeyOf(Problem problem) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', problem.Table, problem.Row, problem.Column, problem.Code, problem.Read))).AsSpan(0, 16));
}
