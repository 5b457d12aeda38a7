using LeadRouter.Adapters.Http;
using LeadRouter.AzureHost.Leads;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LeadRouter.AzureHost.Sla;

public sealed class RepFunctions(Router router, DurableWake wake)
{
    [Function("RepPage")]
    public Task<IResult> RepPage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = "r/{token}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("RepPage", request, ct);
    }
}
