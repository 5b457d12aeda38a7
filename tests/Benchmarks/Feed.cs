using System.Text.Json;

namespace LeadRouter.Benchmarks;

/// <summary>What happened to all leads, page by page.</summary>
internal sealed class Feed(HostUnderTest host)
{
    private const string Prefix = "leadrouter.lead.";

    private string? after;

    /// <summary>What is new since the page before; empty when nothing is.</summary>
    public async Task<IReadOnlyList<Told>> ReadAsync()
    {
        var page = await host.GetAsync($"/api/events?limit=500{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}");
        after = page.GetProperty("next").GetString();
        return [.. page.GetProperty("items").EnumerateArray().Select(Of)];
    }

    private static Told Of(JsonElement e) =>
        new(e.GetProperty("subject").GetString()!, e.GetProperty("type").GetString()![Prefix.Length..], e.GetProperty("time").GetDateTimeOffset());

    /// <param name="Type">Without the prefix that all share.</param>
    internal sealed record Told(string Lead, string Type, DateTimeOffset At)
    {
        /// <summary>The pool had its say: somebody has the lead, or nobody can.</summary>
        public bool IsPlaced => Type is "offered" or "held" or "house";
    }
}
