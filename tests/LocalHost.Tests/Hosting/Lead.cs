using System.Globalization;

namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>A lead as the contract shows it.</summary>
public sealed class Lead(JsonNode json)
{
    public JsonNode Json => json;

    public string Id => json["leadId"]!.GetValue<string>();

    public string State => json["state"]!.GetValue<string>();

    public string? Owner => json["owner"]?.GetValue<string>();

    public int Attempt => json["attempt"]!.GetValue<int>();

    public IEnumerable<string> Story => json["timeline"]!.AsArray().Select(e => e!["kind"]!.GetValue<string>());

    public DateTimeOffset Deadline(string milestone) =>
        json["deadlines"]!.AsArray().Single(d => d!["milestone"]!.GetValue<string>() == milestone)!["at"]!.GetValue<DateTimeOffset>();

    /// <summary>The next instant at which something happens by itself.</summary>
    public DateTimeOffset Next => Instants().Min();

    private IEnumerable<DateTimeOffset> Instants()
    {
        if (json["until"] is { } until) yield return until.GetValue<DateTimeOffset>();
        foreach (var deadline in json["deadlines"]!.AsArray())
        {
            yield return deadline!["at"]!.GetValue<DateTimeOffset>();
            foreach (var reminder in deadline["reminders"]?.AsArray() ?? []) yield return reminder!.GetValue<DateTimeOffset>();
        }
    }
}

/// <summary>Submissions that a rep would like to get.</summary>
internal static class A
{
    private static int count;

    /// <summary>Of a person that no other test knows.</summary>
    public static JsonObject Lead()
    {
        var number = Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["email"] = $"ada{number}@northwind{number}.example",
            ["full_name"] = $"Ada Fielding {number}",
            ["company"] = $"Northwind {number}",
            ["country"] = "ES",
            ["employees"] = 120,
        };
    }

    public static JsonObject With(this JsonObject lead, string field, JsonNode? value)
    {
        lead[field] = value;
        return lead;
    }
}
