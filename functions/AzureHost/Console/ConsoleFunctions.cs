using LeadRouter.Adapters.Http;
using LeadRouter.AzureHost.Leads;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LeadRouter.AzureHost.Console;

public sealed class ConsoleFunctions(Router router, DurableWake wake)
{
    [Function("ConsoleAsset")]
    public Task<IResult> Asset([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/assets/{file}")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsoleAsset", request, ct);

    [Function("ConsoleSignInPage")]
    public Task<IResult> SignInPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/sign-in")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsoleSignInPage", request, ct);

    [Function("ConsoleSignIn")]
    public Task<IResult> SignIn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/sign-in")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsoleSignIn", request, client, ct);

    [Function("ConsoleSignOut")]
    public Task<IResult> SignOut(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/sign-out")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsoleSignOut", request, client, ct);

    [Function("ConsoleLanguage")]
    public Task<IResult> Language(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/language")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsoleLanguage", request, client, ct);

    [Function("ConsoleLeads")]
    public Task<IResult> Leads([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/leads")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsoleLeads", request, ct);

    [Function("ConsoleLead")]
    public Task<IResult> Lead([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/leads/{leadId}")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsoleLead", request, ct);

    [Function("ConsoleSignal")]
    public Task<IResult> Signal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/leads/{leadId}/signals")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsoleSignal", request, client, ct);

    [Function("ConsolePools")]
    public Task<IResult> Pools([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/pools")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsolePools", request, ct);

    [Function("ConsolePauseRep")]
    public Task<IResult> PauseRep(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/reps/{rep}/pause")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsolePauseRep", request, client, ct);

    [Function("ConsoleResumeRep")]
    public Task<IResult> ResumeRep(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/reps/{rep}/resume")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsoleResumeRep", request, client, ct);

    [Function("ConsoleTimeOff")]
    public Task<IResult> TimeOff(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/reps/{rep}/time-off")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsoleTimeOff", request, client, ct);

    [Function("ConsoleRules")]
    public Task<IResult> Rules([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/rules")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsoleRules", request, ct);

    [Function("ConsoleSheet")]
    public Task<IResult> Sheet([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/rules/{table}")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsoleSheet", request, ct);

    [Function("ConsoleSheetCsv")]
    public Task<IResult> SheetCsv([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/rules/{table}/csv")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsoleSheetCsv", request, ct);

    [Function("ConsoleSaveSheet")]
    public Task<IResult> SaveSheet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/rules/{table}")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsoleSaveSheet", request, client, ct);

    [Function("ConsoleImportSheet")]
    public Task<IResult> ImportSheet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/rules/{table}/csv")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsoleImportSheet", request, client, ct);

    [Function("ConsolePublish")]
    public Task<IResult> Publish(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/rules/publish")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsolePublish", request, client, ct);

    [Function("ConsoleActivate")]
    public Task<IResult> Activate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/rules/versions/{number}")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsoleActivate", request, client, ct);

    [Function("ConsoleToday")]
    public Task<IResult> Today([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsoleToday", request, ct);

    [Function("ConsolePreview")]
    public Task<IResult> Preview([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/preview")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsolePreview", request, ct);

    [Function("ConsoleRunPreview")]
    public Task<IResult> RunPreview(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/preview")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsoleRunPreview", request, client, ct);

    [Function("ConsoleInsights")]
    public Task<IResult> Insights([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/insights")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsoleInsights", request, ct);

    [Function("ConsoleInsightsCsv")]
    public Task<IResult> InsightsCsv([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/insights/csv")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsoleInsightsCsv", request, ct);

    [Function("ConsoleSources")]
    public Task<IResult> Sources([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/sources")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsoleSources", request, ct);

    [Function("ConsoleOutreach")]
    public Task<IResult> Outreach([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/outreach")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsoleOutreach", request, ct);

    [Function("ConsolePressure")]
    public Task<IResult> Pressure(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/outreach")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsolePressure", request, client, ct);

    [Function("ConsoleQuarantine")]
    public Task<IResult> Quarantine([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/quarantine")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsoleQuarantine", request, ct);

    [Function("ConsoleReplayAll")]
    public Task<IResult> ReplayAll(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/quarantine/replay")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsoleReplayAll", request, client, ct);

    [Function("ConsoleReplay")]
    public Task<IResult> Replay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/quarantine/{id}/replay")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsoleReplay", request, client, ct);

    [Function("ConsoleDiscard")]
    public Task<IResult> Discard(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/quarantine/{id}/discard")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsoleDiscard", request, client, ct);

    [Function("ConsoleJobs")]
    public Task<IResult> Jobs([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/jobs")] HttpRequest request, CancellationToken ct) =>
        router.RunAsync("ConsoleJobs", request, ct);

    [Function("ConsoleRecount")]
    public Task<IResult> Recount(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/jobs/recount")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsoleRecount", request, client, ct);

    [Function("ConsoleLink")]
    public Task<IResult> Link(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/leads/{leadId}/links")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunAsync("ConsoleLink", request, client, ct);

    private Task<IResult> RunAsync(string name, HttpRequest request, DurableTaskClient client, CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync(name, request, ct);
    }
}
