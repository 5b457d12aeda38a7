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

    [Function("GetLinks")]
    public Task<IResult> GetLinks(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/lead/{leadId}/links")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("GetLinks", request, ct);

    [Function("LinkLead")]
    public Task<IResult> LinkLead(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/lead/{leadId}/links")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("LinkLead", request, ct);
    }

    [Function("UnlinkLead")]
    public Task<IResult> UnlinkLead(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/lead/{leadId}/links/{otherId}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("UnlinkLead", request, ct);
    }

    [Function("EraseContact")]
    public Task<IResult> EraseContact(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/contacts/{contactId}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("EraseContact", request, ct);
    }
}
