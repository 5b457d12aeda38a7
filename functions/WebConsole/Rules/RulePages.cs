using System.Globalization;
using System.Text;
using LeadRouter.Adapters.Http;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Rules;
using LeadRouter.WebConsole.Frame;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Rules;

/// <summary>The configuration: draft against version, each table as a sheet, publishing and rolling back.</summary>
public sealed class RulePages(ConsoleDoor door, IConfigStore store, EditConfiguration edit, PublishDraft publish, ActivateVersion activate, ConfigCheck check) : IRoutes
{
    private const string Home = "/console/rules";
    private const string Author = "console";

    public IEnumerable<Route> All =>
    [
        door.Get("ConsoleRules", "console/rules", "The configuration as a page", OverviewAsync),
        door.Get("ConsoleSheet", "console/rules/{table}", "A configuration table as a sheet", SheetAsync),
        door.Get("ConsoleSheetCsv", "console/rules/{table}/csv", "A configuration table as a file", CsvAsync),
        door.Post("ConsoleSaveSheet", "console/rules/{table}", "Checks or saves a sheet", SaveAsync),
        door.Post("ConsoleImportSheet", "console/rules/{table}/csv", "Replaces a table by pasted CSV", ImportAsync),
        door.Post("ConsolePublish", "console/rules/publish", "Publishes the draft", PublishAsync),
        door.Post("ConsoleActivate", "console/rules/versions/{number}", "Activates a version", ActivateAsync),
    ];

    private async Task<IResult> OverviewAsync(HttpRequest request, CancellationToken ct)
    {
        var read = await store.TablesAsync(ct).ConfigureAwait(false);
        var active = await ActiveAsync(read.Head, ct).ConfigureAwait(false);
        return door.Page<RulesPage>(request, ConsoleDoor.Text(request, "Rules", "Reglas"), new()
        {
            [nameof(RulesPage.Head)] = read.Head,
            [nameof(RulesPage.Tables)] = read.Tables,
            [nameof(RulesPage.Diffs)] = TableShapes.All.Where(s => s.Frozen).ToDictionary(s => s.Name, s => RowsDiff.Between(active[s.Name], read.Tables[s.Name])),
            [nameof(RulesPage.Problems)] = await check.RunAsync(read.Tables, ct).ConfigureAwait(false),
            [nameof(RulesPage.Versions)] = await store.VersionsAsync(ct).ConfigureAwait(false),
        });
    }

