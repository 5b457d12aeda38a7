using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace LeadRouter.AzureHost.Tests;

/// <summary>Triggers are doorways: they bind, call one use-case, and answer.</summary>
public sealed partial class DoorwayTests
{
    private const int MostStatements = 6;
    private const int MostLinesOfProgram = 40;

    [Fact]
    public void No_trigger_has_more_than_six_statements()
    {
        var counted = Directory.EnumerateFiles(Host(), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith(".orchestrator.cs", StringComparison.Ordinal) && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f => Triggers(File.ReadAllText(f)))
            .ToList();
        Assert.Equal(Function.All.Count - 1, counted.Count);
        Assert.All(counted, trigger => Assert.InRange(trigger.Statements, 1, MostStatements));
    }

    [Fact]
    public void Statements_are_counted_right()
    {
        const string source = """
            [Function("Arrow")] public Task Arrow([HttpTrigger("get", Route = "a/{b}")] object request) => router.RunAsync("x;y", request);
            [Function("Block")] public void Block() { var a = "}"; if (a.Length > 1) { Call(); } foreach (var b in a) Call(b); return; }
            """;
        Assert.Equal([("Arrow", 1), ("Block", 6)], Triggers(source));
    }

    [Fact]
    public void Program_fits_on_a_screen() => Assert.InRange(File.ReadAllLines(Path.Combine(Host(), "Program.cs")).Length, 1, MostLinesOfProgram);

    [Fact]
    public void Only_the_orchestrator_is_replayed_code() =>
        Assert.Equal(["LeadOrchestrator.orchestrator.cs"], Directory.EnumerateFiles(Host(), "*.cs", SearchOption.AllDirectories)
            .Where(f => File.ReadAllText(f).Contains("[OrchestrationTrigger]", StringComparison.Ordinal)).Select(Path.GetFileName));

    private static IEnumerable<(string Name, int Statements)> Triggers(string source)
    {
        var code = Texts().Replace(source, m => m.Groups["kept"].Success ? m.Value : "\"\"");
        foreach (Match attribute in Attribute().Matches(code))
        {
            var name = code[(attribute.Index + attribute.Length)..];
            yield return (Method().Match(name).Groups[1].Value, Statements(Body(name)));
        }
    }

    /// <summary>From the arrow or the brace after the parameters to the end of the method.</summary>
    private static string Body(string method)
    {
        var start = Method().Match(method).Index + Method().Match(method).Length - 1;
        var end = Closing(method, start, '(', ')');
        var rest = method[(end + 1)..].TrimStart();
        return rest.StartsWith("=>", StringComparison.Ordinal) ? rest[..(rest.IndexOf(';', StringComparison.Ordinal) + 1)] : rest[..(Closing(rest, 0, '{', '}') + 1)];
    }

    private static int Closing(string text, int from, char open, char close)
    {
        var depth = 0;
        for (var at = from; at < text.Length; at++)
        {
            if (text[at] == open) depth++;
            else if (text[at] == close && --depth == 0) return at;
        }
        throw new FormatException("A bracket is not closed");
    }

    private static int Statements(string body) => body.Count(c => c == ';') + Branches().Count(body);

    private static string Host([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "functions", "AzureHost");

    // Texts become empty, comments vanish into them; attributes keep theirs, they are cut off before.
    [GeneratedRegex(""""(?<kept>\[Function\([^)]*\)\])|"(?:\\.|[^"\\])*"|//[^\n]*"""")]
    private static partial Regex Texts();

    [GeneratedRegex(@"\[Function\([^)]*\)\]")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"(\w+)\(")]
    private static partial Regex Method();

    [GeneratedRegex(@"\b(if|foreach|while|for|switch|try|using)\b")]
    private static partial Regex Branches();
}
