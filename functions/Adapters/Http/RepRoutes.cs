using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Sla;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>
/// The pages behind links in a rep's mail. GET and HEAD show and never change anything, because mail scanners open every link; only the
/// press of the button posts.
/// </summary>
public sealed class RepRoutes(AnswerLink answer, RepPage pages) : IRoutes
{
    public IEnumerable<Route> All =>
    [
        new("RepPage", ["GET", "HEAD", "POST"], "r/{token}", Access.Anyone, "The page behind a link in a rep's mail") { Handle = HandleAsync, Also = [410, 422] },
    ];

    private async Task<IResult> HandleAsync(HttpRequest request, CancellationToken ct)
    {
        var token = request.Value("token");
        if (!HttpMethods.IsPost(request.Method)) return Render(await answer.ShowAsync(token, ct).ConfigureAwait(false), request);
        if (await RequestBody.ReadAsync(request, ct).ConfigureAwait(false) is not { } body) return RequestBody.TooLarge;
        var form = request.HasFormContentType ? FormReader.Read(request.ContentType, body) as FormReading.Read : null;
        return Render(await answer.ActAsync(token, FormOf(form), ct).ConfigureAwait(false), request);
    }

    private static RepForm FormOf(FormReading.Read? form) => form is null
        ? new RepForm(null)
        : new RepForm(form.Fields["action"], form.Fields["reason"], form.Fields["until"], form.Fields["rating"]) { Criteria = form.Fields.Values("criteria") };

    private IResult Render(LinkPage page, HttpRequest request) => page switch
    {
        LinkPage.Shown shown => pages.Of(shown),
        LinkPage.Mine mine => pages.Of(mine),
        LinkPage.Expired expired => Gone(expired.Rep?.Language, request),
        LinkPage.Retired retired => Gone(retired.Rep?.Language, request),
        _ => Message(RepWords.In(Pages.PreferredLanguage(request)), w => (w.Invalid, w.InvalidText), StatusCodes.Status404NotFound),
    };

    private static IResult Gone(string? language, HttpRequest request) =>
        Message(RepWords.In(language ?? Pages.PreferredLanguage(request)), w => (w.Expired, w.ExpiredText), StatusCodes.Status410Gone);

    private static IResult Message(RepWords words, Func<RepWords, (string Title, string Text)> say, int status) =>
        Pages.Page(words.Language, say(words).Title, $"<p>{Pages.Encode(say(words).Text)}</p>", status);
}
