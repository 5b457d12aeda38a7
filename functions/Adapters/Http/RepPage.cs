using System.Globalization;
using System.Text;
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

/// <summary>The page about one lead: its facts, one question with one button, or what became of it.</summary>
public sealed class RepPage(IConfigurations configurations, AnswerLinks links)
{
    public IResult Of(LinkPage.Shown page)
    {
        var words = RepWords.In(page.Rep.Language);
        return page switch
        {
            { Done: SignalOutcome.Taken { Answer.Refusal: null } } => Pages.Page(words.Language, words.Done(page.Link.Action), FactsOfMine(page, words) + Next(page, words)),
            { Closed: not null } => Ended(page, words),
            { Done: SignalOutcome.OtherRequest } => Pages.Page(words.Language, words.NothingToDo, Text(words.DoneByYou(page.Link.Action))),
            { Done: not null } => Pages.Page(words.Language, words.Stored, Text(words.StoredText) + Facts(page, words)),
            _ => Pages.Page(
                words.Language, words.Title(page.Link.Action), Lacks(page, words) + Facts(page, words) + Form(page, words),
                page.Lacks is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity),
        };
    }

    public IResult Of(LinkPage.Mine page) => MyLeadsPage.Of(page, links, configurations.Current.Live);

    private IResult Ended(LinkPage.Shown page, RepWords words)
    {
        var life = page.Lead.Life;
        var since = words.Ago(page.Now - (life.AcceptedAt ?? life.StageSince ?? page.Now));
        var text = page.Closed switch
        {
            LinkClosed.DoneByYou => words.DoneByYou(page.Link.Action),
            LinkClosed.TakenByOther => string.Format(CultureInfo.InvariantCulture, life.AcceptedAt is null ? words.PassedOn : words.Taken, NameOf(life.Owner), since),
            LinkClosed.NotNow => words.NotNow,
            LinkClosed.TooLate => words.TooLate,
            _ => words.Withdrawn,
        };
        var title = page.Closed == LinkClosed.DoneByYou && page.Link.Action == RepAction.Accept ? words.Yours : words.NothingToDo;
        return Pages.Page(words.Language, title, Text(text) + (page.Closed == LinkClosed.DoneByYou ? FactsOfMine(page, words) + Next(page, words) : ""));
    }

    private string NameOf(RepId? rep) => rep is { } id ? configurations.Current.Live.Reps.GetValueOrDefault(id)?.Name ?? id.Value : "";

    /// <summary>The facts of a lead that is somebody else's by now are none of this rep's business.</summary>
    private static string FactsOfMine(LinkPage.Shown page, RepWords words) => page.Lead.Life.Owner == page.Rep.Id ? Facts(page, words) : "";

    private static string Facts(LinkPage.Shown page, RepWords words)
    {
        var lead = page.Lead.Attributes;
        var rows = new List<(string Name, string? Value)>
        {
            (words.Name, lead["FullName"]), (words.Company, lead["Company"]), (words.Email, lead["Email"]), (words.Phone, lead["Phone"]),
            (words.Country, lead["Country"]), (words.Message, lead["Message"]),
        };
        // Whoever rates a lead that is another's by now has to know which one, and no more.
        if (page.Lead.Life.Owner != page.Rep.Id) rows.RemoveRange(2, rows.Count - 2);
        if (page.Lead.Life is { Deadline: { } deadline, Owner: var owner } && owner == page.Rep.Id)
            rows.Add((words.DeadlineFor(deadline.Milestone), LocalTime.Format(deadline.At, page.Rep.TimeZone, words.Language)));
        var cells = rows.Where(r => r.Value is not null).Select(r => $"<tr><th scope=\"row\">{Pages.Encode(r.Name)}</th><td>{Pages.Encode(r.Value)}</td></tr>");
        return $"<table>{string.Concat(cells)}</table>";
    }

    /// <summary>What the owner can do next: pages with a button each, so that opening one changes nothing either.</summary>
    private string Next(LinkPage.Shown page, RepWords words)
    {
        var life = page.Lead.Life;
        var next = new List<RepAction>();
        if (life.Owner == page.Rep.Id && life.Attempt == page.Link.Attempt)
        {
            next.AddRange(AnswerLinks.Open(life.Status));
            if (ClosedLinks.Why(page.Link with { Action = RepAction.UndoAccept }, life, page.Now) is null) next.Add(RepAction.UndoAccept);
        }
        if (page.Link.Action != RepAction.Rate) next.Add(RepAction.Rate);
        next.Add(RepAction.MyLeads);
        return $"<ul>{string.Concat(next.Select(action => Item(page, words, action)))}</ul>";
    }

