using LeadRouter.Adapters.Http;
using LeadRouter.UseCases.Jobs;
using LeadRouter.UseCases.Ports;
using LeadRouter.WebConsole.Frame;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Jobs;

/// <summary>Long work: how far it is, left and found again.</summary>
public sealed class JobPages(ConsoleDoor door, IJobStore jobs, StartJob start) : IRoutes
{
    private const int Shown = 50;

    public IEnumerable<Route> All =>
    [
        door.Get("ConsoleJobs", "console/jobs", "Long work as a page", ListAsync),
        door.Post("ConsoleRecount", "console/jobs/recount", "Counts all records and compares them with the books", RecountAsync),
    ];

    private async Task<IResult> ListAsync(HttpRequest request, CancellationToken ct) => door.Page<JobsPage>(
        request,
        ConsoleDoor.Text(request, "Work", "Trabajos"),
        new() { [nameof(JobsPage.Jobs)] = (await jobs.ListAsync(Shown, ct).ConfigureAwait(false)).Select(j => j.Job).ToList() });

    private async Task<IResult> RecountAsync(HttpRequest request, CancellationToken ct)
    {
        await start.RunAsync(Guid.CreateVersion7().ToString("N"), Recount.Kind, [], "console", ct).ConfigureAwait(false);
        return door.Back(request, "/console/jobs");
    }
}
