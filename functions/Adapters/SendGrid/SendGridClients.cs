using LeadRouter.UseCases.Leads;
using SendGrid;

namespace LeadRouter.Adapters.SendGrid;

internal static class SendGridClients
{
    /// <summary>No answer within this is an unknown fate, which costs a lead its acknowledgement: better patient than quick.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    // With a client of our own the library's retries cannot be switched on by accident: it ignores its reliability settings then.
    public static SendGridClient Create(LeadRouterOptions options)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxConnectionsPerServer = 64, AllowAutoRedirect = false };
        var http = new HttpClient(handler) { Timeout = Timeout };
        return new SendGridClient(http, new SendGridClientOptions { ApiKey = options.SendGridApiKey, Host = options.SendGridHost });
    }
}
