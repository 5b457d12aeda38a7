using LeadRouter.Domain.Leads;
using LeadRouter.Domain.Outreach;

namespace LeadRouter.UseCases.Ports;

/// <summary>Renders one mail and hands it to the provider, once: no retries inside.</summary>
public interface IMailer
{
    /// <summary>Longer than this no hand-over takes.</summary>
    TimeSpan Timeout => TimeSpan.FromSeconds(20);

    /// <returns>What is known of it afterwards; a provider that is down or slow is an unknown fate or a rejection, never an exception.</returns>
    Task<MailAnswer> SendAsync(OutgoingMail mail, CancellationToken ct);
}

/// <summary>A mail before it is rendered: one recipient, never a copy to anybody else.</summary>
/// <param name="SendId">Unique in its mailbox: asked twice, it is sent once.</param>
/// <param name="Class">assignment, sla-alert, ack: a row of <c>ContactPolicies</c>.</param>
/// <param name="Template">Name of the template; it exists in every language of the product.</param>
/// <param name="Language">ISO code; another than the product's is read as English.</param>
/// <param name="Data">What the template shows; every value is encoded for HTML.</param>
public sealed record OutgoingMail(
    string SendId,
    string Class,
    string Template,
    string Language,
    string To,
    string? ToName,
    LeadId About,
    IReadOnlyDictionary<string, object?> Data)
{
    /// <summary>What caps "per form" tell apart.</summary>
    public string? Topic { get; init; }

    /// <summary>What is known of the contact's zone and consent; null for colleagues.</summary>
    public ContactFacts? Contact { get; init; }

    /// <summary>How a digest would show it; null for mail that is never merged.</summary>
    public DigestItem? InDigest { get; init; }

    /// <summary>Nobody has asked for it before, as far as is known: looking for it can wait until storage says otherwise.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Rather no mail than two: after an unknown outcome it is not sent again, whatever its class allows.</summary>
    public bool Once { get; init; }

    /// <summary>What tells copies of one mail, unique among all mailboxes; null when the send id is.</summary>
    public string? Key { get; init; }

    /// <summary>The address of the page on which the contact chooses what he gets; null for colleagues. Set by the one who sends.</summary>
    public string? PreferencesUrl { get; init; }

    /// <summary>The attempt that hands it over; events of the provider name it. Set by the one who sends.</summary>
    public AttemptToken Attempt { get; init; }
}

/// <summary>What the throttle must know of a contact.</summary>
/// <param name="Consent">When he consented to marketing mail; null when he did not.</param>
public sealed record ContactFacts(string? TimeZone, string? Country, DateTimeOffset? Consent);

public enum MailFate
{
    Accepted,

    /// <summary>Certainly not sent.</summary>
    Rejected,

    /// <summary>Perhaps sent.</summary>
    Unknown,
}

public sealed record MailAnswer(MailFate Fate, string? Error = null)
{
    /// <summary>The provider asks to be left alone for this long.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Rejected, and trying again would be too.</summary>
    public bool IsFinal { get; init; }
}
