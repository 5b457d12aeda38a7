using System.Text.RegularExpressions;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Console;

/// <summary>A person at the console without script: keeps cookies, follows redirects, posts the forms that pages showed.</summary>
public sealed partial class ConsoleUser(HostProcess host) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(host.Url) };

    private string token = "";

    public async Task<ConsoleAnswer> SignInAsync(string key = HostProcess.EditorKey, string next = "/console/leads")
    {
        await GetAsync($"/console/sign-in?next={Uri.EscapeDataString(next)}");
        return await PostAsync("/console/sign-in", ("key", key), ("next", next));
    }

    public Task<ConsoleAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Posts with the token of the last page.</summary>
    public Task<ConsoleAnswer> PostAsync(string path, params (string Name, string Value)[] fields) =>
        PostWithoutTokenAsync(path, [("_form", token), .. fields]);

    public Task<ConsoleAnswer> PostWithoutTokenAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    /// <summary>A value of a hidden field of the last page that a form was posted from.</summary>
    public static string Field(string html, string name) => Regex.Match(html, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value;

    public void Dispose() => http.Dispose();

    private async Task<ConsoleAnswer> SendAsync(HttpMethod method, string path, HttpContent? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var answer = await http.SendAsync(request);
        var html = await answer.Content.ReadAsStringAsync();
        if (Token().Match(html) is { Success: true } found) token = WebUtility.HtmlDecode(found.Groups[1].Value);
        return new ConsoleAnswer(answer.StatusCode, answer.Headers.Location?.OriginalString, html, answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : []);
    }

    [GeneratedRegex("name=\"_form\" value=\"([^\"]*)\"")]
    private static partial Regex Token();
}

public sealed record ConsoleAnswer(HttpStatusCode Status, string? Location, string Html, IReadOnlyList<string> Cookies)
{
    public ConsoleAnswer Is(HttpStatusCode expected)
    {
        Assert.True(expected == Status, $"{(int)Status} instead of {(int)expected}: {Html}");
        return this;
    }
}
