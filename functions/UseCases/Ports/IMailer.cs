using LeadRouter.Domain.Leads;

namespace LeadRouter.UseCases.Ports;

/// <summary>Renders one mail and hands it to the provider, once: no retries inside.</summary>
public interface IMailer
{
    /// <returns>What is known of it afterwards; a provider that is down or slow is an unknown fate or a rejection, never an exception.</returns>
    Task<MailAnswer> SendAsync(OutgoingMail mail, CancellationToken ct);
}

/// <summary>A mail before it is rendered.</summary>
/// <param name="SendId">The key that both copies of a repeated mail would carry.</param>
/// <param name="Class">assignment, sla-alert, ack: what the throttle counts it as, and the name it shows.</param>
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
    IReadOnlyDictionary<string, object?> Data);

public sealed record MailAnswer(MailFate Fate, string? Error = null)
{
    /// <summary>The provider asks to be left alone for this long.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
