using System.Diagnostics;

namespace LeadRouter.SharedStore.Tests;

public sealed class UnreachableStoreTests
{
    [Theory]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=nobody;AccountKey=c2VjcmV0;TableEndpoint=http://127.0.0.1:9/nobody;", "The table service http://127.0.0.1:9/nobody cannot be used: Connection refused")]
    [InlineData("AccountKey=c2VjcmV0", "--storage is neither a connection string of a storage account nor the URL of its tables.")]
    public async Task A_store_that_cannot_be_reached_is_said_in_one_line(string storage, string message)
    {
        var folder = Directory.CreateTempSubdirectory("leadrouter-tests-").FullName;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "leadrouter.dll"), "--data", folder, "--storage", storage])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var host = Process.Start(start)!;
        var (said, printed) = (await host.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), await host.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await host.WaitForExitAsync(TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);

        Assert.Equal((1, ""), (host.ExitCode, printed));
        Assert.StartsWith(message, Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.DoesNotContain("c2VjcmV0", said);
    }
}
