using LeadRouter.Adapters.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LeadRouter.Benchmarks;

/// <summary>
/// Stores the body of a post durably as one row of the embedded engine and answers: what no ingest can be faster than. And refuses
/// posts without looking at them: no limited source can do less.
/// </summary>
internal static class PlainEndpoint
{
    /// <summary>The path of the product's source that is limited.</summary>
    public const string Limited = "/api/leads/limited";

    public static async Task RunAsync(int port, string data)
    {
        await using var tables = SqliteTableEngine.Open(Path.Combine(data, "plain.db"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await using var app = builder.Build();
        app.MapGet("/health", () => "ok");
        app.MapPost("/store", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var key = Guid.NewGuid().ToString("N");
            await tables.CommitAsync("Plain", key, [new RowWrite.Insert("row", new Dictionary<string, object> { ["Body"] = body.ToArray() })], default);
            return Results.Json(new { id = key });
        });
        app.MapPost(Limited, () => Results.StatusCode(StatusCodes.Status429TooManyRequests));
        await app.RunAsync();
    }
}
