using System.Globalization;
using LeadRouter.Adapters.Http;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Rules;
using LeadRouter.WebConsole.Frame;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Rules;

/// <summary>What would become of a lead, typed in or known, by the draft or by a version. Changes nothing.</summary>
public sealed class PreviewPages(ConsoleDoor door, PreviewLead preview, IConfigStore store, IConfigurations configurations) : IRoutes
{
    public IEnumerable<Route> All =>
    [
        door.Get("ConsolePreview", "console/preview", "The preview as a page", (request, ct) => ShowAsync(request, Typed.None, null, ct)),
        door.Post("ConsoleRunPreview", "console/preview", "Previews a lead", RunAsync, Access.Viewer),
    ];

    private async Task<IResult> RunAsync(HttpRequest request, CancellationToken ct)
    {
        var form = await request.ReadFormAsync(ct).ConfigureAwait(false);
        var typed = Typed.Of(form);
        var asked = new PreviewRequest(typed.LeadId.Length > 0 ? null : typed.ToFields(), typed.LeadId.Length > 0 ? new LeadId(typed.LeadId) : null, typed.Version);
        if (asked.Existing is { } id && !LeadRoutes.IsId(id.Value)) return await ShowAsync(request, typed, new PreviewOutcome.NoSuchLead(), ct).ConfigureAwait(false);
        return await ShowAsync(request, typed, await preview.RunAsync(asked, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
    }

    private async Task<IResult> ShowAsync(HttpRequest request, Typed typed, PreviewOutcome? outcome, CancellationToken ct) => door.Page<PreviewPage>(
        request,
        ConsoleDoor.Text(request, "Preview", "Prueba"),
        new()
        {
            [nameof(PreviewPage.Typed)] = typed,
            [nameof(PreviewPage.Outcome)] = outcome,
            [nameof(PreviewPage.Live)] = configurations.Current.Live,
            [nameof(PreviewPage.Versions)] = await store.VersionsAsync(ct).ConfigureAwait(false),
        });
}

/// <summary>The form of a preview.</summary>
/// <param name="More">Further attributes, one <c>Name=value</c> a line.</param>
/// <param name="Version">Null is the draft.</param>
public sealed record Typed(IReadOnlyDictionary<string, string> Fields, string More, string LeadId, int? Version)
{
    public static readonly IReadOnlyList<string> Asked = ["Email", "FullName", "Company", "Country", "Language", "Employees", "Industry", "Title", "Source", "Campaign"];

    public static readonly Typed None = new(new Dictionary<string, string>(), "", "", null);

    public static Typed Of(IFormCollection form) => new(
        Asked.ToDictionary(name => name, name => form[name].ToString().Trim()),
        form["more"].ToString(),
        form["leadId"].ToString().Trim(),
        int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null);

    public FormFields ToFields() => new(
    [
        .. Fields.Where(f => f.Value.Length > 0).Concat(Lines()).Select(f => KeyValuePair.Create<string, IReadOnlyList<string>>(f.Key, [f.Value])),
    ]);

    private IEnumerable<KeyValuePair<string, string>> Lines() =>
        from line in More.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        let at = line.IndexOf('=', StringComparison.Ordinal)
        where at > 0 && at < line.Length - 1
        select KeyValuePair.Create(line[..at].Trim(), line[(at + 1)..].Trim());
}
