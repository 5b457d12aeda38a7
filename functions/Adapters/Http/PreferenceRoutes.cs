using System.Globalization;
using System.Text;
using LeadRouter.Domain.Intake;
using LeadRouter.UseCases.Outreach;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>
/// The page on which a contact chooses what he gets. GET and HEAD show and never change anything; a POST of a mail program
/// (<c>List-Unsubscribe=One-Click</c>, RFC 8058) stops this kind of mail at once.
/// </summary>
public sealed class PreferenceRoutes(Preferences preferences) : IRoutes
{
    private static readonly TimeSpan UsualPause = TimeSpan.FromDays(30);

    public IEnumerable<Route> All =>
    [
        new("ContactPage", ["GET", "HEAD", "POST"], "u/{token}", Access.Anyone, "What a contact gets: this kind, all, or a break") { Handle = HandleAsync },
    ];

    private async Task<IResult> HandleAsync(HttpRequest request, CancellationToken ct)
    {
        var token = request.Value("token");
        if (!HttpMethods.IsPost(request.Method)) return Render(await preferences.ShowAsync(token, ct).ConfigureAwait(false), request);
        if (await RequestBody.ReadAsync(request, ct).ConfigureAwait(false) is not { } body) return RequestBody.TooLarge;
        var (choice, pause) = ChoiceIn(request, body);
        return Render(choice is { } chosen
            ? await preferences.ActAsync(token, chosen, pause, ct).ConfigureAwait(false)
            : await preferences.ShowAsync(token, ct).ConfigureAwait(false), request);
    }

    private static (Preference? Choice, TimeSpan Pause) ChoiceIn(HttpRequest request, byte[] body)
    {
        // Mail programs send it as a form of either kind; it has one field and one value.
        var text = Encoding.UTF8.GetString(body);
        if (text.Contains("List-Unsubscribe", StringComparison.Ordinal) && text.Contains("One-Click", StringComparison.Ordinal)) return (Preference.Stop, default);
        var form = request.HasFormContentType ? FormReader.Read(request.ContentType, body) as FormReading.Read : null;
        var days = int.TryParse(form?.Fields["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked is > 0 and <= 365 ? TimeSpan.FromDays(asked) : UsualPause;
        return form?.Fields["action"] switch
        {
            "stop" => (Preference.Stop, default),
            "stop-all" => (Preference.StopAll, default),
            "pause" => (Preference.Pause, days),
            "resume" => (Preference.Resume, default),
            _ => (null, default),
        };
    }

    private static IResult Render(PreferencesView? view, HttpRequest request)
    {
        var words = PreferenceWords.In(view?.Link.Language ?? Pages.PreferredLanguage(request));
        if (view is null) return Pages.Page(words.Language, words.Invalid, $"<p>{Pages.Encode(words.InvalidText)}</p>", StatusCodes.Status404NotFound);
        var kind = words.KindOf(view.Link.Class);
        var text = new StringBuilder();
        if (view.IsDone) text.Append(CultureInfo.InvariantCulture, $"<p role=\"status\"><strong>{Pages.Encode(words.Done)}</strong></p>");
        text.Append(CultureInfo.InvariantCulture, $"<p>{Pages.Encode(StandOf(view, words, kind))}</p><form method=\"post\">");
        if (!view.StoppedAll && !view.StoppedThis) Button("stop", string.Format(CultureInfo.InvariantCulture, words.Stop, kind));
        if (!view.StoppedAll) Button("stop-all", words.StopAll);
        if (!view.StoppedAll)
        {
            text.Append(CultureInfo.InvariantCulture, $"<p><label for=\"days\">{Pages.Encode(words.PauseFor)}</label> <select id=\"days\" name=\"days\">");
            foreach (var days in new[] { 7, 30, 90 }) text.Append(CultureInfo.InvariantCulture, $"<option value=\"{days}\"{(days == 30 ? " selected" : "")}>{days} {Pages.Encode(words.Days)}</option>");
            text.Append("</select></p>");
            Button("pause", words.Pause);
        }
        if (view.StoppedAll || view.StoppedThis || view.PausedUntil is not null) Button("resume", words.Resume);
        return Pages.Page(words.Language, words.Title, text.Append("</form>").ToString());

        void Button(string action, string label) => text.Append(CultureInfo.InvariantCulture, $"<p><button name=\"action\" value=\"{action}\">{Pages.Encode(label)}</button></p>");
    }

    private static string StandOf(PreferencesView view, PreferenceWords words, string kind) => view switch
    {
        { StoppedAll: true } => words.GetsNothing,
        { StoppedThis: true } => string.Format(CultureInfo.InvariantCulture, words.GetsAllBut, kind),
        { PausedUntil: { } until } => string.Format(CultureInfo.InvariantCulture, words.Paused, until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => string.Format(CultureInfo.InvariantCulture, words.Gets, kind),
    };
}

/// <summary>The words of the page, in the contact's language.</summary>
internal sealed record PreferenceWords
{
    public required string Language { get; init; }
    public required string Title { get; init; }
    public required string Done { get; init; }
    public required string Gets { get; init; }
    public required string GetsAllBut { get; init; }
    public required string GetsNothing { get; init; }
    public required string Paused { get; init; }
    public required string Stop { get; init; }
    public required string StopAll { get; init; }
    public required string PauseFor { get; init; }
    public required string Pause { get; init; }
    public required string Days { get; init; }
    public required string Resume { get; init; }
    public required string Invalid { get; init; }
    public required string InvalidText { get; init; }
    public required IReadOnlyDictionary<string, string> Kinds { get; init; }

    public static PreferenceWords In(string language) => language == "es" ? Spanish : English;

    /// <summary>A kind that a marketer made has the name he gave it.</summary>
    public string KindOf(string mailClass) => Kinds.GetValueOrDefault(mailClass, mailClass);

    private static readonly PreferenceWords English = new()
    {
        Language = "en",
        Title = "Your mail from us",
        Done = "Done: it holds from now on.",
        Gets = "You get: {0}.",
        GetsAllBut = "You no longer get: {0}.",
        GetsNothing = "You get no mail from us, but what the law requires.",
        Paused = "You get no news before {0}.",
        Stop = "Stop this: {0}",
        StopAll = "Stop all mail",
        PauseFor = "Or no news for",
        Pause = "Take a break",
        Days = "days",
        Resume = "Start again",
        Invalid = "This link does not work",
        InvalidText = "It may have been cut off or changed on its way. Open it from the mail itself.",
        Kinds = new Dictionary<string, string> { ["ack"] = "answers to your enquiries", ["nurture"] = "news and offers", ["legal"] = "legal notices" },
    };

    private static readonly PreferenceWords Spanish = new()
    {
        Language = "es",
        Title = "Tus correos nuestros",
        Done = "Hecho: vale desde ahora.",
        Gets = "Recibes: {0}.",
        GetsAllBut = "Ya no recibes: {0}.",
        GetsNothing = "No recibes ningún correo nuestro, salvo los que exige la ley.",
        Paused = "No recibes novedades antes del {0}.",
        Stop = "Dejar de recibir: {0}",
        StopAll = "No recibir ningún correo",
        PauseFor = "O sin novedades durante",
        Pause = "Hacer una pausa",
        Days = "días",
        Resume = "Volver a recibir",
        Invalid = "Este enlace no funciona",
        InvalidText = "Puede que se haya cortado o cambiado por el camino. Ábrelo desde el propio correo.",
        Kinds = new Dictionary<string, string> { ["ack"] = "respuestas a tus consultas", ["nurture"] = "novedades y ofertas", ["legal"] = "avisos legales" },
    };
}
