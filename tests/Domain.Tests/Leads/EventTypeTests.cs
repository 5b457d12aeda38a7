using LeadRouter.Domain.Leads;

namespace LeadRouter.Domain.Tests.Leads;

/// <summary>Every type of event that the step function can give stands in docs/events.md, and no type that it cannot.</summary>
public sealed class EventTypeTests
{
    private static readonly string[] Documented =
    [
        .. File.ReadLines(Path.Combine(Root(), "docs", "events.md"))
            .Where(line => line.StartsWith("| `leadrouter.lead.", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]["leadrouter.lead.".Length..]),
    ];

    [Fact]
    public void Every_change_that_a_signal_can_bring_is_documented()
    {
        var told = Enum.GetValues<LeadStatus>().SelectMany(state => DecisionTableTests.Signals.Select(signal => TypeOf(A.Life(state), signal))).OfType<string>().Distinct();
        Assert.Empty(told.Except(Documented).Order());
    }

    [Fact]
    public void What_is_documented_can_happen()
    {
        var sources = string.Concat(Directory.EnumerateFiles(Path.Combine(Root(), "functions", "Domain", "Leads", "Lifecycle"), "*.cs").Select(File.ReadAllText));
        string[] first = ["received", "quarantined"];
        Assert.All(Documented, type => Assert.True(first.Contains(type) || sources.Contains($"Line(\"{type}\"", StringComparison.Ordinal), type));
        Assert.Equal(Documented.Order(StringComparer.Ordinal), Documented);
    }

    private static string? TypeOf(LifecycleState life, Signal signal)
    {
        var turn = new LeadTurn(A.Lead(life));
        turn.Take(signal, signal is Signal.TimerFired ? life.WaitUntil ?? A.Monday9 : A.Monday9);
        return turn.Record.Outbox.IsEmpty ? null : turn.Record.Outbox[^1].Type;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LeadRouter.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not inside the repository");
        return folder;
    }
}
