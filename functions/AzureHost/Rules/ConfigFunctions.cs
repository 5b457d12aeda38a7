using LeadRouter.Adapters.Http;
using LeadRouter.AzureHost.Leads;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LeadRouter.AzureHost.Rules;

public sealed class ConfigFunctions(Router router, DurableWake wake)
{
    [Function("GetConfigTable")]
    public Task<IResult> GetConfigTable(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/config/{table}")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("GetConfigTable", request, ct);

    [Function("PutConfigTable")]
    public Task<IResult> PutConfigTable(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/config/{table}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("PutConfigTable", request, ct);
    }

    [Function("PutConfig")]
    public Task<IResult> PutConfig(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/config")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("PutConfig", request, ct);
    }

    [Function("PublishConfig")]
    public Task<IResult> PublishConfig(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/config/publish")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("PublishConfig", request, ct);
    }

    [Function("ListConfigVersions")]
    public Task<IResult> ListConfigVersions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/config/versions")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ListConfigVersions", request, ct);

    [Function("ActivateConfigVersion")]
    public Task<IResult> ActivateConfigVersion(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/config/versions/{version}/activate")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("ActivateConfigVersion", request, ct);
    }

    [Function("Preview")]
    public Task<IResult> Preview(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/preview")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("Preview", request, ct);
    }

    [Function("ListConfigProblems")]
    public Task<IResult> ListConfigProblems(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/config/problems")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ListConfigProblems", request, ct);
}
