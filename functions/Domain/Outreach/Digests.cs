using System.Globalization;

namespace LeadRouter.Domain.Outreach;

/// <summary>The digests of one mailbox: numbered, collecting one at a time, closed by the very write that admits them.</summary>
public static class Digests
{
    public static SendId IdOf(long number) => new(string.Create(CultureInfo.InvariantCulture, $"digest-{number}"));

    /// <summary>A digest that goes, or never will, collects no more: what comes later opens the next.</summary>
    internal static MailboxState Closed(MailboxState state, SendId gone) =>
        state.Digest is { } open && gone == IdOf(open.Number) ? state with { Digest = null } : state;
}
