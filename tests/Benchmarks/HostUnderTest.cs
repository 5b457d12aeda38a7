using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace LeadRouter.Benchmarks;

/// <summary>A host in a process of its own, as it runs in earnest.</summary>
internal sealed class HostUnderTest : IDisposable
{
    private readonly Process process;

    private HostUnderTest(Process process, int port, TimeSpan firstAnswer)
    {
        this.process = process;
        Port = port;
        FirstAnswer = firstAnswer;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        Http.DefaultRequestHeaders.Add("x-api-key", Key);
    }

    public const string Key = "benchmark-key";

    public int Port { get; }

    public HttpClient Http { get; }

    /// <summary>From the start of the process to its first answer over HTTP.</summary>
    public TimeSpan FirstAnswer { get; }

    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Of both cores together, since it started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Handed to the disk since it started, the pages that were written over and over before they were synced among them.</summary>
    public long WrittenBytes => long.Parse(
        File.ReadLines($"/proc/{process.Id}/io").First(line => line.StartsWith("write_bytes: ", StringComparison.Ordinal))["write_bytes: ".Length..],
        System.Globalization.CultureInfo.InvariantCulture);

    public static Task<HostUnderTest> StartAsync(string data, params string[] more) => StartAsync(data, new Dictionary<string, string>(), more);

    public static async Task<HostUnderTest> StartAsync(string data, IReadOnlyDictionary<string, string> settings, params string[] more)
    {
        var port = FreePort();
        var host = Path.Combine(AppContext.BaseDirectory, "leadrouter.dll");
        return await StartAsync(port, [host, "serve", "--urls", $"http://127.0.0.1:{port}", "--data", data, "--key", Key, .. more], "/health", settings);
    }

    /// <summary>The endpoint that only stores 1 KB and answers: the limit that ingest is measured against.</summary>
    public static async Task<HostUnderTest> StartPlainAsync(string data)
    {
        var port = FreePort();
        return await StartAsync(port, [typeof(HostUnderTest).Assembly.Location, "plain", port.ToString(System.Globalization.CultureInfo.InvariantCulture), data], "/health");
    }

    /// <summary>The product's host, with the figures of insights counted or not.</summary>
    public static async Task<HostUnderTest> StartWithFiguresAsync(string data, bool counted)
    {
        var port = FreePort();
        var figures = counted ? "counted" : "left out";
        return await StartAsync(port, [typeof(HostUnderTest).Assembly.Location, "host", figures, port.ToString(System.Globalization.CultureInfo.InvariantCulture), data], "/health");
    }

    public async Task<JsonElement> GetAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path);

    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
        Http.Dispose();
    }

    private static async Task<HostUnderTest> StartAsync(int port, string[] arguments, string probe, IReadOnlyDictionary<string, string>? settings = null)
    {
        var watch = Stopwatch.StartNew();
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) start.Environment[$"LeadRouter__{name}"] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient();
        while (true)
        {
            if (process.HasExited) throw new InvalidOperationException($"The host ended with {process.ExitCode}");
            try
            {
                (await http.GetAsync(new Uri($"http://127.0.0.1:{port}{probe}"))).EnsureSuccessStatusCode();
                return new HostUnderTest(process, port, watch.Elapsed);
            }
            catch (HttpRequestException)
            {
                // Asking more often would take from the core that the host starts on.
                await Task.Delay(20);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
