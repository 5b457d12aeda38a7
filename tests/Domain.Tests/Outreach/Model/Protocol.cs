using LeadRouter.Domain.Outreach;

namespace LeadRouter.Domain.Tests.Outreach.Model;

/// <summary>The moves a sender makes; a mutant overrides one of them.</summary>
internal class Protocol
{
    public static readonly TimeSpan PostTimeout = TimeSpan.FromMilliseconds(400);

    /// <summary>The most that the clocks of two hosts differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMilliseconds(150);

    /// <summary>Posts on a decision alone and writes the slot afterwards.</summary>
    public virtual bool ChecksThenSends => false;

    /// <summary>After an unknown outcome posts again in the slot it has.</summary>
    public virtual bool RetriesOnTheSameSlot => false;

    public virtual Submission Submit(MailRules rules, MailboxState state, SendRequest request, Claim claim, DateTimeOffset now) =>
        Outbox.Submit(rules, state, request, claim, now);

    public virtual Move Dispatch(MailboxState state, Send send, AttemptToken token, DateTimeOffset deadline, DateTimeOffset now) =>
        Outbox.Dispatch(state, send, token, deadline, now);

    public virtual bool MayPost(Send send, AttemptToken token, DateTimeOffset now) => Outbox.MayPost(send, token, PostTimeout, Skew, now);

    public virtual Move Confirm(MailboxState state, Send send, AttemptToken token, ProviderAnswer answer, DateTimeOffset after) =>
        Outbox.Confirm(state, send, token, answer, after, Skew);
}
