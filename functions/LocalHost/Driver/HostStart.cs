namespace LeadRouter.LocalHost.Driver;

internal static class HostStart
{
    /// <summary>Ends when the host listens.</summary>
    public static async Task StartedAsync(this IHostApplicationLifetime lifetime, CancellationToken stop)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult).ConfigureAwait(false);
        await started.Task.WaitAsync(stop).ConfigureAwait(false);
    }
}
