using System.Text.Json;

namespace LeadRouter.AzureHost.Tests.Contract;

/// <summary>Files of the repository that must agree with the code.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static bool Updates => Environment.GetEnvironmentVariable("LEADROUTER_UPDATE_GOLDEN") == "1";

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    /// <summary>What the infrastructure would create: the golden snapshot, which <c>infra/check.sh</c> compares with the Bicep files.</summary>
    public static IReadOnlyList<JsonElement> Resources(string backend = "azureStorage") =>
        [.. JsonDocument.Parse(Read("infra", "snapshots", $"{backend}.snapshot.json")).RootElement.GetProperty("predictedResources").EnumerateArray()];

    /// <summary>The text between the two comments that frame a generated part of a page; replaced when golden files are taken over.</summary>
    public static string Generated(string page, string part, string wanted)
    {
        var (path, text) = (PathOf("docs", page), Read("docs", page));
        var (begin, end) = ($"<!-- {part}: generated, see AzureHost.Tests -->\n", $"\n<!-- end of {part} -->");
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to >= from, $"docs/{page} has no part {part}");
        if (!Updates) return text[from..to];
        File.WriteAllText(path, text[..from] + wanted + text[to..]);
        return wanted;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LeadRouter.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not inside the repository");
        return folder;
    }
}
