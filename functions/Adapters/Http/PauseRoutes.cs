using System.Globalization;
using System.Text.Json;
using LeadRouter.Domain.Assignment;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Assignment;
using LeadRouter.UseCases.Ports;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>Pausing a rep and having him back.</summary>
public sealed class PauseRoutes(PauseRep pause, IConfigurations configurations, TimeProvider clock) : IRoutes
{
    private const int LongestText = 200;

    public IEnumerable<Route> All =>
    [
        new("PauseRep", ["POST"], "api/reps/{rep}/pause", Access.Editor, "Takes a rep out of all pools, until an instant or a resume") { Handle = PauseAsync, Also = [409] },
        new("ResumeRep", ["POST"], "api/reps/{rep}/resume", Access.Editor, "Ends a rep's pause") { Handle = ResumeAsync, Also = [409] },
    ];

    private sealed record PauseBody(string? Until, string? By, string? Reason);

    private async Task<IResult> PauseAsync(HttpRequest request, CancellationToken ct)
    {
        if (RowOf(request) is not { } row) return Unknown(request);
        if (await RequestBody.ReadAsync(request, ct).ConfigureAwait(false) is not { } json) return RequestBody.TooLarge;
        if (!TryRead(json, out var body)) return Bad("body.unreadable", "The body is not a JSON object with until, by and reason as texts.");
        if (!TryReadUntil(body.Until, out var until)) return Bad("until.invalid", "until is an ISO 8601 instant in the future, within ten years.");
        return View(await pause.PauseAsync(row.Id, until, Clipped(body.By) ?? "an editor", Clipped(body.Reason) ?? "", ct).ConfigureAwait(false));
    }

    private async Task<IResult> ResumeAsync(HttpRequest request, CancellationToken ct)
    {
        if (RowOf(request) is not { } row) return Unknown(request);
        var state = await pause.ResumeAsync(row.Id, ct).ConfigureAwait(false);
        return row.Paused
            ? new HttpProblem(StatusCodes.Status409Conflict, "rep.paused-in-row", $"The row of {row.Id} in Reps says Paused: edit it.")
            : View(state);
    }

    private RepRow? RowOf(HttpRequest request) => configurations.Current.Live.Reps.GetValueOrDefault(new RepId(request.Value("rep")));

    private static HttpProblem Unknown(HttpRequest request) =>
        new(StatusCodes.Status404NotFound, "rep.missing", $"There is no rep {request.Value("rep")}.");

    private static HttpProblem Bad(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);

    /// <summary>An empty body pauses until a resume.</summary>
    private static bool TryRead(byte[] json, out PauseBody body)
    {
        body = new PauseBody(null, null, null);
        if (json.Length == 0) return true;
        try
        {
            if (JsonSerializer.Deserialize<PauseBody>(json, HttpJson.Options) is not { } read) return false;
            body = read;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool TryReadUntil(string? text, out DateTimeOffset? until)
    {
        until = null;
        if (text is null) return true;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)) return false;
        until = at;
        return Lifecycle.IsNurtureDate(at, clock.GetUtcNow());
    }

    private static string? Clipped(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Length <= LongestText ? text : text[..LongestText];

    private static IResult View(RepState state) => HttpJson.Ok(new
    {
        rep = state.Rep,
        paused = state.Pause is not null,
        since = state.Pause?.Since,
        until = state.Pause?.Until,
        by = state.Pause?.By,
        reason = state.Pause?.Reason,
    });
}
