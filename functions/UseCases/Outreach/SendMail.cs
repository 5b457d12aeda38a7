using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Outreach;

/// <summary>How often a mail may be handed over when nobody knows whether the first time worked.</summary>
public enum Repeat
{
    /// <summary>To contacts: rather not at all than twice.</summary>
    Never,

    /// <summary>To reps: rather twice than not at all.</summary>
    WhenUnknown,
}

/// <summary>Claims the send in its mailbox, hands the mail over once, confirms what became of it.</summary>
public sealed class SendMail(IMailStore mails, IMailer mailer, TimeProvider clock)
{
    public async Task<MailFate> RunAsync(OutgoingMail mail, Repeat repeat, CancellationToken ct)
    {
        var claim = await mails.ClaimAsync(mail.To, mail.SendId, mail.Class, clock.GetUtcNow(), ct).ConfigureAwait(false);
        if (claim == MailClaim.Sent) return MailFate.Accepted;
        if (claim == MailClaim.Unknown && repeat == Repeat.Never) return MailFate.Unknown;
        var answer = await mailer.SendAsync(mail, ct).ConfigureAwait(false);
        await mails.ConfirmAsync(mail.To, mail.SendId, answer.Fate, clock.GetUtcNow(), ct).ConfigureAwait(false);
        return answer.Fate switch
        {
            MailFate.Rejected => throw new TryLaterException($"The mail provider refused: {answer.Error}"),
            MailFate.Unknown when repeat == Repeat.WhenUnknown => throw new TryLaterException($"The mail provider did not answer: {answer.Error}"),
            _ => answer.Fate,
        };
    }
}
