using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tests.Outreach.Scheduled;

/// <summary>Ways in which the flow around the throttle is usually wrong, made of doubles of its ports.</summary>
internal enum Mutant
{
    None,
    RetryOnTheSameSlot,
    NoDeadlineCheck,
    NoOwnTokenCheck,
    CheckThenSend,
}

/// <summary>A mailer that tries again by itself, as client libraries do.</summary>
internal sealed class RetryingMailer(IMailer inner) : IMailer
{
    public TimeSpan Timeout => inner.Timeout;

    public async Task<MailAnswer> SendAsync(OutgoingMail mail, CancellationToken ct) =>
        await inner.SendAsync(mail, ct) is { Fate: not MailFate.Unknown } answer ? answer : await inner.SendAsync(mail, ct);
}

/// <summary>A store that makes the one who sends believe what is not so.</summary>
internal sealed class LyingStore(IMailStore inner, Mutant mutant) : IMailStore
{
    private AttemptToken mine;
    private Func<Task>? book;

    public async Task<T> ChangeAsync<T>(MailboxId mailbox, SendId? send, Guess guess, Func<MailboxState, Send?, MailChange<T>> decide, CancellationToken ct)
    {
        var isBooking = typeof(T) == typeof((Booking, MailboxState));
        if (mutant == Mutant.CheckThenSend && isBooking)
        {
            book = () => inner.ChangeAsync(mailbox, send, Guess.Nothing, decide, ct);
            return await inner.ChangeAsync(mailbox, send, guess, (state, known) => new MailChange<T>(decide(state, known).Answer), ct);
        }
        if (book is { } late)
        {
            book = null;
            await late();
        }
        var answer = await inner.ChangeAsync(mailbox, send, guess, (state, known) => !isBooking && mutant == Mutant.NoOwnTokenCheck
            ? AsMine(state, known, decide)
            : decide(state, known), ct);
        if (answer is not ValueTuple<Booking, MailboxState> { Item1: Booking.Yours yours, Item2: var booked }) return answer;
        mine = yours.Mail.Status.Owner!.Value;
        if (mutant != Mutant.NoDeadlineCheck) return answer;
        var forever = yours.Mail with { Status = new SendStatus.Dispatched(mine, DateTimeOffset.MaxValue) };
        return (T)(object)((Booking)(yours with { Mail = forever }), booked);
    }

    public MailboxId IdOf(string address) => inner.IdOf(address);

    public MailboxId? CompanyOf(string address) => inner.CompanyOf(address);

    public Task<MailboxState> ReadAsync(MailboxId mailbox, CancellationToken ct) => inner.ReadAsync(mailbox, ct);

    public Task<MailWalk> WalkAsync(string? cursor, CancellationToken ct) => inner.WalkAsync(cursor, ct);

    public Task<IReadOnlyList<DigestItem>> ItemsAsync(MailboxId mailbox, long digest, CancellationToken ct) => inner.ItemsAsync(mailbox, digest, ct);

    public Task ClearAsync(MailboxId mailbox, long digest, CancellationToken ct) => inner.ClearAsync(mailbox, digest, ct);

    public Task EraseAsync(MailboxId mailbox, DateTimeOffset now, CancellationToken ct) => inner.EraseAsync(mailbox, now, ct);

    /// <summary>Whoever owns the attempt, he who asks is taken for him.</summary>
    private MailChange<T> AsMine<T>(MailboxState state, Send? known, Func<MailboxState, Send?, MailChange<T>> decide)
    {
        SendStatus? taken = known?.Status switch
        {
            SendStatus.Dispatched theirs => theirs with { Token = mine },
            SendStatus.Unknown theirs => theirs with { Token = mine },
            _ => null,
        };
        if (taken is null || known!.Status.Owner == mine || mine == default) return decide(state, known);
        var change = decide(state, known with { Status = taken });
        return change.Send is null ? change : change with { State = Outbox.Settled(change.State ?? state, known.Status.Owner!.Value, null) };
    }
}
