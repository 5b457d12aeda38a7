using LeadRouter.Adapters.Http;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Rules;
using LeadRouter.WebConsole.Frame;
using LeadRouter.WebConsole.Rules;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Assignment;

/// <summary>The days on which a rep is away, written into his row of <c>Reps</c> without opening the sheet.</summary>
public sealed class TimeOffPages(ConsoleDoor door, IConfigStore store, EditConfiguration edit) : IRoutes
{
    private const string Address = "/console/pools";
    private const string Table = "Reps";
    private const string Column = "TimeOff";

    public IEnumerable<Route> All => [door.Post("ConsoleTimeOff", "console/reps/{rep}/time-off", "Says on which days a rep is away", SaveAsync)];

    private async Task<IResult> SaveAsync(HttpRequest request, CancellationToken ct)
    {
        var form = await request.ReadFormAsync(ct).ConfigureAwait(false);
        var rows = (await store.TablesAsync(ct).ConfigureAwait(false)).Tables[Table];
        if (rows.FirstOrDefault(r => r.RowKey == request.RouteValues["rep"] as string) is not { } rep) return door.NotFound(request, "There is no such rep.", "No existe ese comercial.");
        // Nobody writes over what he has not seen.
        if (form["was"].ToString().Trim() != (rep[Column] ?? "")) return Overtaken(request);
        var changed = ConfigRow.From(rep.RowKey, rep.Cells.Select(c => KeyValuePair.Create<string, object?>(c.Name, c.Text)).Append(new(Column, form["days"].ToString())), rep.PartitionKey);
        var wanted = new EditRequest(
            new Dictionary<string, IReadOnlyList<ConfigRow>> { [Table] = [.. rows.Select(r => ReferenceEquals(r, rep) ? changed : r)] },
            AsOne: false, Publish: false, DryRun: false, "console", "");
        return await edit.RunAsync(wanted, ct).ConfigureAwait(false) switch
        {
            EditOutcome.Stored => door.Back(request, Address, ConsoleDoor.Text(request, $"The days off of {rep.RowKey} are in force.", $"Las ausencias de {rep.RowKey} están en vigor.")),
            EditOutcome.Refused refused => door.Back(request, Address, ProblemWords.Errors(request, refused.Plan.Problems, 3), bad: true),
            _ => Overtaken(request),
        };
    }

    private IResult Overtaken(HttpRequest request) => door.Back(
        request, Address,
        ConsoleDoor.Text(request, "Somebody changed this rep meanwhile; look again and repeat.", "Alguien cambió a este comercial mientras tanto; revísalo y repite."), bad: true);
}
