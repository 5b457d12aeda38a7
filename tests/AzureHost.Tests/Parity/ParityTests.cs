using System.Runtime.CompilerServices;
using System.Text;

namespace LeadRouter.AzureHost.Tests.Parity;

/// <summary>
/// The same signals through the drivers of both hosts, with wake-ups prompt, lost, early and doubled, end in one story:
/// <c>golden.txt</c>. A change of the story that is meant is taken over with LEADROUTER_UPDATE_GOLDEN=1.
/// </summary>
public sealed class ParityTests
{
    public static readonly MatrixTheoryData<string, Wakes> Hosts = new(["local", "durable", "durable, each move twice"], Enum.GetValues<Wakes>());

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Both_hosts_tell_the_golden_story(string host, Wakes wakes)
    {
        var told = new StringBuilder();
        foreach (var (title, play) in Scripts.All)
        {
            await using var world = Make(host, wakes);
            await world.StartAsync();
            await play(world);
            told.AppendLine("== " + title).Append(await world.StoryAsync()).AppendLine();
        }
        if (Environment.GetEnvironmentVariable("LEADROUTER_UPDATE_GOLDEN") == "1" && (host, wakes) == ("local", Wakes.Prompt))
            await File.WriteAllTextAsync(Golden(), told.ToString());
        Assert.Equal(await File.ReadAllTextAsync(Golden()), told.ToString(), ignoreLineEndingDifferences: true);
    }

    private static World Make(string host, Wakes wakes) => host switch
    {
        "local" => new LocalWorld(wakes),
        "durable" => new DurableWorld(wakes),
        _ => new DurableWorld(wakes, movesTwice: true),
    };

    private static string Golden([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "golden.txt");
}
