using LeadRouter.Adapters.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LeadRouter.AzureHost.Leads;

public sealed class LeadFunctions(Router router, DurableWake wake)
{
    [Function("ListLeads")]
    public Task<IResult> ListLeads([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/leads")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ListLeads", request, ct);

    [Function("GetLead")]
    public Task<IResult> GetLead([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/lead/{leadId}")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("GetLead", request, ct);

    [Function("GetDecisions")]
    public Task<IResult> GetDecisions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/lead/{leadId}/decisions")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("GetDecisions", request, ct);

    [Function("PostSignal")]
    public Task<IResult> PostSignal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/lead/{leadId}/signals")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("PostSignal", request, ct);
    }
}
