using System.Globalization;
using System.Net;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.Options;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace LeadRouter.Adapters.SendGrid;

/// <summary>
/// Hands mail to SendGrid. The library's own retries stay off: a retry after the body was sent may send twice, and SendGrid has no
/// idempotency key to stop it.
/// </summary>
public sealed class SendGridMailer(ISendGridClient client, MailTemplates templates, IOptions<LeadRouterOptions> options, TimeProvider clock) : IMailer
{
    public TimeSpan Timeout => SendGridClients.Timeout;

    public async Task<MailAnswer> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        var message = Compose(mail);
        try
        {
            var response = await client.SendEmailAsync(message, ct).ConfigureAwait(false);
            return Read(response);
        }
        catch (Exception refused) when (IsBeforeAnyByte(refused))
        {
            return new MailAnswer(MailFate.Rejected, refused.GetType().Name);
        }
#pragma warning disable CA1031 // Whatever else goes wrong, the mail may have been taken: an exception would say that it was not.
        catch (Exception silent)
#pragma warning restore CA1031
        {
            return new MailAnswer(MailFate.Unknown, silent.GetType().Name);
        }
    }

    private static bool IsBeforeAnyByte(Exception fault) =>
        fault is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };

    private SendGridMessage Compose(OutgoingMail mail)
    {
        var text = templates.Render(mail);
        var message = MailHelper.CreateSingleEmail(
            new EmailAddress(options.Value.MailFrom, options.Value.MailFromName),
            new EmailAddress(mail.To, MailTemplates.OneLine(mail.ToName)),
            text.Subject,
            text.Text,
            text.Html);
        message.AddCategory(mail.Class);
        message.AddCustomArg("sendId", mail.Key ?? mail.SendId);
        message.AddCustomArg("class", mail.Class);
        message.AddCustomArg("row", mail.SendId);
        message.AddCustomArg("attempt", mail.Attempt.ToString());
        message.AddHeader("X-LeadRouter-Send", mail.Key ?? mail.SendId);
        if (mail.PreferencesUrl is { } url)
        {
            message.AddHeader("List-Unsubscribe", $"<{url}>");
            message.AddHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        // A link that SendGrid rewrites would count a mail scanner as a click, and leave the page's own host.
        message.SetClickTracking(false, false);
        message.SetOpenTracking(false);
        return message;
    }

    private MailAnswer Read(Response response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => new MailAnswer(MailFate.Accepted),
        (int)HttpStatusCode.TooManyRequests => new MailAnswer(MailFate.Rejected, "429") { RetryAfter = ResetOf(response) },
        // A key that is wrong or blocked is put right by people; the mail is not at fault.
        (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.Forbidden or (int)HttpStatusCode.RequestTimeout =>
            new MailAnswer(MailFate.Rejected, $"{(int)response.StatusCode}"),
        >= 400 and < 500 => new MailAnswer(MailFate.Rejected, $"{(int)response.StatusCode}") { IsFinal = true },
        var status => new MailAnswer(MailFate.Unknown, $"{status}"),
    };

    /// <summary>The instant after which SendGrid takes mail again, in seconds since 1970; an hour at most is believed.</summary>
    private TimeSpan? ResetOf(Response response)
    {
        if (!response.Headers.TryGetValues("X-RateLimit-Reset", out var values)) return null;
        if (!long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return null;
        var pause = TimeSpan.FromSeconds(seconds) - (clock.GetUtcNow() - DateTimeOffset.UnixEpoch);
        return pause > TimeSpan.Zero ? pause < LongestPause ? pause : LongestPause : null;
    }

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
}
