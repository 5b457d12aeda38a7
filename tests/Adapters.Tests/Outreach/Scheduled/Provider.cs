using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tests.Outreach.Scheduled;

/// <summary>A provider with every bad habit, as one process sees it; it tells of what it took by events, late and repeated.</summary>
internal sealed class Provider(World world, Oracle oracle, Host host, Action<OutgoingMail, MailEventKind> tell) : IMailer
{
    public TimeSpan Timeout { get; } = TimeSpan.FromSeconds(20);

    public async Task<MailAnswer> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        host.ThrowIfDead();
        oracle.Posting(mail.SendId, mail.Attempt);
        await world.PauseAsync(world.UpTo(8));
        var habit = world.IsCalm ? 0 : world.Chance.Next(12);
        if (habit is 10 or 11)
        {
            oracle.Refused(mail.SendId, mail.Attempt);
            return new MailAnswer(MailFate.Rejected, "429") { RetryAfter = TimeSpan.FromSeconds(world.Chance.Next(90)), IsFinal = habit == 11 && world.Fails(30) };
        }
        if (habit is 8 or 9) return new MailAnswer(MailFate.Unknown, "500");
        oracle.Took(mail.SendId);
        tell(mail, MailEventKind.Processed);
        tell(mail, MailEventKind.Delivered);
        await world.PauseAsync(habit is 4 or 5 ? TimeSpan.FromSeconds(11) : world.UpTo(1));
        return habit switch
        {
            5 => new MailAnswer(MailFate.Unknown, "202, then nothing"),
            6 => new MailAnswer(MailFate.Unknown, "reset after the body"),
            7 => new MailAnswer(MailFate.Unknown, "500 for what it took"),
            _ => new MailAnswer(MailFate.Accepted),
        };
    }
}