    private string Item(LinkPage.Shown page, RepWords words, RepAction action)
    {
        var link = action == RepAction.MyLeads ? page.Link with { Lead = new LeadId(""), Attempt = 0, Action = action } : page.Link with { Action = action };
        var until = action == RepAction.UndoAccept && page.Lead.Life.AcceptedAt is { } at
            ? $" ({words.Until} {Pages.Encode(LocalTime.Format(at + Lifecycle.UndoWindow, page.Rep.TimeZone, words.Language))})" : "";
        return $"<li><a href=\"{Pages.Encode(links.Url(link))}\">{Pages.Encode(words.Go(action))}</a>{until}</li>";
    }

    private static string Lacks(LinkPage.Shown page, RepWords words) => page.Lacks is not { } lacks
        ? ""
        : $"<p role=\"alert\"><strong>{Pages.Encode(words.Lacks(lacks.What))}</strong> {Pages.Encode(string.Join(", ", lacks.Criteria.Select(c => words.Pick(c.LabelEn, c.LabelEs))))}</p>";

    private string Form(LinkPage.Shown page, RepWords words)
    {
        var action = page.Link.Action;
        var name = char.ToLowerInvariant(action.ToString()[0]) + action.ToString()[1..];
        return $"""<form method="post">{Fields(action, words)}<p><button name="action" value="{name}">{Pages.Encode(words.Button(action))}</button></p></form>""";
    }

    private string Fields(RepAction action, RepWords words)
    {
        var live = configurations.Current.Live;
        return action switch
        {
            RepAction.Reject => Reasons(live.ReasonsFor(ReasonOn.Reject), words),
            RepAction.Disqualified => Reasons(live.ReasonsFor(ReasonOn.Disqualify), words),
            RepAction.Rate => Ratings(words) + Reasons(live.ReasonsFor(ReasonOn.Rate), words),
            RepAction.Qualified => Criteria(live, words),
            _ => "",
        };
    }

    private static string Reasons(IEnumerable<ReasonRow> reasons, RepWords words)
    {
        var rows = reasons.ToList();
        var options = rows.Select(r => $"""<option value="{Pages.Encode(r.Key)}">{Pages.Encode(words.Pick(r.LabelEn, r.LabelEs))}</option>""");
        var list = $"""<p><label for="reason">{Pages.Encode(words.Reason)}</label><select id="reason" name="reason" required>{string.Concat(options)}</select></p>""";
        if (rows.Find(r => r.Disposition == Disposition.Nurture) is not { } timing) return list;
        var label = string.Format(CultureInfo.InvariantCulture, words.AgainOn, words.Pick(timing.LabelEn, timing.LabelEs));
        return list + $"""<p><label for="until">{Pages.Encode(label)}</label><input id="until" name="until" type="date"></p>""";
    }

    private static string Ratings(RepWords words) => $"""
        <fieldset><legend>{Pages.Encode(words.Rating)}</legend>
        <label><input type="radio" name="rating" value="good" required> {Pages.Encode(words.Good)}</label>
        <label><input type="radio" name="rating" value="bad" required> {Pages.Encode(words.Bad)}</label></fieldset>
        """;

    private static string Criteria(LiveConfig live, RepWords words)
    {
        var boxes = new StringBuilder();
        foreach (var row in live.Criteria.Values.OrderBy(c => c.Key, StringComparer.Ordinal))
            boxes.Append(
                CultureInfo.InvariantCulture,
                $"""<label><input type="checkbox" name="criteria" value="{Pages.Encode(row.Key)}"{(row.Required ? " required" : "")}> {Pages.Encode(words.Pick(row.LabelEn, row.LabelEs))}</label>""");
        return boxes.Length == 0 ? "" : $"<fieldset><legend>{Pages.Encode(words.Criteria)}</legend>{boxes}</fieldset>";
    }

    private static string Text(string text) => $"<p>{Pages.Encode(text)}</p>";
}
