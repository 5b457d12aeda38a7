using LeadRouter.Adapters.Http;
using LeadRouter.AzureHost.Leads;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LeadRouter.AzureHost.Intake;

public sealed class IntakeFunctions(Router router, DurableWake wake)
{
    [Function("ReceiveLead")]
    public Task<IResult> ReceiveLead(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/leads/{source}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("ReceiveLead", request, ct);
    }

    [Function("SourceHandshake")]
    public Task<IResult> SourceHandshake(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = "api/leads/{source}")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("SourceHandshake", request, ct);

    [Function("ListQuarantine")]
    public Task<IResult> ListQuarantine(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/quarantine")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ListQuarantine", request, ct);
}
