using System.Net.Sockets;
using System.Text;

namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>Requests that no well-behaved client would send, byte by byte.</summary>
internal sealed class RawHttp : IDisposable
{
    private readonly TcpClient tcp = new();

    private RawHttp() { }

    public static async Task<RawHttp> OpenAsync(int port)
    {
        var raw = new RawHttp();
        await raw.tcp.ConnectAsync(IPAddress.Loopback, port);
        return raw;
    }

    public async Task SendAsync(byte[] bytes) => await tcp.GetStream().WriteAsync(bytes);

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>All that comes until the other side closes.</summary>
    public async Task<string> ReadAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var answer = new MemoryStream();
        try
        {
            await tcp.GetStream().CopyToAsync(answer, patience.Token);
        }
        catch (IOException)
        {
            // Closed with a reset: what came before counts.
        }
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    public static async Task<string> AskAsync(int port, string request)
    {
        using var raw = await OpenAsync(port);
        await raw.SendAsync(request);
        return await raw.ReadAsync();
    }

    public void Dispose() => tcp.Dispose();
}
