using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>A provider that hands out leads by their id, to who has its token.</summary>
internal sealed class FakeGraph : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> asked = new();
    private readonly WebApplication app;

    private FakeGraph()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/{id}", Answer);
        app.MapGet("/leadFormResponses/{id}", LinkedInAnswer);
    }

    public string Url => app.Urls.Single();

    public int Asked(string id) => asked.GetValueOrDefault(id);

    public static async Task<FakeGraph> StartAsync()
    {
        var fake = new FakeGraph();
        await fake.app.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IResult LinkedInAnswer(string id, HttpRequest request)
    {
        asked.AddOrUpdate(id, 1, (_, count) => count + 1);
        if (request.Headers.Authorization != "Bearer a token of the page" || request.Headers["X-Restli-Protocol-Version"] != "2.0.0") return Results.StatusCode(StatusCodes.Status401Unauthorized);
        string[] answers = ["Nora", "Vik", "nora.vik@fabrikam.example", "Fabrikam"];
        var all = answers.Select((text, i) => new { questionId = i + 1, answerDetails = new { textQuestionAnswer = new { answer = text } } });
        return Results.Json(new { id, leadType = "SPONSORED", formResponse = new { answers = all } });
    }

    private IResult Answer(string id, HttpRequest request)
    {
        asked.AddOrUpdate(id, 1, (_, count) => count + 1);
        if (request.Headers.Authorization != "Bearer a token of the page") return Results.StatusCode(StatusCodes.Status401Unauthorized);
        if (id == "missing") return Results.NotFound();
        var body = Payload.All.Single(p => p.Name == "meta-lead-graph-response").Response;
        return Results.Text(id.StartsWith("many", StringComparison.Ordinal) ? body.Replace("farid.lind@", $"{id}@", StringComparison.Ordinal).Replace("46701740605", $"4670174060{id[^1]}", StringComparison.Ordinal) : body, "application/json");
    }
}
