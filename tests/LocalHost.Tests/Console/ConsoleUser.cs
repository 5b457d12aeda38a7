using System.Text.RegularExpressions;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Console;

/// <summary>A person at the console without script: keeps cookies, follows redirects, posts the forms that pages showed.</summary>
public sealed partial class ConsoleUser(HostProcess host, string language = "en") : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(host.Url), DefaultRequestHeaders = { { "Accept-Language", language } } };

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

    /// <summary>Posts a form of a page as a browser would: every field as it stands, but for those that are filled in.</summary>
    public async Task<ConsoleAnswer> SubmitAsync(ConsoleAnswer page, string action, params (string Name, string Value)[] filled)
    {
        var fields = FieldsOf(page.Html, action);
        foreach (var (name, value) in filled) fields[name] = value;
        return await PostWithoutTokenAsync(action, [.. fields.Select(f => (f.Key, f.Value))]);
    }

    /// <summary>What the inputs of a form hold; boxes that are not ticked and buttons are no fields.</summary>
    public static Dictionary<string, string> FieldsOf(string html, string action)
    {
        var start = html.IndexOf($"action=\"{action}\"", StringComparison.Ordinal);
        Assert.True(start >= 0, $"No form that posts to {action}: {html}");
        var form = html[start..html.IndexOf("</form>", start, StringComparison.Ordinal)];
        return Input().Matches(form).Select(m => m.Value)
            .Where(tag => !tag.Contains("type=\"checkbox\"", StringComparison.Ordinal) || tag.Contains(" checked", StringComparison.Ordinal))
            .Where(tag => Attribute(tag, "name").Length > 0)
            .ToDictionary(tag => Attribute(tag, "name"), tag => Attribute(tag, "value"));
    }

    /// <summary>The value of a hidden field.</summary>
    public static string Field(string html, string name) => WebUtility.HtmlDecode(Regex.Match(html, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value);

    private static string Attribute(string tag, string name) => WebUtility.HtmlDecode(Regex.Match(tag, $" {name}=\"([^\"]*)\"").Groups[1].Value);

    public void Dispose() => http.Dispose();

    private async Task<ConsoleAnswer> SendAsync(HttpMethod method, string path, HttpContent? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var answer = await http.SendAsync(request);
        var html = await answer.Content.ReadAsStringAsync();
        if (Token().Match(html) is { Success: true } found) token = WebUtility.HtmlDecode(found.Groups[1].Value);
        return new ConsoleAnswer(answer.StatusCode, answer.Headers.Location?.OriginalString, html, answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : []);
    }

    [GeneratedRegex("<input [^>]*>")]
    private static partial Regex Input();

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