    private async Task<IResult> SheetAsync(HttpRequest request, CancellationToken ct)
    {
        if (Shape(request) is not { } shape) return NoTable(request);
        var read = await store.TablesAsync(ct).ConfigureAwait(false);
        var from = int.TryParse(request.Query["from"], NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 0;
        var filter = request.Query["q"].ToString() is { Length: > 0 } words ? words : null;
        var sheet = Sheet.Of(shape, read.Tables[shape.Name], from, filter);
        return await ShowAsync(request, sheet, await check.RunAsync(read.Tables, ct).ConfigureAwait(false), read, StatusCodes.Status200OK, null, ct).ConfigureAwait(false);
    }

    private async Task<IResult> CsvAsync(HttpRequest request, CancellationToken ct)
    {
        if (Shape(request) is not { } shape) return NoTable(request);
        var read = await store.TablesAsync(ct).ConfigureAwait(false);
        return Results.File(Encoding.UTF8.GetBytes(ConfigCsv.Write(shape.Name, read.Tables[shape.Name])), "text/csv; charset=utf-8", $"{shape.Name}.csv");
    }

    private async Task<IResult> SaveAsync(HttpRequest request, CancellationToken ct)
    {
        if (Shape(request) is not { } shape) return NoTable(request);
        var form = await request.ReadFormAsync(ct).ConfigureAwait(false);
        var sheet = Sheet.Read(shape, form).WithColumn(form["column"].ToString().Trim()).WithBlanks();
        var read = await store.TablesAsync(ct).ConfigureAwait(false);
        if (sheet.Base != Sheet.BaseOf(shape, read.Tables[shape.Name])) return await OvertakenAsync(request, sheet, read, ct).ConfigureAwait(false);
        var save = form["act"] == "save";
        var outcome = await edit.RunAsync(Replace(shape, sheet.Onto(read.Tables[shape.Name]), dryRun: !save), ct).ConfigureAwait(false);
        return outcome switch
        {
            EditOutcome.Stored stored => door.Back(request, AddressOf(shape), Saved(request, shape, stored.Plan)),
            EditOutcome.Planned planned => await ShowAsync(request, sheet, planned.Plan.Problems, read, StatusCodes.Status200OK, planned.Plan, ct).ConfigureAwait(false),
            EditOutcome.Refused refused => await ShowAsync(request, sheet, refused.Plan.Problems, read, StatusCodes.Status422UnprocessableEntity, refused.Plan, ct).ConfigureAwait(false),
            _ => await OvertakenAsync(request, sheet, read, ct).ConfigureAwait(false),
        };
    }

    private async Task<IResult> ImportAsync(HttpRequest request, CancellationToken ct)
    {
        if (Shape(request) is not { } shape) return NoTable(request);
        var form = await request.ReadFormAsync(ct).ConfigureAwait(false);
        var (rows, problems) = ConfigCsv.Read(shape.Name, form["csv"].ToString());
        if (problems.AnyError()) return door.Back(request, AddressOf(shape), ProblemWords.Errors(request, problems, 5), bad: true);
        return await edit.RunAsync(Replace(shape, rows, dryRun: false), ct).ConfigureAwait(false) switch
        {
            EditOutcome.Stored stored => door.Back(request, AddressOf(shape), Saved(request, shape, stored.Plan)),
            EditOutcome.Refused refused => door.Back(request, AddressOf(shape), ProblemWords.Errors(request, refused.Plan.Problems, 5), bad: true),
            _ => door.Back(request, AddressOf(shape), Meanwhile(request), bad: true),
        };
    }

    private async Task<IResult> PublishAsync(HttpRequest request, CancellationToken ct)
    {
        var form = await request.ReadFormAsync(ct).ConfigureAwait(false);
        return Told(request, await publish.RunAsync(Author, form["note"].ToString(), ct).ConfigureAwait(false));
    }

    private async Task<IResult> ActivateAsync(HttpRequest request, CancellationToken ct) => Told(
        request,
        int.TryParse(request.RouteValues["number"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await activate.RunAsync(number, ct).ConfigureAwait(false)
            : new PublishOutcome.NoSuchVersion());

    private IResult Told(HttpRequest request, PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Active active => door.Back(request, Home, ConsoleDoor.Text(request, $"Version {active.Version.Number} is active.", $"La versión {active.Version.Number} está activa.")),
        PublishOutcome.Refused refused => door.Back(
            request,
            Home,
            ConsoleDoor.Text(request, "Not published, the last good version stays. ", "No se publica; sigue la última versión buena. ")
                + ProblemWords.Errors(request, refused.Problems, 3),
            bad: true),
        PublishOutcome.Overtaken => door.Back(request, Home, Meanwhile(request), bad: true),
        _ => door.Back(request, Home, ConsoleDoor.Text(request, "There is no such version.", "No existe esa versión."), bad: true),
    };

    private async Task<IResult> OvertakenAsync(HttpRequest request, Sheet sheet, StoredTables read, CancellationToken ct)
    {
        var mine = sheet with { Base = Sheet.BaseOf(sheet.Shape, read.Tables[sheet.Shape.Name]) };
        return await ShowAsync(request, mine, await check.RunAsync(read.Tables, ct).ConfigureAwait(false), read, StatusCodes.Status409Conflict, null, ct).ConfigureAwait(false);
    }

    private async Task<IResult> ShowAsync(
        HttpRequest request, Sheet sheet, IReadOnlyList<Problem> problems, StoredTables read, int status, ConfigPlan? plan, CancellationToken ct)
    {
        var active = await ActiveAsync(read.Head, ct).ConfigureAwait(false);
        var name = sheet.Shape.Name;
        return door.Page<SheetPage>(request, name, new()
        {
            [nameof(SheetPage.Sheet)] = sheet,
            [nameof(SheetPage.Problems)] = problems.Where(p => p.Table == name).ToList(),
            [nameof(SheetPage.Elsewhere)] = plan is null ? [] : problems.Where(p => p.Table != name && p.Severity == Severity.Error).ToList(),
            [nameof(SheetPage.Diff)] = sheet.Shape.Frozen ? RowsDiff.Between(active[name], (plan?.After ?? read.Tables)[name]) : plan?.Diffs.GetValueOrDefault(name),
            [nameof(SheetPage.Filter)] = request.Query["q"].ToString(),
            [nameof(SheetPage.Overtaken)] = status == StatusCodes.Status409Conflict,
            [nameof(SheetPage.Refused)] = status == StatusCodes.Status422UnprocessableEntity,
        }, status);
    }

    private async Task<ConfigTables> ActiveAsync(ConfigHead head, CancellationToken ct) =>
        await store.ContentAsync((await store.VersionAsync(head.Version, ct).ConfigureAwait(false))!.Hash, ct).ConfigureAwait(false);

    private static EditRequest Replace(TableShape shape, IReadOnlyList<ConfigRow> rows, bool dryRun) =>
        new(new Dictionary<string, IReadOnlyList<ConfigRow>> { [shape.Name] = rows }, AsOne: false, Publish: false, dryRun, Author, "");

    private static string Saved(HttpRequest request, TableShape shape, ConfigPlan plan)
    {
        var problems = plan.Problems.Count(p => p.Table == shape.Name);
        var what = shape.Frozen
            ? ConsoleDoor.Text(request, "Saved as a draft; publish it to make it act.", "Guardado como borrador; publícalo para que actúe.")
            : ConsoleDoor.Text(request, "Saved and in force.", "Guardado y en vigor.");
        return problems == 0 ? what : $"{what} {ConsoleDoor.Text(request, $"Problems: {problems}.", $"Problemas: {problems}.")}";
    }

    private static string Meanwhile(HttpRequest request) => ConsoleDoor.Text(
        request, "Somebody changed the configuration meanwhile; look again and repeat.", "Alguien cambió la configuración mientras tanto; revísala y repite.");

    private IResult NoTable(HttpRequest request) => door.NotFound(request, "There is no such table.", "No existe esa tabla.");

    private static TableShape? Shape(HttpRequest request) => TableShapes.Find(request.RouteValues["table"] as string ?? "");

    private static string AddressOf(TableShape shape) => $"{Home}/{shape.Name}";
}
