using LeadRouter.Adapters.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeadRouter.AzureHost.Insights;

public sealed class InsightFunctions(Router router)
{
    [Function("GetAccounting")]
    public Task<IResult> GetAccounting(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/accounting")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("GetAccounting", request, ct);

    [Function("GetEvents")]
    public Task<IResult> GetEvents([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/events")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("GetEvents", request, ct);

    [Function("GetOpenApi")]
    public Task<IResult> GetOpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("GetOpenApi", request, ct);

    [Function("GetHealth")]
    public Task<IResult> GetHealth([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("GetHealth", request, ct);

    [Function("ListInsights")]
    public Task<IResult> ListInsights([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/insights")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ListInsights", request, ct);

    [Function("GetInsights")]
    public Task<IResult> GetInsights(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/insights/{report}")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("GetInsights", request, ct);
}
