using LeadRouter.Adapters.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeadRouter.AzureHost.Assignment;

public sealed class PoolFunctions(Router router)
{
    [Function("ListPools")]
    public Task<IResult> ListPools([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/pools")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ListPools", request, ct);

    [Function("GetLedger")]
    public Task<IResult> GetLedger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/pools/{pool}/ledger")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("GetLedger", request, ct);
}
