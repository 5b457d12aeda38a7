using LeadRouter.Domain.Intake;
using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Rules;
using LeadRouter.Domain.Sla;
using LeadRouter.WebConsole.Frame;

namespace LeadRouter.WebConsole.Leads;

/// <summary>The states of a lead as people say them.</summary>
public static class LeadWords
{
    /// <summary>The states that a list can be asked for, in the order of a life.</summary>
    public static readonly IReadOnlyList<LeadStatus> States =
    [
        LeadStatus.Received, LeadStatus.Held, LeadStatus.Offered, LeadStatus.Accepted, LeadStatus.Contacted, LeadStatus.Qualified, LeadStatus.Nurturing,
        LeadStatus.House, LeadStatus.Won, LeadStatus.Lost, LeadStatus.Disqualified, LeadStatus.Expired,
    ];

    public static string State(this Viewer viewer, LeadStatus state) => viewer.T(
        state switch
        {
            LeadStatus.Held => "on hold",
            LeadStatus.House => "house queue",
            _ => state.PublicName(),
        },
        SpanishStory.OfState(state));

    /// <summary>Where submissions are, of many.</summary>
    public static string Bucket(this Viewer viewer, Bucket bucket) => bucket switch
    {
        Domain.Leads.Bucket.InProgress => viewer.T("in progress", "en curso"),
        Domain.Leads.Bucket.Quarantined => viewer.T("in quarantine", "en cuarentena"),
        Domain.Leads.Bucket.Discarded => viewer.T("discarded", "desechados"),
        Domain.Leads.Bucket.Linked => viewer.T("linked", "enlazados"),
        Domain.Leads.Bucket.Won => viewer.T("won", "ganados"),
        Domain.Leads.Bucket.Lost => viewer.T("lost", "perdidos"),
        Domain.Leads.Bucket.Disqualified => viewer.T("disqualified", "descartados"),
        _ => viewer.T("expired", "caducados"),
    };

    /// <summary>Why a lead ended or waits: a row of <c>Reasons</c>, a reason of the product, or a problem of the submission.</summary>
    public static string Reason(this Viewer viewer, string reason, LiveConfig live) =>
        live.Reasons.TryGetValue(reason, out var row) ? viewer.T(row.LabelEn, row.LabelEs)
            : reason.Contains(": ", StringComparison.Ordinal) ? viewer.Gap(reason)
            : viewer.T(OwnReason(reason), SpanishStory.OfReason(reason));

    /// <summary>What is missing or wrong in a submission.</summary>
    public static string Gap(this Viewer viewer, string problem) => viewer.T(SubmissionWords.English(problem), SubmissionWords.Spanish(problem));

    private static string OwnReason(string reason) => reason switch
    {
        "nobody" => "no rep can take it",
        "attempts" => "the attempts are used up",
        "ladder" => "the ladder ended",
        "breach" => "a deadline passed",
        "stale" => "nothing happened for too long",
        "erased" => "the person was erased",
        _ => reason,
    };

    public static string Milestone(this Viewer viewer, Milestone milestone) => milestone switch
    {
        Domain.Sla.Milestone.Accept => viewer.T("to be accepted", "por aceptar"),
        Domain.Sla.Milestone.Contact => viewer.T("to be contacted", "por contactar"),
        _ => viewer.T("to be qualified", "por cualificar"),
    };

    /// <summary>What became of a mail, by the kind of the line that tells it; null for lines of other things.</summary>
    public static string? MailEnd(this Viewer viewer, string kind) => kind switch
    {
        "mailed" or "acknowledged" => viewer.T("sent", "enviado"),
        "mailHeld" => viewer.T("deferred", "aplazado"),
        "mailMerged" => viewer.T("in a digest", "en un resumen"),
        "mailDropped" or "notTold" or "notAcknowledged" => viewer.T("not sent", "no enviado"),
        "mailRefused" => viewer.T("refused", "rechazado"),
        "mailUnknown" => viewer.T("unknown", "se desconoce"),
        _ => null,
    };
}
