using System.Globalization;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Sla;
using LeadRouter.UseCases.Sla;

namespace LeadRouter.Adapters.Http;

/// <summary>What a page says of one action.</summary>
/// <param name="Title">The question that the page asks.</param>
/// <param name="Go">The link to the page.</param>
/// <param name="Done">What was done by the press.</param>
/// <param name="Already">What a second press is told.</param>
internal sealed record ActionWords(string Title, string Go, string Button, string Done, string Already);

/// <summary>The texts of reps' pages in both languages.</summary>
internal sealed record RepWords
{
    public required string Language { get; init; }
    public required string Name { get; init; }
    public required string Company { get; init; }
    public required string Email { get; init; }
    public required string Phone { get; init; }
    public required string Country { get; init; }
    public required string Message { get; init; }
    public required string Reason { get; init; }
    public required string AgainOn { get; init; }
    public required string Criteria { get; init; }
    public required string Rating { get; init; }
    public required string Good { get; init; }
    public required string Bad { get; init; }
    public required string Until { get; init; }
    public required string Expired { get; init; }
    public required string ExpiredText { get; init; }
    public required string Invalid { get; init; }
    public required string InvalidText { get; init; }
    public required string NothingToDo { get; init; }
    public required string Yours { get; init; }
    public required string Taken { get; init; }
    public required string PassedOn { get; init; }
    public required string Withdrawn { get; init; }
    public required string NotNow { get; init; }
    public required string TooLate { get; init; }
    public required string Stored { get; init; }
    public required string StoredText { get; init; }
    public required string MyLeads { get; init; }
    public required string OpenLeads { get; init; }
    public required string EndedLeads { get; init; }
    public required string RejectedByYou { get; init; }
    public required string TimedOut { get; init; }
    public required string GivenToOther { get; init; }
    public required string WasOffered { get; init; }
    public required string NoLeads { get; init; }
    public required string WorkingTimeLeft { get; init; }
    public required string Pausing { get; init; }
    public required string PauseText { get; init; }
    public required string PauseUntil { get; init; }
    public required string Pause { get; init; }
    public required string PausedUntil { get; init; }
    public required string PausedOpenly { get; init; }
    public required string PausedByOffice { get; init; }
    public required string Resume { get; init; }
    public required string JustNow { get; init; }
    public required string AgoForm { get; init; }
    public required IReadOnlyDictionary<Milestone, string> Deadlines { get; init; }
    public required IReadOnlyDictionary<Lack, string> Lackings { get; init; }
    public required IReadOnlyDictionary<LeadStatus, string> States { get; init; }
    public required IReadOnlyDictionary<RepAction, ActionWords> Actions { get; init; }

    /// <summary>Minute, hour and day, each one and many.</summary>
    public required IReadOnlyList<(string One, string Many)> Units { get; init; }

    public string Title(RepAction action) => Actions[action].Title;

    public string Go(RepAction action) => Actions[action].Go;

    public string Button(RepAction action) => Actions[action].Button;

    public string Done(RepAction action) => Actions[action].Done;

    public string DoneByYou(RepAction action) => Actions[action].Already;

    public string DeadlineFor(Milestone milestone) => Deadlines[milestone];

    public string Lacks(Lack lack) => Lackings[lack];

    public string State(LeadStatus status) => States.GetValueOrDefault(status, status.PublicName());

    public string Pick(string english, string spanish) => Language == "es" ? spanish : english;

    /// <summary>How long ago, in the largest whole unit.</summary>
    public string Ago(TimeSpan span) => span < TimeSpan.FromMinutes(1) ? JustNow : string.Format(CultureInfo.InvariantCulture, AgoForm, Span(span));

    public string Span(TimeSpan span)
    {
        var (count, unit) = span switch
        {
            { TotalDays: >= 2 } => ((int)span.TotalDays, 2),
            { TotalHours: >= 2 } => ((int)span.TotalHours, 1),
            _ => ((int)span.TotalMinutes, 0),
        };
        return $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? Units[unit].One : Units[unit].Many)}";
    }

    public static RepWords In(string? language) => language == "es" ? SpanishRepWords.All : EnglishRepWords.All;
}
