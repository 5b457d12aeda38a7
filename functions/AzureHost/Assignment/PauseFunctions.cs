using LeadRouter.Adapters.Http;
using LeadRouter.AzureHost.Leads;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LeadRouter.AzureHost.Assignment;

public sealed class PauseFunctions(Router router, DurableWake wake)
{
    [Function("PauseRep")]
    public Task<IResult> PauseRep(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/reps/{rep}/pause")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("PauseRep", request, ct);
    }

    [Function("ResumeRep")]
    public Task<IResult> ResumeRep(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/reps/{rep}/resume")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync("ResumeRep", request, ct);
    }
}
