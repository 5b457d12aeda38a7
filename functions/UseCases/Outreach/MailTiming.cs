using LeadRouter.Domain.Outreach;

namespace LeadRouter.UseCases.Outreach;

/// <summary>How long a hand-over may take, and how far to trust clocks.</summary>
/// <param name="Skew">The most that the clocks of two hosts on one store may differ; nothing when there is but one host.</param>
/// <param name="IsAlone">No other process can be at a send: an attempt that is not ours belongs to a process that died.</param>
public sealed record MailTiming(TimeSpan Skew, bool IsAlone)
{
    /// <summary>From the dispatch to the hand-over: for what is read and rendered in between, and for a process that is slow.</summary>
    public static readonly TimeSpan Room = TimeSpan.FromSeconds(30);

    public static readonly MailTiming Shared = new(Throttle.ClockTolerance, IsAlone: false);

    public static readonly MailTiming Alone = new(TimeSpan.Zero, IsAlone: true);
}
