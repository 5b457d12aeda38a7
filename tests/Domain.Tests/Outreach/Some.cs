using LeadRouter.Domain.Outreach;
using LeadRouter.Domain.Sla;

namespace LeadRouter.Domain.Tests.Outreach;

/// <summary>Policies, mailboxes and requests for tests; the day begins on Monday 2026-03-02 at 09:00 UTC.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static long tokens;

    public static AttemptToken Token() => new(Interlocked.Increment(ref tokens));

    public static ContactPolicies Policies(params ContactPolicyRow[] rows)
    {
        var reading = ContactPolicies.Read(rows);
        Assert.True(reading is PoliciesReading.Readable,
            string.Join("; ", (reading as PoliciesReading.Unreadable)?.Problems.Select(p => p.ToString()) ?? []));
        return ((PoliciesReading.Readable)reading).Policies;
    }

    public static MailRules Rules(MailClass mailClass, params ContactPolicyRow[] rows) => Policies(rows).Of(mailClass)!;

    /// <summary>Rules with windows too short for a cell, for oracles that look at every millisecond.</summary>
    public static MailRules Rules(MailClass mailClass, Over over, Cap[] caps, Cap[] ceiling, params ContactPolicy[] others)
    {
        var policy = new ContactPolicy(mailClass, new Caps(caps, false), over, TimeSpan.FromHours(1), WeeklyHours.None, 0);
        var rules = CapRule.Of(policy, new Caps(ceiling, false), [policy, .. others]);
        return new MailRules(policy, rules, new Retention([.. Enumerable.Repeat(3_600_000L, MailKindSets.Count)]), "Etc/UTC");
    }

    public static Cap Cap(int limit, int millis, bool perTopic = false) => new(limit, TimeSpan.FromMilliseconds(millis), perTopic);

    public static MailboxState Mailbox => MailboxState.New.With(new Consent(true, Now.AddDays(-30), null));

    public static LogEntry Slot(MailClass mailClass, DateTimeOffset at, SlotStatus status = SlotStatus.Accepted, string? topic = null) => new(
        Millis.Ceiling(at), StableHash.Of($"earlier-{Token()}"), Token().Value, topic is null ? 0 : (int)StableHash.Of(topic),
        mailClass.Code, (byte)mailClass.Kind, status);

    public static MailboxState Having(this MailboxState state, params LogEntry[] slots) =>
        state with { Log = SendLog.Of([.. state.Log.Sends, .. state.Log.Reservations, .. slots]) };

    /// <summary>Asks for a mail of the rules' own class, now, unless told otherwise.</summary>
    public static Decision Decide(MailRules rules, MailboxState mailbox, SendRequest? request = null, DateTimeOffset? at = null) =>
        Throttle.Decide(rules, mailbox, request ?? Request(rules.Class), at ?? Now);

    public static Submission Submit(MailRules rules, MailboxState mailbox, SendRequest request, DateTimeOffset? at = null) =>
        Outbox.Submit(rules, mailbox, request, Claim.Reserve(Token(), (at ?? Now).AddSeconds(30)), at ?? Now);

    public static SendRequest Request(MailClass mailClass, string id = "lead-1-step-1", DateTimeOffset? at = null, TimeSpan? maxDelay = null) =>
        new(new SendId(id), mailClass, at ?? Now, (at ?? Now) + (maxDelay ?? TimeSpan.FromDays(3)));
}
