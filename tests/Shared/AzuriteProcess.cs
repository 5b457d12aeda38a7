using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LeadRouter.Tests.Shared;

/// <summary>
/// Azurite's table service in a process of its own, on a free port, its tables in memory. It is installed on first use, and a machine
/// where it cannot start fails whoever needs it.
/// </summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    private const int Tries = 3;
    private static readonly TimeSpan LongestInstall = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private Process? process;

    private AzuriteProcess() { }

    public int Port { get; private set; }

    /// <summary>Azurite's account, whose key is public.</summary>
    public string ConnectionString => ConnectionStringAt(Port);

    /// <summary>The same account behind another port, a proxy's.</summary>
    public static string ConnectionStringAt(int port) =>
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"TableEndpoint=http://127.0.0.1:{port}/devstoreaccount1;";

    public static async Task<AzuriteProcess> StartAsync()
    {
        var folder = AzuriteFolder();
        await RunAsync(Path.Combine(folder, "install.sh"), LongestInstall);
        for (var attempt = 1; ; attempt++)
        {
            var azurite = new AzuriteProcess();
            try
            {
                await azurite.StartAsync(folder);
                return azurite;
            }
            catch (InvalidOperationException) when (attempt < Tries)
            {
                // Somebody else took the port between the look and the start.
                await azurite.StopAsync();
            }
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static string AzuriteFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var azurite = Path.Combine(folder.FullName, "tests", "Azurite");
            if (File.Exists(Path.Combine(azurite, "package-lock.json")))
                return azurite;
        }

        throw new InvalidOperationException($"No tests/Azurite above {AppContext.BaseDirectory}.");
    }

    private static async Task RunAsync(string script, TimeSpan longest)
    {
        using var run = Process.Start(new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        using var timeout = new CancellationTokenSource(longest);
        await run.WaitForExitAsync(timeout.Token);
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"{script} ended with {run.ExitCode}: {await output}{await errors}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task StartAsync(string folder)
    {
        Port = FreePort();
        string[] arguments =
        [
            Path.Combine(folder, "start.js"), "--tableHost", "127.0.0.1", "--tablePort", Port.ToString(CultureInfo.InvariantCulture),
            "--inMemoryPersistence", "--skipApiVersionCheck", "--silent", "--disableTelemetry",
        ];
        process = Process.Start(new ProcessStartInfo("node", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var timeout = new CancellationTokenSource(LongestStart);
        while (await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            if (line.Contains("successfully started", StringComparison.Ordinal))
            {
                // Nobody reads on, and a full pipe would stop the process.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return;
            }
        }

        throw new InvalidOperationException($"Azurite did not start: {await process.StandardError.ReadToEndAsync(timeout.Token)}");
    }

    private async Task StopAsync()
    {
        if (process is null)
            return;
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }
}
