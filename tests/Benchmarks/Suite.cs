using System.Globalization;
using System.Text;

namespace LeadRouter.Benchmarks;

/// <summary>The benchmarks by name; each writes the rows of its table, and all together the report.</summary>
internal static class Suite
{
    private static readonly Dictionary<string, Func<Task<string>>> All = new()
    {
        ["ingest"] = IngestBenchmark.RunAsync,
        ["signed"] = IntakeBenchmark.SignedAsync,
        ["duplicates"] = IntakeBenchmark.DuplicatesAsync,
        ["burst"] = IntakeBenchmark.BurstAsync,
        ["recognition"] = IntakeBenchmark.RecognitionAsync,
        ["route"] = RouteBenchmark.RunAsync,
        ["azurite"] = AzuriteBenchmark.RunAsync,
        ["mail"] = MailBenchmark.RunAsync,
        ["assign"] = AssignBenchmark.RunAsync,
        ["rules"] = RulesBenchmark.RunAsync,
        ["publish"] = PublishBenchmark.RunAsync,
        ["start"] = StartBenchmark.RunAsync,
        ["sla"] = SlaBenchmark.RunAsync,
        ["console"] = ConsoleBenchmark.RunAsync,
        ["insights"] = InsightsBenchmark.RunAsync,
        ["figures"] = FiguresBenchmark.RunAsync,
    };

    /// <param name="args">Names of benchmarks, and <c>--report FILE</c>; none runs all.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var at = Array.IndexOf(args, "--report");
        var report = at >= 0 ? args[at + 1] : null;
        var names = args.Where((_, i) => at < 0 || (i != at && i != at + 1)).ToList();
        if (names.Find(n => !All.ContainsKey(n)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no benchmark {unknown}; there are {string.Join(", ", All.Keys)}.");
            return 2;
        }
        var text = new StringBuilder();
        foreach (var (name, run) in All.Where(b => names.Count == 0 || names.Contains(b.Key)))
        {
            Console.WriteLine($"# {name}");
            var section = await run();
            Console.WriteLine(section);
            text.AppendLine(section);
        }
        if (report is not null) await File.WriteAllTextAsync(report, Header() + text);
        return 0;
    }

    private static string Header() => string.Create(CultureInfo.InvariantCulture, $"""
        # Benchmarks

        Written by `./build.sh bench`. Measured on {DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, .NET {Environment.Version};
        client and host share the machine, and each section is one run.


        """);
}

/// <summary>A folder for one measurement, gone after it.</summary>
internal sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("leadrouter-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

internal static class Leads
{
    /// <summary>A form post of about 1 KB.</summary>
    public static string Body(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"email":"person{{number}}@company{{number % 5000}}.example","first_name":"Person","last_name":"Number {{number}}","company":"Company {{number % 5000}}","phone":"+3491{{number % 10_000_000:D7}}","country":"ES","employees":"51-200","message":"{{Filler}}","utm_source":"google","utm_medium":"cpc","utm_campaign":"spring"}
        """);

    private static readonly string Filler = string.Concat(Enumerable.Repeat("Please call me about the Pro plan. ", 20));
}
