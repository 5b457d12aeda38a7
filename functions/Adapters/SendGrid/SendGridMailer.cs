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
public sealed class SendGridMailer(ISendGridClient client, MailTemplates templates, IOptions<LeadRouterOptions> options) : IMailer
{
    public async Task<MailAnswer> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        var message = Compose(mail);
        try
        {
            var response = await client.SendEmailAsync(message, ct).ConfigureAwait(false);
            return Read(response);
        }
        catch (HttpRequestException refused) when (refused.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            // Not a byte reached the provider.
            return new MailAnswer(MailFate.Rejected, refused.HttpRequestError.ToString());
        }
        catch (Exception silent) when (silent is HttpRequestException or IOException or OperationCanceledException)
        {
            return new MailAnswer(MailFate.Unknown, silent.GetType().Name);
        }
    }

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
        message.AddCustomArg("sendId", mail.SendId);
        message.AddCustomArg("class", mail.Class);
        message.AddHeader("X-LeadRouter-Send", mail.SendId);
        // A link that SendGrid rewrites would count a mail scanner as a click, and leave the page's own host.
        message.SetClickTracking(false, false);
        message.SetOpenTracking(false);
        return message;
    }

    private static MailAnswer Read(Response response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => new MailAnswer(MailFate.Accepted),
        (int)HttpStatusCode.TooManyRequests => new MailAnswer(MailFate.Rejected, "429"),
        >= 400 and < 500 => new MailAnswer(MailFate.Rejected, $"{(int)response.StatusCode}"),
        var status => new MailAnswer(MailFate.Unknown, $"{status}"),
    };
}
