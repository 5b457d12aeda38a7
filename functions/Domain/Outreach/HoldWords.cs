using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Outreach;

/// <summary>Why a mail waits or does not go, in words for the timeline: without personal data.</summary>
public static class HoldWords
{
    /// <summary><c>held until 08:00: quiet hours in America/Bogota</c>, in the contact's own time.</summary>
    public static string Held(DateTimeOffset until, Holds holds, MailboxState mailbox, DateTimeOffset now) =>
        $"held until {LocalTime.Short(until, Zone(mailbox), now)}: {Why(holds, mailbox)}";

    /// <summary>The holds alone; the same while a mail waits for the same.</summary>
    public static string Why(Holds holds, MailboxState mailbox) => string.Join(", ", Words(holds, mailbox));

    public static string Of(DropReason reason) => reason switch
    {
        DropReason.Expired => "it came too late",
        DropReason.WouldExpire => "no free instant before it is worthless",
        DropReason.Erased => "the person was erased",
        DropReason.Bounced => "the mailbox does not exist",
        DropReason.Complained => "the contact reported our mail as spam",
        DropReason.Unsubscribed => "the contact wants no mail",
        DropReason.UnsubscribedGroup => "the contact wants no mail of this kind",
        DropReason.NoConsent => "the contact has not consented",
        DropReason.ConsentEnded => "the consent has ended",
        DropReason.Capped => "the contact just got the same",
        DropReason.CapRefused => "the cap is reached",
        DropReason.ClassBlocked => "the class is switched off",
        _ => "no reason",
    };

    /// <summary>The contact's zone when there is but one plausible.</summary>
    private static string? Zone(MailboxState mailbox) => mailbox.Zones is [var zone] ? zone : null;

    private static IEnumerable<string> Words(Holds holds, MailboxState mailbox)
    {
        if (holds.HasFlag(Holds.QuietHours))
            yield return mailbox.Zones switch
            {
                [var zone] => $"quiet hours in {zone}",
                [] => "quiet hours",
                _ => "quiet hours in a zone where the contact may live",
            };
        if (holds.HasFlag(Holds.Cap)) yield return "the cap of its class is reached";
        if (holds.HasFlag(Holds.Ceiling)) yield return "the ceiling of mails to one person is reached";
        if (holds.HasFlag(Holds.Company)) yield return "the cap of the company is reached";
        if (holds.HasFlag(Holds.Paused)) yield return "the contact asked for a break";
        if (holds.HasFlag(Holds.Breaker)) yield return "complaints about this kind of mail";
        if (holds.HasFlag(Holds.Provider)) yield return "the mail provider does not take mail now";
        if (holds.HasFlag(Holds.Clock)) yield return "the clock of this host is behind";
        if (holds.HasFlag(Holds.LogFull)) yield return "too many mails to count";
    }
}
