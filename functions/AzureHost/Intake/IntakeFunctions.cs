using LeadRouter.Adapters.Http;
using LeadRouter.AzureHost.Bus;
using LeadRouter.AzureHost.Leads;
using LeadRouter.Domain.Leads;
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

    /// <summary>A message is a lead that was stored. An engine that does not answer throws: the broker asks again, and at last keeps the message as a dead letter.</summary>
    [Function("StartLead")]
    public Task StartLead(
        [ServiceBusTrigger("%LeadQueue%", Connection = BusOptions.Connection)] string leadId, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        wake.Use(client);
        return wake.DriveAsync(new LeadId(leadId), ct);
    }

    [Function("ReplayAll")]
    public Task<IResult> ReplayAll(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/quarantine/replay")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("ReplayAll", request, ct);
    }

    [Function("ReplayOne")]
    public Task<IResult> ReplayOne(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/quarantine/{id}/replay")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("ReplayOne", request, ct);
    }

    [Function("Discard")]
    public Task<IResult> Discard(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/quarantine/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("Discard", request, ct);
    }
}
