using System.Globalization;
using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Rules;
using LeadRouter.Domain.Sla;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Sla;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>
/// The page behind a link in a rep's mail. GET and HEAD show and never change anything, because mail scanners open every link; only the
/// press of the button posts.
/// </summary>
public sealed class RepRoutes(AnswerLink answer, IConfigurations configurations) : IRoutes
{
    public IEnumerable<Route> All =>
    [
        new("RepPage", ["GET", "HEAD", "POST"], "r/{token}", Access.Anyone, "The page behind a link in a rep's mail") { Handle = HandleAsync },
    ];

    private async Task<IResult> HandleAsync(HttpRequest request, CancellationToken ct)
    {
        var token = request.Value("token");
        if (!HttpMethods.IsPost(request.Method)) return Render(await answer.ShowAsync(token, ct).ConfigureAwait(false), request);
        if (await RequestBody.ReadAsync(request, ct).ConfigureAwait(false) is not { } body) return RequestBody.TooLarge;
        var form = request.HasFormContentType ? FormReader.Read(request.ContentType, body) as FormReading.Read : null;
        return Render(await answer.ActAsync(token, form?.Fields["action"], form?.Fields["reason"], ct).ConfigureAwait(false), request);
    }

    private IResult Render(LinkPage page, HttpRequest request) => page switch
    {
        LinkPage.Expired expired => Message(expired.Rep?.Language ?? Pages.PreferredLanguage(request), w => w.Expired, w => w.ExpiredText, StatusCodes.Status410Gone),
        LinkPage.Shown shown => Show(shown),
        _ => Message(Pages.PreferredLanguage(request), w => w.Invalid, w => w.InvalidText, StatusCodes.Status404NotFound),
    };

    private static IResult Message(string language, Func<RepWords, string> title, Func<RepWords, string> text, int status)
    {
        var words = RepWords.In(language);
        return Pages.Page(words.Language, title(words), $"<p>{Pages.Encode(text(words))}</p>", status);
    }

    private IResult Show(LinkPage.Shown page)
    {
        var words = RepWords.In(page.Rep.Language);
        var facts = Facts(page, words);
        return page switch
        {
            { Done: SignalOutcome.Taken { Answer.Refusal: null } } => Pages.Page(words.Language, words.Done(page.Link.Action), facts),
            { Done: not null and not SignalOutcome.Taken } => Pages.Page(words.Language, words.Stored, $"<p>{Pages.Encode(words.StoredText)}</p>{facts}"),
            { Done: SignalOutcome.Taken { Answer.Refusal: not null } } or { Closed: not null } => Ended(page, words),
            _ => Pages.Page(words.Language, words.Title(page.Link.Action), facts + Form(page, words)),
        };
    }

    private IResult Ended(LinkPage.Shown page, RepWords words)
    {
        var other = page.Lead.Life.Owner is { } owner ? configurations.Current.Live.Reps.GetValueOrDefault(owner)?.Name ?? owner.Value : "";
        var text = page.Closed switch
        {
            LinkClosed.DoneByYou => words.DoneByYou,
            LinkClosed.NotNow => words.NotNow,
            LinkClosed.TakenByOther => string.Format(CultureInfo.InvariantCulture, words.TakenByOther, other),
            _ => words.Withdrawn,
        };
        // The facts of a lead that is somebody else's by now are none of this rep's business.
        return Pages.Page(words.Language, words.NothingToDo, $"<p>{Pages.Encode(text)}</p>" + (page.Closed == LinkClosed.DoneByYou ? Facts(page, words) : ""));
    }

    private static string Facts(LinkPage.Shown page, RepWords words)
    {
        var lead = page.Lead.Attributes;
        var rows = new List<(string Name, string? Value)>
        {
            (words.Name, lead["FullName"]), (words.Company, lead["Company"]), (words.Email, lead["Email"]), (words.Phone, lead["Phone"]),
            (words.Country, lead["Country"]), (words.Message, lead["Message"]),
        };
        if (page.Lead.Life.Deadline is { } deadline) rows.Add((words.Deadline, LocalTime.Format(deadline.At, page.Rep.TimeZone)));
        var cells = rows.Where(r => r.Value is not null).Select(r => $"<tr><th scope=\"row\">{Pages.Encode(r.Name)}</th><td>{Pages.Encode(r.Value)}</td></tr>");
        return $"<table>{string.Concat(cells)}</table>";
    }

    private string Form(LinkPage.Shown page, RepWords words)
    {
        var action = page.Link.Action.ToString().ToLowerInvariant();
        var reasons = page.Link.Action is RepAction.Reject ? ReasonList(words) : "";
        return $"""<form method="post">{reasons}<p><button name="action" value="{action}">{Pages.Encode(words.Button(page.Link.Action))}</button></p></form>""";
    }

    private string ReasonList(RepWords words)
    {
        var options = configurations.Current.Live.ReasonsFor(ReasonOn.Reject).Where(r => r.Disposition != Disposition.Nurture)
            .Select(r => $"""<option value="{Pages.Encode(r.Key)}">{Pages.Encode(words.Language == "es" ? r.LabelEs : r.LabelEn)}</option>""");
        return $"""<p><label for="reason">{Pages.Encode(words.Reason)}</label> <select id="reason" name="reason" required>{string.Concat(options)}</select></p>""";
    }
}
