using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Outreach;

/// <summary>What became of a mail.</summary>
public abstract record MailOutcome
{
    /// <summary>The provider took it, now or when it was asked for before.</summary>
    public sealed record Sent : MailOutcome;

    /// <summary>Perhaps sent; it is not sent again.</summary>
    public sealed record Unknown : MailOutcome;

    /// <summary>The provider refused it for good.</summary>
    public sealed record Refused(string? Error) : MailOutcome;

    /// <summary>To be asked again then, and not a moment before.</summary>
    /// <param name="Why">The same while it waits for the same.</param>
    /// <param name="Text"><c>held until 08:00: quiet hours in America/Bogota</c>.</param>
    public sealed record Later(DateTimeOffset At, string Why, string Text) : MailOutcome;

    /// <summary>Goes with the digest of this number.</summary>
    /// <param name="Opened">Somebody must see to it that the digest leaves.</param>
    public sealed record Merged(long Digest, DateTimeOffset Leaves, bool Opened) : MailOutcome;

    public sealed record Dropped(DropReason Reason) : MailOutcome;
}

/// <summary>What the outcome of a mail means for the effect that asked for it, and how the lead's story tells it.</summary>
internal static class MailEnds
{
    /// <param name="what"><c>acknowledgement</c>, <c>reminder to ana</c>.</param>
    /// <param name="sent">The line of a mail that went.</param>
    public static EffectResult ResultOf(MailOutcome outcome, OutgoingMail mail, string what, StoryLine sent) => outcome switch
    {
        MailOutcome.Sent => new EffectResult(Note: sent),
        MailOutcome.Later later => new EffectResult(Note: new StoryLine("mailHeld", $"{what} {later.Text}")) { Again = new Again(later.At, later.Why) },
        MailOutcome.Merged { Opened: true } merged => new EffectResult(Note: Merged(what, merged))
        {
            Again = new Again(merged.Leaves, "the digest collects", new Effect.SendDigest(mail.To, mail.InDigest?.Reader, merged.Digest)),
        },
        MailOutcome.Merged merged => new EffectResult(Note: Merged(what, merged)),
        MailOutcome.Dropped dropped => new EffectResult(Note: new StoryLine("mailDropped", $"{what} not sent: {HoldWords.Of(dropped.Reason)}")),
        MailOutcome.Refused refused => new EffectResult(Note: new StoryLine("mailRefused", $"{what} refused by the mail provider ({refused.Error ?? "before"})")),
        MailOutcome.Unknown => new EffectResult(Note: new StoryLine("mailUnknown", $"Nobody knows whether the {what} was sent; it is not repeated")),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "an outcome of a mail without a name"),
    };

    private static StoryLine Merged(string what, MailOutcome.Merged merged) =>
        new("mailMerged", $"{what} goes with the digest that leaves at {merged.Leaves:HH:mm} UTC: the cap of its class is reached");
}
