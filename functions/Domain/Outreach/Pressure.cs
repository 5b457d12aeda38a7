namespace LeadRouter.Domain.Outreach;

/// <summary>One rule as one mailbox stands to it: what is used, of how much, and when the next mail may go as far as this rule goes.</summary>
/// <param name="Used">Slots taken, with those kept for other classes.</param>
/// <param name="Next">Null when no wait would free it.</param>
public sealed record RulePressure(string Rule, bool IsCeiling, int Used, int Limit, TimeSpan Window, DateTimeOffset? Next);

public static class Pressure
{
    /// <summary>Every cap of a class against the log, without a form: caps per form are told for mail that has none.</summary>
    public static IReadOnlyList<RulePressure> Of(MailRules rules, MailboxState state, DateTimeOffset now)
    {
        var probe = new SendRequest(new SendId(""), rules.Class, now, DateTimeOffset.MaxValue);
        var at = Math.Max(Millis.Floor(now), state.HighWater);
        return [.. rules.Caps.Select(cap => Of(cap, state, probe, at))];
    }

    private static RulePressure Of(CapRule cap, MailboxState state, SendRequest probe, long at)
    {
        var next = cap.NextFree(state, probe, at);
        var window = TimeSpan.FromMilliseconds(cap.Window);
        return new RulePressure(
            new Cap(cap.Limit, window, cap.PerTopic).ToString(), cap.IsCeiling, cap.Used(state.Log, probe.Topic, at), cap.Limit, window,
            next == Millis.Never ? null : Millis.ToInstant(next));
    }
}
