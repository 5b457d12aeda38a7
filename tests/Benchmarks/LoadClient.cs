using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LeadRouter.Benchmarks;

/// <summary>What a load run measured.</summary>
/// <param name="Rate">Answers a second.</param>
/// <param name="P99">99th percentile of the answer time, in milliseconds.</param>
internal sealed record LoadResult(int Answers, int Errors, double Rate, double P50, double P99);

/// <summary>
/// Posts prepared bodies over keep-alive connections on plain sockets: on two cores the client must cost as little as it can, because
/// what it uses the host lacks. Loopback only.
/// </summary>
internal static class LoadClient
{
    /// <param name="perSecond">The pace at which all of them together post; 0: as fast as they are answered.</param>
    public static async Task<LoadResult> RunAsync(int port, string path, int count, int connections, Func<int, string> body, Func<string, string>? headers = null, int perSecond = 0)
    {
        var next = -1;
        var errors = 0;
        var times = new ConcurrentBag<double[]>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, port);
            var buffer = new byte[16 * 1024];
            var mine = new List<double>();
            for (int i; (i = Interlocked.Increment(ref next)) < count;)
            {
                if (perSecond > 0 && TimeSpan.FromSeconds((double)i / perSecond) - watch.Elapsed is { Ticks: > 0 } rest) await Task.Delay(rest);
                var started = Stopwatch.GetTimestamp();
                var post = body(i);
                await socket.SendAsync(Request(path, post, headers?.Invoke(post) ?? ""));
                if (!await AnswersOkAsync(socket, buffer)) Interlocked.Increment(ref errors);
                mine.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
            times.Add([.. mine]);
        })));
        var elapsed = watch.Elapsed.TotalSeconds;
        var sorted = times.SelectMany(t => t).Order().ToArray();
        return new LoadResult(count, errors, count / elapsed, sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)]);
    }

    private static byte[] Request(string path, string body, string headers)
    {
        var bytes = Encoding.UTF8.GetByteCount(body);
        return Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {bytes}\r\n{headers}\r\n{body}");
    }

    /// <summary>Reads one answer: headers, then the body by its length or its chunks.</summary>
    private static async Task<bool> AnswersOkAsync(Socket socket, byte[] buffer)
    {
        var have = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(have));
            if (read == 0) return false;
            have += read;
            var text = buffer.AsSpan(0, have);
            var head = text.IndexOf("\r\n\r\n"u8);
            if (head < 0) continue;
            if (IsWhole(text[..head], text[(head + 4)..])) return text.StartsWith("HTTP/1.1 200"u8);
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        if (head.IndexOf("Transfer-Encoding: chunked"u8) >= 0) return body.EndsWith("0\r\n\r\n"u8);
        var at = head.IndexOf("Content-Length: "u8);
        return at < 0 || (System.Buffers.Text.Utf8Parser.TryParse(head[(at + 16)..], out int length, out _) && body.Length >= length);
    }
}
