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

    private Task<IResult> RunAsync(string name, HttpRequest request, DurableTaskClient client, CancellationToken ct)
    {
        wake.Use(client);
        return router.RunAsync(name, request, ct);
    }
}
