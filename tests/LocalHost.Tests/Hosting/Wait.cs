using System.Diagnostics;

namespace LeadRouter.LocalHost.Tests.Hosting;

internal static class Wait
{
    /// <summary>Real time: processes and leases live in it.</summary>
    public static async Task<TimeSpan> UntilAsync(Func<Task<bool>> holds, TimeSpan patience, Func<Task<string>>? otherwise = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            if (watch.Elapsed > patience) Assert.Fail($"Not within {patience}. {(otherwise is null ? "" : await otherwise())}");
            await Task.Delay(100);
        }
        return watch.Elapsed;
    }
}
