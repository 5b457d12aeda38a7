using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Outreach;

/// <summary>What stands between one mailbox and the next mail of a class.</summary>
/// <param name="Decision">What a mail that is asked for now would get.</param>
/// <param name="Why">In words; empty when it would go.</param>
public sealed record ClassPressure(MailClass Class, Decision Decision, string Why, IReadOnlyList<RulePressure> Rules);

public sealed record ContactPressure(MailboxState Mailbox, IReadOnlyList<ClassPressure> Classes);

/// <summary>For each rule of a mailbox: what is used, the limit, when the next mail may go.</summary>
public sealed class ShowPressure(IMailStore mails, IConfigurations configurations, TimeProvider clock)
{
    public async Task<ContactPressure> RunAsync(MailboxId contact, CancellationToken ct)
    {
        var (now, mailbox) = (clock.GetUtcNow(), await mails.ReadAsync(contact, ct).ConfigureAwait(false));
        var policies = configurations.Current.Live.ContactPolicies;
        var classes = policies.All.Select(p => p.Class).Where(c => c.ReachesContacts || HasGot(mailbox, c)).OrderBy(c => c.Name, StringComparer.Ordinal);
        return new ContactPressure(mailbox, [.. classes.Select(c => Of(policies.Of(c)!, mailbox, now))]);
    }

    private static ClassPressure Of(MailRules rules, MailboxState mailbox, DateTimeOffset now)
    {
        var decision = Throttle.Decide(rules, mailbox, SendRequest.New(new SendId("pressure"), rules.Policy, now), now);
        var why = decision.Verdict switch
        {
            Verdict.Admit => "",
            Verdict.Drop => HoldWords.Of(decision.Reason),
            _ => HoldWords.Why(decision.Holds, mailbox),
        };
        return new ClassPressure(rules.Class, decision, why, Pressure.Of(rules, mailbox, now));
    }

    private static bool HasGot(MailboxState mailbox, MailClass mailClass) => mailbox.Log.Sends.Any(e => e.Kind == (byte)mailClass.Kind);
}
