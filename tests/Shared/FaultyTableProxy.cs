using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Data.Tables.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace LeadRouter.Tests.Shared;

public enum HttpFault
{
    None,

    /// <summary>503, and the service never saw the request.</summary>
    Busy,

    /// <summary>The service did as asked and the reply never comes.</summary>
    Hang,

    /// <summary>The service did as asked and the connection breaks.</summary>
    Reset,
}

/// <summary>A network between the engine and Azurite that fails by a script.</summary>
internal sealed partial class FaultyTableProxy : IAsyncDisposable
{
    private static readonly string[] NotForwarded = ["Host", "Connection", "Transfer-Encoding", "Content-Length"];

    private readonly WebApplication app;
    private readonly HttpClient service;
    private readonly Func<int, HttpRequest, HttpFault> script;
    private readonly ConcurrentDictionary<string, int> commits = [];
    private int requests;

    private FaultyTableProxy(WebApplication app, int servicePort, Func<int, HttpRequest, HttpFault> script)
    {
        this.app = app;
        this.script = script;
        service = new HttpClient { BaseAddress = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{servicePort}")) };
    }

    public int Port => new Uri(app.Urls.Single()).Port;

    public int Requests => Volatile.Read(ref requests);

    /// <summary>
    /// The most requests that one commit took: a repeated one carries the token of the first. One that was told that its table is not
    /// there yet does not count: the engine makes the table and sends it again as a part of the same try.
    /// </summary>
    public int MostRequestsOfACommit => commits.Values.Max();

    public static async Task<FaultyTableProxy> StartAsync(int servicePort, Func<int, HttpRequest, HttpFault> script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var proxy = new FaultyTableProxy(app, servicePort, script);
        app.Run(proxy.HandleAsync);
        await app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        service.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var body = await BodyAsync(context);
        var fault = script(Interlocked.Increment(ref requests), context.Request);
        if (fault == HttpFault.Busy)
        {
            CountCommit(context, body);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using var reply = await service.SendAsync(Forwarded(context, body), CancellationToken.None);
        var answer = await reply.Content.ReadAsByteArrayAsync(CancellationToken.None);
        if (fault != HttpFault.None || !Encoding.UTF8.GetString(answer).Contains(TableErrorCode.TableNotFound.ToString(), StringComparison.Ordinal))
            CountCommit(context, body);
        if (fault == HttpFault.None)
            await AnswerAsync(context, reply, answer);
        else if (fault == HttpFault.Reset)
            context.Abort();
        else
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, CancellationToken.None);
        return body.ToArray();
    }

    private void CountCommit(HttpContext context, byte[] body)
    {
        if (HttpMethods.IsPost(context.Request.Method) && NewestToken().Match(Encoding.UTF8.GetString(body)) is { Success: true } token)
            commits.AddOrUpdate(token.Groups[1].Value, 1, (_, count) => count + 1);
    }

    [GeneratedRegex("\"_writes\":\"([a-z0-9]{10})", RegexOptions.NonBacktracking)]
    private static partial Regex NewestToken();

    private static HttpRequestMessage Forwarded(HttpContext context, byte[] body)
    {
        // The raw target: the signature is over the path as it was sent.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = new HttpRequestMessage(new(context.Request.Method), target);
        if (body.Length > 0)
            request.Content = new ByteArrayContent(body);
        foreach (var (name, values) in context.Request.Headers.Where(header => !NotForwarded.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        return request;
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage reply, byte[] body)
    {
        context.Response.StatusCode = (int)reply.StatusCode;
        foreach (var (name, values) in reply.Headers.Concat(reply.Content.Headers).Where(header => !NotForwarded.Contains(header.Key)))
            context.Response.Headers[name] = values.ToArray();
        if (body.Length > 0)
            await context.Response.Body.WriteAsync(body, CancellationToken.None);
    }
}
