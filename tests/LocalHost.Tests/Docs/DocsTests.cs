using System.Reflection;
using System.Text.RegularExpressions;
using LeadRouter.UseCases.Leads;

namespace LeadRouter.LocalHost.Tests.Docs;

/// <summary>The documentation agrees with the code, or the build is red.</summary>
public sealed partial class DocsTests
{
    internal static readonly string Root = FindRoot();

    [Fact]
    public void Every_setting_is_documented_with_its_type_and_default()
    {
        var documented = Rows("docs/settings.md").ToDictionary(cells => cells[0].Trim('`'), cells => (Type: cells[1], Default: cells[2].Trim('`')));
        var inCode = typeof(LeadRouterOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(p => p.Name, p => (Type: TypeOf(p), Default: DefaultOf(p)));
        Assert.Equal(inCode.OrderBy(p => p.Key), documented.OrderBy(p => p.Key));
    }

    [Fact]
    public void Every_error_code_is_documented_with_its_status_and_no_other()
    {
        var documented = Rows("docs/errors.md").Select(cells => cells[0].Trim('`')).ToList();
        var sources = new[] { "functions/Adapters/Http", "functions/LocalHost" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var inCode = sources.SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value)).Distinct().ToList();
        Assert.True(inCode.Count > 20, "The pattern that finds codes finds hardly any");
        Assert.Equal(inCode.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        Assert.All(Rows("docs/errors.md"), cells => Assert.Matches("^[45][0-9]{2}$", cells[1]));
    }

    /// <summary>The rows of the tables of a page, without their heads.</summary>
    private static IEnumerable<string[]> Rows(string page) => File.ReadLines(Path.Combine(Root, page))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]);

    private static string TypeOf(PropertyInfo property) => property.PropertyType switch
    {
        var type when type == typeof(string) => "text",
        var type when type == typeof(int) => "number",
        var type when type == typeof(bool) => "true or false",
        var type when type == typeof(TimeSpan) => "time span",
        var type when type.IsAssignableTo(typeof(IEnumerable<string>)) => "list of texts",
        var type => type.Name,
    };

    private static string DefaultOf(PropertyInfo property) => property.GetValue(new LeadRouterOptions()) switch
    {
        null or "" or System.Collections.ICollection { Count: 0 } => "none",
        var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LeadRouter.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not inside the repository");
        return folder;
    }

    // A code is a text of two words with a dot between them; so is the name of a file, which its ending tells.
    [GeneratedRegex("""
        "([a-z]+(?:-[a-z]+)*\.(?!(?:db|jsonl|json|csv|html|css|js|txt|secret)")[a-z]+(?:-[a-z]+)*)"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Code();
}
