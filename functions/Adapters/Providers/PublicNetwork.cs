using System.Net;
using System.Net.Sockets;

namespace LeadRouter.Adapters.Providers;

/// <summary>
/// Keeps calls to configured addresses out of private networks: every address that a name resolves to is checked at the moment of the
/// connection, and the connection goes to that very address, so that a name cannot answer twice.
/// </summary>
public static class PublicNetwork
{
    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "168.63.129.16/32", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return IsPublic(address.MapToIPv4());
        // An IPv4 address may travel inside one of IPv6.
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && (Translated.Contains(address) || Compatible.Contains(address)))
            return IsPublic(new IPAddress(address.GetAddressBytes().AsSpan(12, 4))) && !Closed.Any(n => n.Contains(address));
        return !Closed.Any(n => n.BaseAddress.AddressFamily == address.AddressFamily && n.Contains(address));
    }

    /// <summary>A client that follows no redirect and connects to public addresses only.</summary>
    public static HttpClient Client(bool allowPrivate, TimeSpan timeout, long largestAnswer) => new(Handler(allowPrivate))
    {
        Timeout = timeout,
        MaxResponseContentBufferSize = largestAnswer,
    };

    private static SocketsHttpHandler Handler(bool allowPrivate)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseCookies = false };
        if (!allowPrivate) handler.ConnectCallback = ConnectAsync;
        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var all = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct).ConfigureAwait(false);
        // One private address among them is enough: such a name is made to get inside.
        if (all.Length == 0 || !all.All(IsPublic)) throw new HttpRequestException($"{context.DnsEndPoint.Host} is not an address of the public network");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(all, context.DnsEndPoint.Port, ct).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
