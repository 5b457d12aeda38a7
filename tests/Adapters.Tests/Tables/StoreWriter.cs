using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using LeadRouter.Adapters.Tables;
using static LeadRouter.Adapters.Tests.Tables.Rows;

namespace LeadRouter.Adapters.Tests.Tables;

/// <summary>A process that writes to a store and says what was acknowledged, until it is killed: this program, started again.</summary>
internal sealed class StoreWriter : IDisposable
{
    public const string Table = "Leads";

    private const string StoreVariable = "LEADROUTER_TEST_STORE_WRITER";
    private const string NumberVariable = "LEADROUTER_TEST_STORE_WRITER_FIRST";

    private readonly Process process;

    private StoreWriter(Process process) => this.process = process;

    public int ProcessId => process.Id;

    public static StoreWriter Start(string storePath, int firstNumber)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(StoreWriter).Assembly.Location]) { RedirectStandardOutput = true };
        start.Environment[StoreVariable] = storePath;
        start.Environment[NumberVariable] = firstNumber.ToString(CultureInfo.InvariantCulture);
        return new StoreWriter(Process.Start(start)!);
    }

    public async Task<List<string>> AcknowledgedAsync(int atLeast, CancellationToken ct)
    {
        var keys = new List<string>();
        while (keys.Count < atLeast && await process.StandardOutput.ReadLineAsync(ct) is { } key)
            keys.Add(key);
        Assert.True(keys.Count == atLeast, "The writer ended early.");
        return keys;
    }

    /// <summary>Ends the process without warning; the answer is what it had said by then.</summary>
    public async Task<string[]> KillAsync(CancellationToken ct)
    {
        process.Kill();
        var rest = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        // What follows the last line feed is half a word.
        return rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    [ModuleInitializer]
    internal static void WriteIfAsked()
    {
        if (Environment.GetEnvironmentVariable(StoreVariable) is not { } path)
            return;
        var engine = SqliteTableEngine.Open(path);
        var next = int.Parse(Environment.GetEnvironmentVariable(NumberVariable)!, CultureInfo.InvariantCulture);
        while (true)
        {
            // All on this thread: any other that ran this assembly's code would wait for the end of this initializer.
            var keys = Enumerable.Range(next, 8).Select(n => n.ToString(CultureInfo.InvariantCulture)).ToList();
            Task.WaitAll(keys.ConvertAll(key => engine.CommitAsync(Table, key, [Insert("row", ("N", 1))], CancellationToken.None).AsTask()));
            keys.ForEach(Console.WriteLine);
            next += keys.Count;
        }
    }
}
