using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>A mail as the provider got it.</summary>
public sealed record HandedOver(string Class, string SendId, string To, IReadOnlyList<string> Links);

/// <summary>The mail provider in the hands of a test: it outlives the host, and can do something between a mail and its answer.</summary>
internal sealed partial class FakeSendGrid : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeSendGrid()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/v3/mail/send", ReceiveAsync);
    }

    public string Url => app.Urls.Single();

    public ConcurrentQueue<HandedOver> Mails { get; } = [];

    /// <summary>Runs after a mail was taken and before its 202.</summary>
    public Func<HandedOver, Task> BeforeAnswer { get; set; } = _ => Task.CompletedTask;

    public static async Task<FakeSendGrid> StartAsync()
    {
        var fake = new FakeSendGrid();
        await fake.app.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        var json = (await JsonNode.ParseAsync(context.Request.Body))!;
        var person = json["personalizations"]![0]!;
        var arguments = person["custom_args"] ?? json["custom_args"]!;
        var html = json["content"]!.AsArray().Single(c => c!["type"]!.ToString() == "text/html")!["value"]!.ToString();
        var mail = new HandedOver(
            arguments["class"]!.ToString(),
            arguments["sendId"]!.ToString(),
            person["to"]![0]!["email"]!.ToString(),
            [.. Href().Matches(html).Select(m => m.Groups[1].Value)]);
        Mails.Enqueue(mail);
        await BeforeAnswer(mail);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Href();
}
