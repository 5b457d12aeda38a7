using System.Net.Http.Headers;

namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>An answer, read whole.</summary>
public sealed record Reply(HttpStatusCode Status, HttpResponseHeaders Headers, string? MediaType, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The stable code of a ProblemDetails; null for any other answer.</summary>
    public string? Code => MediaType == "application/problem+json" ? Json["code"]?.GetValue<string>() : null;

    public string? Value(string name) => Json[name]?.ToString();

    public Reply Is(HttpStatusCode status, string? code = null)
    {
        Assert.True(Status == status, $"Expected {(int)status}, got {(int)Status}: {Text}");
        if (code is not null) Assert.Equal(code, Code);
        return this;
    }

    public static async Task<Reply> ReadAsync(HttpResponseMessage answer)
    {
        using (answer) return new(answer.StatusCode, answer.Headers, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync());
    }
}
