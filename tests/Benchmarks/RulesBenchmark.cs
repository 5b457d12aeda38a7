using System.Diagnostics;
using System.Globalization;
using System.Text;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;

namespace LeadRouter.Benchmarks;

/// <summary>
/// Rows of three conditions against a lead, all matches: decision tables beside other engines, closures, a scan and an index by hand.
/// Every way is asked of the same leads, and must find as many rows.
/// </summary>
internal static class RulesBenchmark
{
    private const int Big = 10_000;

    public static async Task<string> RunAsync()
    {
        var text = new StringBuilder("""
            ## Rules: rows of three conditions against one lead, all matches

            64 leads in turn; bytes are those that the evaluating thread allocated. Ours reads the attributes of the lead each time, by name and out
            of text; closures, scan and index have them as typed values already.

            | rows | how | a lead, µs | bytes a lead |
            |---|---|---|---|

            """);
        foreach (var rows in new[] { 1_000, Big })
        {
            var sheet = new Sheet(rows);
            var figures = Ours(sheet).Concat(RulesPeers.InProcess(sheet)).ToList();
            if (rows < Big) figures.AddRange([RulesPeers.RulesEngine(sheet), .. await RulesPeers.NodeAsync(sheet)]);
            foreach (var figure in figures) text.AppendLine(CultureInfo.InvariantCulture, $"| {rows:N0} | {figure} |");
        }
        return text.Append(Compiling()).Append(Limits()).ToString();
    }

    private static IEnumerable<Figure> Ours(Sheet sheet)
    {
        var table = DecisionTable.Compile(sheet.TableRows(), NumberLocale.DecimalComma);
        var leads = sheet.Leads.Select(l => l.Attributes).ToArray();
        var matches = new ulong[table.Words];
        yield return Figure.Of("decision table", sheet, lead =>
        {
            table.Match(leads[lead], matches);
            return Bits(matches);
        });
        yield return Figure.Of("decision table, with the cell that refused each other row", sheet, lead => table.Explain(leads[lead]).Matched.Count);
    }

    private static int Bits(ulong[] set)
    {
        var bits = 0;
        foreach (var word in set) bits += System.Numerics.BitOperations.PopCount(word);
        return bits;
    }

    private static string Compiling()
    {
        var tables = ConfigTables.Empty.With("ScoringRules", new Sheet(Big).ConfigRows());
        RuleSet.Compile(tables);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        var set = RuleSet.Compile(tables).Rules!;
        var took = watch.Elapsed;
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(set);
        return string.Create(CultureInfo.InvariantCulture, $"""

            | figure | measured | goal |
            |---|---|---|
            | {Big:N0} rows, cells read and compiled, ms | {took.TotalMilliseconds:N0} | 300 |
            | the set of {Big:N0} rows in memory, MB | {kept / 1e6:N1} | 30 |

            """);
    }

    /// <summary>Ten conditions of every kind a row, and patterns that a backtracking matcher would not come back from.</summary>
    private static string Limits()
    {
        var table = DecisionTable.Compile(Enumerable.Range(0, Big).Select(i => new TableRow($"r{i}", [.. Enumerable.Range(0, 10).Select(c => Ten(i, c))])), NumberLocale.DecimalComma);
        var lead = LeadAttributes.Empty.With([.. Enumerable.Range(0, 10).Select(c => ($"Field{c}", (string?)(c % 2 == 0 ? $"{c * 97}" : $"head of team {c}")))]);
        var matches = new ulong[table.Words];
        var ten = Figure.Time(_ => table.Match(lead, matches) ? 1 : 0);
        var message = new string('a', 100_000) + "c";
        var evil = Enumerable.Range(1, 25).SelectMany(n => new[] { string.Concat(Enumerable.Repeat("*a", n)) + "*b", string.Concat(Enumerable.Repeat("a*?", n)) + "c" });
        var slowest = evil.Max(pattern => Slow(pattern, LeadAttributes.Empty.With("Message", message)));
        return string.Create(CultureInfo.InvariantCulture, $"""
            | {Big:N0} rows of 10 conditions of mixed kinds, a lead, µs | {ten.Microseconds:N1} | 10,000 |
            | the slowest of 50 evil patterns on 100 KB of text, ms | {slowest.TotalMilliseconds:N1} | 50 |

            """);
    }

