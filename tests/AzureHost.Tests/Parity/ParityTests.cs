using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;

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

    [Fact]
    public async Task The_scripts_meet_every_signal_and_every_effect()
    {
        var met = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == LeadTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => met.Add(span.OperationName),
        };
        listener.ActivityStopped += span => { foreach (var happened in span.Events) met.Add(happened.Name); };
        ActivitySource.AddActivityListener(listener);
        foreach (var (_, play) in Scripts.All)
        {
            await using var world = new LocalWorld(Wakes.Prompt);
            await world.StartAsync();
            await play(world);
        }
        Assert.Empty(Kinds(typeof(Effect), "effect").Concat(Kinds(typeof(Signal), "signal")).Except(met).Order());
    }

    private static IEnumerable<string> Kinds(Type union, string prefix) =>
        union.GetNestedTypes().Where(t => t.IsSubclassOf(union)).Select(t => $"{prefix} {char.ToLowerInvariant(t.Name[0])}{t.Name[1..]}");

    private static World Make(string host, Wakes wakes) => host switch
    {
        "local" => new LocalWorld(wakes),
        "durable" => new DurableWorld(wakes),
        _ => new DurableWorld(wakes, movesTwice: true),
    };

    private static string Golden([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "golden.txt");
}
