using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace LeadRouter.Adapters.Http;

/// <summary>An error answer: RFC 9457 ProblemDetails with a stable code.</summary>
public sealed class HttpProblem(int status, string code, string detail) : IResult
{
    public int Status => status;

    public string Code => code;

    public string Detail => detail;

    /// <summary>More members of the answer.</summary>
    public Dictionary<string, object?> More { get; init; } = [];

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The answer to what never reached a route of ours, or failed in it for a reason of our own.</summary>
    public static HttpProblem Of(int status) => status switch
    {
        StatusCodes.Status404NotFound => new HttpProblem(status, "route.unknown", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => new HttpProblem(status, "method.not-allowed", "This address does not take this method."),
        >= 500 => new HttpProblem(status, "server.fault", "Something went wrong here; try again."),
        _ => new HttpProblem(status, "request.bad", "The request cannot be understood."),
    };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var problem = new ProblemDetails { Status = status, Title = Title(status), Detail = detail, Type = $"urn:leadrouter:{code}" };
        problem.Extensions["code"] = code;
        foreach (var (name, value) in More) problem.Extensions[name] = value;
        if (RetryAfter is { } pause) httpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(pause.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Results.Json(problem, HttpJson.Options, "application/problem+json", status).ExecuteAsync(httpContext);
    }

    private static string Title(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
