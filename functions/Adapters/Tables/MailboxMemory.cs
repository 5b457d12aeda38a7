using System.Collections.Concurrent;
using System.Collections.Immutable;
using LeadRouter.Domain.Outreach;

namespace LeadRouter.Adapters.Tables;

/// <summary>A mailbox as the last write of this process left it. Another process may have written since: then the ETag is refused.</summary>
internal sealed record KnownMailbox(string ETag, MailboxState State, ImmutableDictionary<SendId, (string ETag, Send Send)> Open)
{
    public static readonly ImmutableDictionary<SendId, (string ETag, Send Send)> NoneOpen = ImmutableDictionary<SendId, (string ETag, Send Send)>.Empty;
}

/// <summary>
/// The mailboxes of late, so that a confirmation reads nothing and a busy rep's mailbox is not read again and again. Bounded: what was
/// not used while a thousand others were is forgotten.
/// </summary>
internal sealed class MailboxMemory
{
    private const int Generation = 1_024;

    private ConcurrentDictionary<string, KnownMailbox> young = new(StringComparer.Ordinal), old = new(StringComparer.Ordinal);

    public KnownMailbox? Of(string mailbox) => young.TryGetValue(mailbox, out var known) || old.TryGetValue(mailbox, out known) ? known : null;

    public void Keep(string mailbox, KnownMailbox known)
    {
        // Two threads that turn the generation over at once only forget sooner.
        if (young.Count >= Generation && !young.ContainsKey(mailbox)) (old, young) = (young, new(StringComparer.Ordinal));
        young[mailbox] = known;
    }

    public void Forget(string mailbox)
    {
        young.TryRemove(mailbox, out _);
        old.TryRemove(mailbox, out _);
    }
}
