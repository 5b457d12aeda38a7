using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>One line of the contract.</summary>
/// <param name="Name">Also the name of the function in Azure.</param>
/// <param name="Template">Path template without a slash in front.</param>
public sealed record Route(string Name, IReadOnlyList<string> Methods, string Template, Access Access, string Summary)
{
    public required Func<HttpRequest, CancellationToken, Task<IResult>> Handle { get; init; }

    /// <summary>How the route finds out who asks, and what it answers to who may not; null for the keys of the API.</summary>
    public Func<HttpRequest, Access, CancellationToken, ValueTask<IResult?>>? Refuse { get; init; }
}

/// <summary>A few routes that belong together.</summary>
public interface IRoutes
{
    IEnumerable<Route> All { get; }
}

internal static class RouteValues
{
    public static string Value(this HttpRequest request, string name) => request.RouteValues[name] as string ?? "";
}
