using System.Globalization;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Rules;
using LeadRouter.Domain.Sla;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Sla;
using Microsoft.AspNetCore.Http;

namespace LeadRouter.Adapters.Http;

/// <summary>A rep's own page: his leads with their clocks, what ended or went to others, pausing himself.</summary>
internal static class MyLeadsPage
{
    public static IResult Of(LinkPage.Mine page, AnswerLinks links, LiveConfig live)
    {
        var words = RepWords.In(page.Leads.Rep.Language);
        var open = page.Leads.Open.Select(lead => Open(page, lead, links, words)).ToList();
        var ended = page.Leads.Ended.Select(lead => Ended(page, lead, links, words, live)).ToList();
        return Pages.Page(words.Language, words.MyLeads, $"""
            <h2>{Pages.Encode(words.OpenLeads)}</h2>
            {(open.Count > 0 ? string.Concat(open) : $"<p>{Pages.Encode(words.NoLeads)}</p>")}
            {(ended.Count > 0 ? $"<h2>{Pages.Encode(words.EndedLeads)}</h2>{string.Concat(ended)}" : "")}
            <h2>{Pages.Encode(words.Pausing)}</h2>
            {PauseForm(page.Leads, words)}
            """);
    }

    private static string Open(LinkPage.Mine page, LeadRecord lead, AnswerLinks links, RepWords words)
    {
        var life = lead.Life;
        var clock = life.Deadline is { } deadline
            ? $"{words.DeadlineFor(deadline.Milestone)}: {LocalTime.Format(deadline.At, page.Leads.Rep.TimeZone, words.Language)}{Left(page.Leads.Now, deadline, life.Hours, words)}"
            : "";
        return Section(lead, life.Attempt, words, [Did(page, life, words), clock], [.. AnswerLinks.Open(life.Status), RepAction.Rate], page, links);
    }

    private static string Ended(LinkPage.Mine page, LeadRecord lead, AnswerLinks links, RepWords words, LiveConfig live)
    {
        if (lead.Life.Owner == page.Leads.Rep.Id || lead.History.Offers.LastOrDefault(o => o.Rep == page.Leads.Rep.Id) is not { } his)
            return Section(lead, lead.Life.Attempt, words, [words.State(lead.Life.Status), LabelOf(lead.Life.Reason, live, words)], [RepAction.Rate], page, links);
        string[] lines = [LostBecause(his, words), LabelOf(his.Rejected, live, words), string.Format(CultureInfo.InvariantCulture, words.WasOffered, words.Ago(page.Leads.Now - his.At))];
        return Section(lead, his.Attempt, words, lines, [RepAction.Rate], page, links);
    }

    private static string LostBecause(Offer his, RepWords words) => his switch
    {
        { Rejected: not null } => words.RejectedByYou,
        { AcceptedAt: null } when his.Broken.Contains(Milestone.Accept) => words.TimedOut,
        _ => words.GivenToOther,
    };

    private static string LabelOf(string? reason, LiveConfig live, RepWords words) =>
        reason is null ? "" : live.Reasons.TryGetValue(reason, out var row) ? words.Pick(row.LabelEn, row.LabelEs) : reason;

    private static string Section(LeadRecord lead, int attempt, RepWords words, string[] lines, IReadOnlyList<RepAction> actions, LinkPage.Mine page, AnswerLinks links)
    {
        var name = string.Join(" · ", new[] { lead.Attributes["FullName"] ?? lead.Attributes["Email"] ?? lead.Attributes["Phone"], lead.Attributes["Company"] }.OfType<string>());
        var items = actions.Select(action =>
            $"<li><a href=\"{Pages.Encode(links.Url(new RepLink(lead.Id, page.Leads.Rep.Id, attempt, action, page.Link.Expires)))}\">{Pages.Encode(words.Go(action))}</a></li>");
        return $"<section><h3>{Pages.Encode(name)}</h3>{string.Concat(lines.Where(l => l.Length > 0).Select(l => $"<p>{Pages.Encode(l)}</p>"))}<ul>{string.Concat(items)}</ul></section>";
    }

    /// <summary>What the rep did with it so far.</summary>
    private static string Did(LinkPage.Mine page, LifecycleState life, RepWords words) => life.StageSince is { } since
        ? $"{words.State(life.Status)} {words.Ago(page.Leads.Now - since)}"
        : words.State(life.Status);

    private static string Left(DateTimeOffset now, Deadline deadline, FrozenHours? hours, RepWords words) => deadline.At <= now || hours is null
        ? ""
        : string.Format(CultureInfo.InvariantCulture, words.WorkingTimeLeft, words.Span(TimeSpan.FromMinutes(Elapsed.Between(now, deadline.At, hours).BusinessMinutes)));

    private static string PauseForm(MyLeads mine, RepWords words)
    {
        if (mine.Rep.Paused) return $"<p>{Pages.Encode(words.PausedByOffice)}</p>";
        if (mine.Pause is { } pause)
        {
            var text = pause.Until is { } until
                ? string.Format(CultureInfo.InvariantCulture, words.PausedUntil, LocalTime.Format(until, mine.Rep.TimeZone, words.Language))
                : words.PausedOpenly;
            return $"""<p role="status">{Pages.Encode(text)}</p><form method="post"><p><button name="action" value="resume">{Pages.Encode(words.Resume)}</button></p></form>""";
        }
        var bad = mine.BadDate ? $"<p role=\"alert\"><strong>{Pages.Encode(words.Lacks(Lack.Date))}</strong></p>" : "";
        return $"""
            {bad}<p>{Pages.Encode(words.PauseText)}</p>
            <form method="post"><p><label for="until">{Pages.Encode(words.PauseUntil)}</label><input id="until" name="until" type="date"></p>
            <p><button name="action" value="pause">{Pages.Encode(words.Pause)}</button></p></form>
            """;
    }
}
