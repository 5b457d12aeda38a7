using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>
/// The real executable as a process of its own: on a free port, with a data folder that outlives its kills. Whatever a test does, the
/// process ends with it.
/// </summary>
public sealed class HostProcess : IAsyncDisposable
{
    public const string EditorKey = "editor-key-of-the-tests";
    public const string ViewerKey = "viewer-key-of-the-tests";

    // The one line with an address in it: what to type first.
    private const string SampleOfTheWelcome = """-d '{"email":"ada@northwind.example",""";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly ConcurrentDictionary<int, Process> Alive = KilledAtExit();

    private readonly ConcurrentQueue<string> output = [];
    private readonly ConcurrentQueue<string> personal = [];
    private readonly Dictionary<string, string> settings;
    private readonly bool ownsData;
    private readonly string? storage;
    private Process? process;

    private HostProcess(bool virtualClock, string? data, IEnumerable<(string Name, string Value)> settings, string? storage = null)
    {
        IsVirtual = virtualClock;
        this.storage = storage;
        ownsData = data is null;
        this.settings = settings.ToDictionary(s => $"LeadRouter__{s.Name}", s => s.Value);
        Data = data ?? Directory.CreateTempSubdirectory("leadrouter-tests-").FullName;
        Port = FreePort();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 256 }) { BaseAddress = new Uri(Url), Timeout = StartPatience };
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    public string Data { get; }

    public bool IsVirtual { get; }

    public HttpClient Client { get; }

    public string Log => string.Join(Environment.NewLine, output);

    public bool IsRunning => process is { HasExited: false };

    /// <summary>Resident memory, in bytes.</summary>
    public long Memory
    {
        get
        {
            process!.Refresh();
            return process.WorkingSet64;
        }
    }

    public static async Task<HostProcess> StartAsync(bool virtualClock = true, params (string Name, string Value)[] settings)
    {
        var host = new HostProcess(virtualClock, data: null, [("ViewerKeys__0", ViewerKey), .. settings]);
        try
        {
            await host.StartAgainAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>A host, not started yet, on the data of another one.</summary>
    public static HostProcess On(string data, params (string Name, string Value)[] settings) => new(virtualClock: true, data, settings);

    /// <summary>A host on tables that it may share with others; its clock stands still, its lease does not.</summary>
    public static async Task<HostProcess> OnTablesAsync(string storage, params (string Name, string Value)[] settings)
    {
        var host = new HostProcess(virtualClock: true, data: null, [("ViewerKeys__0", ViewerKey), .. settings], storage);
        await host.StartAgainAsync();
        return host;
    }

    /// <summary>From its next start on; null takes the setting out.</summary>
    public void Set(string name, string? value)
    {
        if (value is null) settings.Remove($"LeadRouter__{name}");
        else settings[$"LeadRouter__{name}"] = value;
    }

    /// <summary>Starts it on the data it had, at the address it had.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in Arguments()) start.ArgumentList.Add(argument);
        // A host of a test does not live long enough to gain from what its compiler learns.
        start.Environment["DOTNET_TieredPGO"] = "0";
        // Everything that the product has to say, so that every test also looks for what must not be said.
        start.Environment["Logging__LogLevel__LeadRouter"] = "Debug";
        foreach (var (name, value) in settings) start.Environment[name] = value;
        process = Process.Start(start)!;
        Alive[process.Id] = process;
        process.OutputDataReceived += (_, line) => Remember(line.Data);
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await UntilHealthyAsync();
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        if (process is not { } doomed) return;
        doomed.Kill();
        await doomed.WaitForExitAsync();
        Alive.TryRemove(doomed.Id, out _);
        doomed.Dispose();
        process = null;
    }

    /// <summary>SIGSTOP: it stands still between two instructions, and knows nothing of it.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>SIGCONT: it goes on as if no time had passed.</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    public async Task RestartAsync()
    {
        await KillAsync();
        await StartAgainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Client.Dispose();
        if (ownsData) Directory.Delete(Data, recursive: true);
        Assert.Empty(personal);
    }

    private IEnumerable<string> Arguments()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "leadrouter.dll");
        yield return "serve";
        yield return "--urls";
        yield return Url;
        yield return "--data";
        yield return Data;
        yield return "--key";
        yield return EditorKey;
        if (IsVirtual) yield return "--virtual-clock";
        if (storage is null) yield break;
        yield return "--storage";
        yield return storage;
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task UntilHealthyAsync()
    {
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < StartPatience)
        {
            if (process!.HasExited) throw new InvalidOperationException($"The host ended with {process.ExitCode}:{Environment.NewLine}{Log}");
            try
            {
                using var answer = await Client.GetAsync("/health");
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(10);
        }
        throw new TimeoutException($"The host did not answer within {StartPatience}:{Environment.NewLine}{Log}");
    }

    private void Remember(string? line)
    {
        if (line is null) return;
        output.Enqueue(line);
        if (PersonalData.IsIn(line) && !line.Contains(SampleOfTheWelcome, StringComparison.Ordinal)) personal.Enqueue(line);
        while (output.Count > 500) output.TryDequeue(out _);
    }

    private static ConcurrentDictionary<int, Process> KilledAtExit()
    {
        var alive = new ConcurrentDictionary<int, Process>();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            foreach (var left in alive.Values) left.Kill();
        };
        return alive;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
