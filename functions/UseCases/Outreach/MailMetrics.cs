using System.Diagnostics.Metrics;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Leads;

namespace LeadRouter.UseCases.Outreach;

/// <summary>What the throttle let through and what it held back, counted where each mail is decided. A repeated answer counts nothing.</summary>
public static class MailMetrics
{
    private static readonly Counter<long> Outcomes = LeadTelemetry.Meter.CreateCounter<long>(
        "leadrouter.mail.outcomes", description: "Mails by class and what became of them: sent, deferred, merged, dropped, suppressed, …");

    internal static MailOutcome Told(MailClass mailClass, MailOutcome outcome)
    {
        Count(mailClass, NameOf(outcome));
        return outcome;
    }

    internal static void Told(MailClass mailClass, Reservation reservation) =>
        Count(mailClass, reservation is Reservation.Answered answered ? NameOf(answered.Outcome) : "admitted");

    /// <summary>The word that the metric uses.</summary>
    private static string NameOf(MailOutcome outcome) => outcome switch
    {
        MailOutcome.Sent => "sent",
        MailOutcome.Later => "deferred",
        MailOutcome.Merged => "merged",
        MailOutcome.Dropped { Reason: var reason } when IsSuppression(reason) => "suppressed",
        MailOutcome.Dropped => "dropped",
        MailOutcome.Refused => "refused",
        MailOutcome.Unknown => "unknown",
        _ => throw new InvalidOperationException(outcome.GetType().Name),
    };

    // By the wish or the fate of the address itself, and not by a cap or a clock.
    private static bool IsSuppression(DropReason reason) => reason is DropReason.Erased or DropReason.Bounced or DropReason.Complained
        or DropReason.Unsubscribed or DropReason.UnsubscribedGroup or DropReason.NoConsent or DropReason.ConsentEnded;

    private static void Count(MailClass mailClass, string outcome) =>
        Outcomes.Add(1, KeyValuePair.Create<string, object?>("class", mailClass.Name), KeyValuePair.Create<string, object?>("outcome", outcome));
}
