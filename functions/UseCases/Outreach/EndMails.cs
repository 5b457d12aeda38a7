using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Outreach;

/// <summary>
/// Brings to their end the mails that nobody asks about any more: whoever wanted them died, moved on, or got no answer. Goes through all
/// mails once a day, a few pages with each sweep, so that an ordinary mail costs nothing more.
/// </summary>
public sealed class EndMails(IMailStore mails, MailCounts counts)
{
    private const int PagesPerSweep = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromDays(1);

    private string? cursor;
    private DateTimeOffset nextRound = DateTimeOffset.MinValue;

    /// <returns>How many were moved on.</returns>
    public async Task<int> RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (now < nextRound) return 0;
        var moved = 0;
        for (var page = 0; page < PagesPerSweep; page++)
        {
            var walk = await mails.WalkAsync(cursor, ct).ConfigureAwait(false);
            foreach (var (mailbox, send) in walk.Open.Where(open => open.Send.LapsesAt <= now))
                if (await LapseAsync(mailbox, send.Id, now, ct).ConfigureAwait(false)) moved++;
            cursor = walk.Next;
            if (cursor is not null) continue;
            nextRound = now + Pause;
            break;
        }
        return moved;
    }

    private async Task<bool> LapseAsync(MailboxId mailbox, SendId id, DateTimeOffset now, CancellationToken ct)
    {
        var moved = await mails.ChangeAsync(mailbox, id, Guess.Nothing, (state, send) => send is not null && Outbox.Lapse(state, send, now) is Move.Moved moved
            ? new MailChange<Send?>(moved.Send, moved.State, moved.Send)
            : new MailChange<Send?>(null), ct).ConfigureAwait(false);
        // What stays unknown for ever was counted when it became unknown.
        if (moved?.Status is SendStatus.Dropped or SendStatus.Unknown) counts.Told(moved.Class, SendMail.OutcomeOf(moved.Status));
        return moved is not null;
    }
}
