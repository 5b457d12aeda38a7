namespace LeadRouter.Domain.Outreach;

public enum MailEventKind
{
    Processed,
    Delivered,
    Deferred,

    /// <summary>The mailbox does not exist: nothing goes there again.</summary>
    Bounced,

    /// <summary>Refused for now; the mailbox may exist.</summary>
    Blocked,
    DroppedByProvider,
    Opened,
    Clicked,
    Complained,
    Unsubscribed,
    GroupUnsubscribed,
    GroupResubscribed,
}

/// <summary>One event of the provider's webhook about one send; <paramref name="Group"/> is the class it is about.</summary>
public sealed record MailEvent(MailEventKind Kind, DateTimeOffset At, AttemptToken Token, string Group = "");

/// <summary>Both rows after an event, and what it told that was not known: each fact of a send is counted once.</summary>
public sealed record Observation(MailboxState State, Send? Send, MailFacts NewFacts);

/// <summary>
/// Takes in events in any order and any number: facts of a send are a set, words about the mailbox are last-by-time, and evidence
/// that a mail left counts whether it comes before or after the sender's own confirmation.
/// </summary>
public static class MailEvents
{
    /// <param name="send">The outbox row it is about; null when it is not ours, and then only the mailbox learns from it.</param>
    public static Observation Observe(MailboxState state, Send? send, MailEvent mailEvent)
    {
        var told = Word(mailEvent) is { } word ? state.With(word) : state;
        if (send is null) return new Observation(told, null, MailFacts.None);
        var fact = Fact(mailEvent.Kind);
        var moved = send.Status.Owner == mailEvent.Token ? Outbox.Left(told, send) : new Move.Moved(told, send);
        return new Observation(moved.State, moved.Send with { Facts = send.Facts | fact }, fact & ~send.Facts);
    }

    /// <summary>Whether the event says something about the mailbox, whoever sent the mail.</summary>
    public static bool TellsOfMailbox(MailEventKind kind) => kind is MailEventKind.Bounced or MailEventKind.Complained
        or MailEventKind.Unsubscribed or MailEventKind.GroupUnsubscribed or MailEventKind.GroupResubscribed;

    private static Suppression? Word(MailEvent mailEvent) => mailEvent.Kind switch
    {
        MailEventKind.Bounced => new Suppression(SuppressionKind.HardBounce, "", mailEvent.At, true),
        MailEventKind.Complained => new Suppression(SuppressionKind.Complaint, "", mailEvent.At, true),
        MailEventKind.Unsubscribed => new Suppression(SuppressionKind.Unsubscribe, "", mailEvent.At, true),
        MailEventKind.GroupUnsubscribed => new Suppression(SuppressionKind.GroupUnsubscribe, mailEvent.Group, mailEvent.At, true),
        MailEventKind.GroupResubscribed => new Suppression(SuppressionKind.GroupUnsubscribe, mailEvent.Group, mailEvent.At, false),
        _ => null,
    };

    private static MailFacts Fact(MailEventKind kind) => kind switch
    {
        MailEventKind.Processed => MailFacts.Processed,
        MailEventKind.Delivered => MailFacts.Delivered,
        MailEventKind.Deferred => MailFacts.Deferred,
        MailEventKind.Bounced => MailFacts.Bounced,
        MailEventKind.Blocked => MailFacts.Blocked,
        MailEventKind.DroppedByProvider => MailFacts.DroppedByProvider,
        MailEventKind.Opened => MailFacts.Opened,
        MailEventKind.Clicked => MailFacts.Clicked,
        MailEventKind.Complained => MailFacts.Complained,
        _ => MailFacts.Unsubscribed,
    };
}
