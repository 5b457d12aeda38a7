using LeadRouter.Domain.Leads;
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

    public static string State(this Viewer viewer, LeadStatus state) => state switch
    {
        LeadStatus.Received or LeadStatus.Assigning => viewer.T("received", "recibido"),
        LeadStatus.Held => viewer.T("on hold", "en espera"),
        LeadStatus.Offered or LeadStatus.Broadcast => viewer.T("offered", "ofrecido"),
        LeadStatus.Accepted => viewer.T("accepted", "aceptado"),
        LeadStatus.Contacted => viewer.T("contacted", "contactado"),
        LeadStatus.Qualified => viewer.T("qualified", "cualificado"),
        LeadStatus.Nurturing => viewer.T("nurturing", "en maduración"),
        LeadStatus.House => viewer.T("house queue", "cola de la casa"),
        LeadStatus.Won => viewer.T("won", "ganado"),
        LeadStatus.Lost => viewer.T("lost", "perdido"),
        LeadStatus.Disqualified => viewer.T("disqualified", "descartado por no encajar"),
        LeadStatus.Expired => viewer.T("expired", "caducado"),
        LeadStatus.Quarantined => viewer.T("quarantined", "en cuarentena"),
        LeadStatus.Discarded => viewer.T("discarded", "desechado"),
        LeadStatus.Linked => viewer.T("linked", "enlazado"),
        _ => state.PublicName(),
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
