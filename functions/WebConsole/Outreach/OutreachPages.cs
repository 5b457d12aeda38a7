using LeadRouter.Adapters.Http;
using LeadRouter.Domain.Intake;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;
using LeadRouter.WebConsole.Frame;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.WebConsole.Outreach;

/// <summary>What a contact may still get and when, and how the complaint breakers stand.</summary>
public sealed class OutreachPages(ConsoleDoor door, IMailStore mails, ShowPressure pressure, Breakers breakers, IConfigurations configurations) : IRoutes
{
    public IEnumerable<Route> All =>
    [
        door.Get("ConsoleOutreach", "console/outreach", "Outreach as a page", (request, ct) => ShowAsync(request, null, null, ct)),
        // A POST, so that no address stands in a URL.
        door.Post("ConsolePressure", "console/outreach", "What a contact may still get", LookupAsync, Access.Viewer),
    ];

    private async Task<IResult> LookupAsync(HttpRequest request, CancellationToken ct)
    {
        var typed = (await request.ReadFormAsync(ct).ConfigureAwait(false))["email"].ToString();
        var seen = EmailAddress.Parse(typed) is { } address ? await pressure.RunAsync(mails.IdOf(address.Address), ct).ConfigureAwait(false) : null;
        return await ShowAsync(request, typed, seen, ct).ConfigureAwait(false);
    }

    private async Task<IResult> ShowAsync(HttpRequest request, string? typed, ContactPressure? seen, CancellationToken ct) => door.Page<OutreachPage>(
        request,
        ConsoleDoor.Text(request, "Outreach", "Comunicación"),
        new()
        {
            [nameof(OutreachPage.Typed)] = typed,
            [nameof(OutreachPage.Seen)] = seen,
            [nameof(OutreachPage.Breakers)] = await breakers.AllAsync(ct).ConfigureAwait(false),
            [nameof(OutreachPage.Live)] = configurations.Current.Live,
        });
}