    private static Condition Ten(int row, int column) => new($"Field{column}", Sheet.Test(((row + column) % 5) switch
    {
        0 => $">= {row * 37 % 900}",
        1 => $"contains({(row % 2 == 0 ? "head" : $"chief {row % 300}")}); > 10",
        2 => $"not(team {row % 500})",
        3 => $"*team {column}; {row % 700}..{900 + row % 50}",
        _ => "present",
    }));

    private static TimeSpan Slow(string pattern, LeadAttributes lead)
    {
        var table = DecisionTable.Compile([new TableRow("r", [new Condition("Message", Sheet.Test(pattern))])], NumberLocale.DecimalComma);
        table.First(lead);
        var watch = Stopwatch.StartNew();
        table.First(lead);
        return watch.Elapsed;
    }
}

/// <summary>Rows and leads that every way of evaluating is asked about.</summary>
internal sealed class Sheet(int rows)
{
    private static readonly string[] Countries = ["ES", "MX", "CO", "DE", "AT", "CH", "PE", "CL"];
    private static readonly string[] Industries = ["software", "retail", "logistics", "health", "energy"];

    public sealed record Row(string Country, string Industry, int Least);

    public sealed record Lead(string Country, string Industry, int Employees)
    {
        public LeadAttributes Attributes { get; } = LeadAttributes.Empty.With(("Country", Country), ("Industry", Industry), ("Employees", $"{Employees}"));
    }

    public IReadOnlyList<Row> Rows { get; } = [.. Enumerable.Range(0, rows).Select(i => new Row(Countries[i % 8], Industries[i % 5], i * 37 % 2_000))];

    public IReadOnlyList<Lead> Leads { get; } = [.. Enumerable.Range(0, Figure.Leads).Select(i => new Lead(Countries[i * 5 % 8], Industries[i * 3 % 5], i * 113 % 2_500))];

    public IEnumerable<TableRow> TableRows() => Rows.Select((r, i) => new TableRow($"r{i}",
        [new Condition("Country", Test(r.Country)), new Condition("Industry", Test(r.Industry)), new Condition("Employees", Test($">= {r.Least}"))]));

    public IReadOnlyList<ConfigRow> ConfigRows() => [.. Rows.Select((r, i) => ConfigRow.From(
        $"r{i}", ("Country", r.Country), ("Industry", r.Industry), ("Employees", $">= {r.Least}"), ("Group", "fit"), ("Points", "1")))];

    public static UnaryTest Test(string cell) => UnaryTestParser.Parse(cell, NumberLocale.DecimalComma, out _)!;
}

/// <summary>What one evaluation of a lead costs; bytes are unknown for what runs in another process.</summary>
internal sealed record Figure(string How, double Microseconds, long? Bytes)
{
    public const int Leads = 64;

    /// <param name="matches">The rows that the lead of a number meets.</param>
    public static Figure Of(string how, Sheet sheet, Func<int, int> matches)
    {
        Check(how, sheet, [.. Enumerable.Range(0, Leads).Select(matches)]);
        var (microseconds, bytes) = Time(matches);
        return new Figure(how, microseconds, bytes);
    }

    public static void Check(string how, Sheet sheet, IReadOnlyList<int> found)
    {
        var expected = sheet.Leads.Select(l => sheet.Rows.Count(r => r.Country == l.Country && r.Industry == l.Industry && l.Employees >= r.Least));
        if (!found.SequenceEqual(expected)) throw new InvalidOperationException($"{how} finds other rows");
    }

    public static (double Microseconds, long Bytes) Time(Func<int, int> act)
    {
        for (var warm = Stopwatch.StartNew(); warm.ElapsedMilliseconds < 500;) Round(act);
        var times = 0;
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        for (; watch.ElapsedMilliseconds < 1_000; times += Leads) Round(act);
        return (watch.Elapsed.TotalMicroseconds / times, (GC.GetAllocatedBytesForCurrentThread() - bytes) / times);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{How} | {Microseconds:N2} | {(Bytes is { } bytes ? $"{bytes:N0}" : "not measured")}");

    private static void Round(Func<int, int> act)
    {
        for (var lead = 0; lead < Leads; lead++) act(lead);
    }
}
