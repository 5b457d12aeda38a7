using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Outreach;

/// <summary>What a contact may do on his page.</summary>
public enum Preference
{
    /// <summary>No more mail of this kind.</summary>
    Stop,

    /// <summary>No more mail but what the law requires.</summary>
    StopAll,

    /// <summary>No marketing for a while.</summary>
    Pause,

    /// <summary>Everything again that he stopped himself.</summary>
    Resume,
}

/// <summary>What a contact gets, as his page shows it.</summary>
public sealed record PreferencesView(ContactLink Link, bool StoppedThis, bool StoppedAll, DateTimeOffset? PausedUntil, bool IsDone);

/// <summary>The page behind the link in a contact's mail. Showing changes nothing.</summary>
public sealed class Preferences(IMailStore mails, PreferenceLinks links, TimeProvider clock)
{
    /// <summary>Null when the link is none of ours.</summary>
    public async Task<PreferencesView?> ShowAsync(string token, CancellationToken ct) =>
        links.Read(token) is { } link ? View(link, await mails.ReadAsync(new MailboxId(link.Mailbox), ct).ConfigureAwait(false), false) : null;

    public async Task<PreferencesView?> ActAsync(string token, Preference choice, TimeSpan pause, CancellationToken ct)
    {
        if (links.Read(token) is not { } link) return null;
        var now = clock.GetUtcNow();
        var after = await mails.ChangeAsync(new MailboxId(link.Mailbox), null, Guess.Nothing, (state, _) =>
        {
            var chosen = Chosen(state, link, choice, pause, now);
            return new MailChange<MailboxState>(chosen, chosen);
        }, ct).ConfigureAwait(false);
        return View(link, after, true);
    }

    private static MailboxState Chosen(MailboxState state, ContactLink link, Preference choice, TimeSpan pause, DateTimeOffset now) => choice switch
    {
        // What the law requires cannot be refused by kind: whoever wants less gets nothing else.
        Preference.Stop when MailClass.Of(link.Class).Kind == MailKind.Legal => All(state, now, true),
        Preference.Stop => Kind(state, link, now, true),
        Preference.StopAll => All(state, now, true),
        Preference.Pause => state.Paused(now + pause),
        _ => All(Kind(state.Paused(null), link, now, false), now, false),
    };

    private static MailboxState Kind(MailboxState state, ContactLink link, DateTimeOffset now, bool stopped) =>
        state.With(new Suppression(SuppressionKind.GroupUnsubscribe, link.Class, now, stopped));

    private static MailboxState All(MailboxState state, DateTimeOffset now, bool stopped) =>
        state.With(new Suppression(SuppressionKind.Unsubscribe, "", now, stopped));

    private PreferencesView View(ContactLink link, MailboxState state, bool isDone) => new(
        link,
        state.Suppressions.Any(s => s is { Kind: SuppressionKind.GroupUnsubscribe, Active: true } && s.Group == link.Class),
        state.Suppressions.Any(s => s.Active && s.Kind != SuppressionKind.GroupUnsubscribe),
        state.PausedUntil > clock.GetUtcNow() ? state.PausedUntil : null,
        isDone);
}
