namespace LeadRouter.Domain.Outreach;

public enum SuppressionKind : byte
{
    /// <summary>The person was erased and stays suppressed.</summary>
    Erased = 1,
    HardBounce = 2,
    Complaint = 3,
    Unsubscribe = 4,

    /// <summary>Of one class, named in <see cref="Suppression.Group"/>.</summary>
    GroupUnsubscribe = 5,
}

/// <summary>
/// Why a mailbox gets no mail, or no longer does not: the last word by time for its kind and group, so that the order in which
/// words arrive does not matter. Of two words at one instant the stricter stands.
/// </summary>
public readonly record struct Suppression(SuppressionKind Kind, string Group, DateTimeOffset At, bool Active)
{
    public const int LongestGroup = 64;

    /// <summary>As the row keeps it: milliseconds, a group of bounded length.</summary>
    internal Suppression Kept =>
        this with { At = Millis.ToInstant(Millis.Floor(At)), Group = Group.Length <= LongestGroup ? Group : Group[..LongestGroup] };

    internal bool IsAbout(in Suppression other) => Kind == other.Kind && Group == other.Group;

    internal bool Supersedes(in Suppression other) => At > other.At || (At == other.At && Active);

    /// <summary>Whether it stops this class. A bounced or erased mailbox gets nothing; legal notices pass what a person may refuse.</summary>
    internal bool Stops(MailClass mailClass) => Active && Kind switch
    {
        SuppressionKind.Erased or SuppressionKind.HardBounce => mailClass.Kind != MailKind.Company,
        SuppressionKind.Complaint => mailClass.Kind is not (MailKind.Company or MailKind.Legal),
        SuppressionKind.Unsubscribe => mailClass.Kind is MailKind.Ack or MailKind.Marketing,
        _ => mailClass.Kind is MailKind.Ack or MailKind.Marketing && mailClass.Name == Group,
    };

    internal DropReason Reason => Kind switch
    {
        SuppressionKind.Erased => DropReason.Erased,
        SuppressionKind.HardBounce => DropReason.Bounced,
        SuppressionKind.Complaint => DropReason.Complained,
        SuppressionKind.Unsubscribe => DropReason.Unsubscribed,
        _ => DropReason.UnsubscribedGroup,
    };
}

/// <summary>What the contact last said about marketing mail; <paramref name="Expires"/> null is until withdrawn.</summary>
public sealed record Consent(bool Given, DateTimeOffset At, DateTimeOffset? Expires)
{
    internal Consent Kept =>
        this with { At = Millis.ToInstant(Millis.Floor(At)), Expires = Expires is { } end ? Millis.ToInstant(Millis.Floor(end)) : null };

    internal bool Supersedes(Consent? other) => other is null || At > other.At || (At == other.At && !Given);
}
