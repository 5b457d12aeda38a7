using LeadRouter.Adapters.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeadRouter.AzureHost.Outreach;

public sealed class OutreachFunctions(Router router)
{
    [Function("SendGridEvents")]
    public Task<IResult> SendGridEvents(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/events/sendgrid")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("SendGridEvents", request, ct);

    [Function("ContactPage")]
    public Task<IResult> ContactPage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", Route = "u/{token}")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ContactPage", request, ct);

    [Function("LookupContact")]
    public Task<IResult> LookupContact(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/contacts/lookup")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("LookupContact", request, ct);

    [Function("GetPressure")]
    public Task<IResult> GetPressure(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/contacts/{contactId}/pressure")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("GetPressure", request, ct);

    [Function("RequestSend")]
    public Task<IResult> RequestSend([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/sends")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("RequestSend", request, ct);

    [Function("ConfirmSend")]
    public Task<IResult> ConfirmSend(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/sends/{sendId}/confirm")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConfirmSend", request, ct);
}
