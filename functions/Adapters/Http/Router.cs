using LeadRouter.Adapters.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LeadRouter.Adapters.Http;

/// <summary>Every route of both hosts, and what all of them share: keys, and errors as ProblemDetails.</summary>
public sealed partial class Router(IEnumerable<IRoutes> routes, ApiKeys keys, ILogger<Router> log)
{
    private readonly Dictionary<string, Route> byName = routes.SelectMany(r => r.All).ToDictionary(r => r.Name);

    public IReadOnlyCollection<Route> All => byName.Values;

    public async Task<IResult> RunAsync(string name, HttpRequest request, CancellationToken ct)
    {
        var route = byName[name];
        try
        {
            if (await RefuseAsync(route, request, ct).ConfigureAwait(false) is { } refused) return refused;
            return await route.Handle(request, ct).ConfigureAwait(false);
        }
        catch (BadCursorException bad)
        {
            return new HttpProblem(StatusCodes.Status400BadRequest, "cursor.invalid", bad.Message);
        }
        catch (BadHttpRequestException bad)
        {
            return new HttpProblem(bad.StatusCode, CodeOf(bad.StatusCode), bad.Message);
        }
        catch (StorageUnavailableException fault)
        {
            LogUnavailable(fault, name);
            return new HttpProblem(StatusCodes.Status503ServiceUnavailable, "storage.unavailable", "Storage does not answer; try again.") { RetryAfter = TimeSpan.FromSeconds(5) };
        }
    }

    private async ValueTask<IResult?> RefuseAsync(Route route, HttpRequest request, CancellationToken ct) =>
        route.Refuse is { } refuse ? await refuse(request, route.Access, ct).ConfigureAwait(false) : keys.Refuse(request, route.Access);

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => "body.too-large",
        StatusCodes.Status408RequestTimeout => "body.too-slow",
        _ => "request.bad",
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Route}: storage does not answer")]
    private partial void LogUnavailable(Exception exception, string route);
}
