using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;

namespace LeadRouter.UseCases.Ports;

/// <summary>Everything known of each mailbox, one partition a mailbox: what was sent to it, and what must not be.</summary>
public interface IMailStore
{
    /// <summary>The mailbox of an address: the same for every spelling of it, and not to be read back into one. Also the contact's id.</summary>
    MailboxId IdOf(string address);

    /// <summary>The row in which all mailboxes of a company share slots; null for the domains that everybody uses.</summary>
    MailboxId? CompanyOf(string address);

    /// <summary>
    /// Decides on the rows as they are and writes what was decided in one batch; callers of one mailbox are decided one after the other
    /// and written in groups. The function is pure and may be called again.
    /// </summary>
    /// <param name="send">The outbox row that it is about; null when it is about the mailbox alone.</param>
    /// <param name="guess">What is probably not known yet, so that looking can wait until storage says otherwise.</param>
    Task<T> ChangeAsync<T>(MailboxId mailbox, SendId? send, Guess guess, Func<MailboxState, Send?, MailChange<T>> decide, CancellationToken ct);

    /// <summary>The mailbox as it stands; a new one when it is not known.</summary>
    Task<MailboxState> ReadAsync(MailboxId mailbox, CancellationToken ct);

    /// <summary>A page of all mails, of which those that are not at their end are told.</summary>
    /// <param name="cursor">Null for the first page, then <see cref="MailWalk.Next"/> of the page before.</param>
    Task<MailWalk> WalkAsync(string? cursor, CancellationToken ct);

    /// <summary>What a digest has collected.</summary>
    Task<IReadOnlyList<DigestItem>> ItemsAsync(MailboxId mailbox, long digest, CancellationToken ct);

    /// <summary>The digest was sent: its items are not needed any more.</summary>
    Task ClearAsync(MailboxId mailbox, long digest, CancellationToken ct);

    /// <summary>Forgets everything about a mailbox but that nothing may ever go there. Repeating it changes nothing.</summary>
    Task EraseAsync(MailboxId mailbox, DateTimeOffset now, CancellationToken ct);
}

/// <summary>A keyed hash of a canonical address: 32 hexadecimal digits.</summary>
public readonly record struct MailboxId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>What is taken for new without looking.</summary>
public enum Guess
{
    Nothing,

    /// <summary>The outbox row.</summary>
    SendIsNew,

    /// <summary>The mailbox too.</summary>
    AllIsNew,
}

/// <param name="State">The mailbox after it; null when it stays.</param>
/// <param name="Send">The outbox row after it; null when it stays.</param>
/// <param name="Item">What the open digest collects.</param>
public sealed record MailChange<T>(T Answer, MailboxState? State = null, Send? Send = null, DigestItem? Item = null);

/// <summary>One mail that a digest stands for: its lead is read again when the digest leaves, so that it shows what is still true.</summary>
/// <param name="Attempt">The offer is only worth telling while this is the lead's running attempt.</param>
public sealed record DigestItem(long Digest, SendId Send, LeadId Lead, string Template, int? Attempt, RepId? Reader, RepId? Late);

/// <param name="Next">Where the next page begins; null after the last.</param>
public sealed record MailWalk(IReadOnlyList<(MailboxId Mailbox, Send Send)> Open, string? Next);
