using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>One line of the contract.</summary>
/// <param name="Name">Also the name of the function in Azure.</param>
/// <param name="Template">Path template without a slash in front.</param>
public sealed record Route(string Name, IReadOnlyList<string> Methods, string Template, Access Access, string Summary)
{
    public required Func<HttpRequest, CancellationToken, Task<IResult>> Handle { get; init; }

    /// <summary>Names of what the query may hold.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>Statuses that the route answers beside those of its kind.</summary>
    public IReadOnlyList<int> Also { get; init; } = [];

    /// <summary>Every status that a method of the route answers: its own, and those that follow from what it is.</summary>
    public IEnumerable<int> Answers(string method)
    {
        IEnumerable<int> usual = [200, 503];
        if (Access != Access.Anyone) usual = Refuse is null ? usual.Append(401) : usual.Append(303);
        if (Access == Access.Editor) usual = usual.Append(403);
        if (Query.Count > 0) usual = usual.Append(400);
        if (Template.Contains('{', StringComparison.Ordinal)) usual = usual.Append(404);
        if (method is "POST" or "PUT") usual = [.. usual, 400, 408, 409, 413, 415, 422];
        return usual.Concat(Also).Distinct().Order();
    }

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
