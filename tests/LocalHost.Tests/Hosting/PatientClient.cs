namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>A form builder's sender: the same delivery under the same key, again and again until it is acknowledged.</summary>
internal sealed class PatientClient(Api api)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <param name="onSending">Called before each try.</param>
    public async Task<Reply> SendAsync(JsonObject lead, string key, Action? onSending = null) => (await UntilAnsweredAsync(() =>
    {
        onSending?.Invoke();
        return SubmitAsync(lead, key);
    })).Is(HttpStatusCode.OK);

    /// <summary>Null when the connection was lost before an answer.</summary>
    public Task<Reply?> TryAsync(JsonObject lead, string key) => TryAsync(() => SubmitAsync(lead, key));

    /// <summary>Again and again, until the host is there and takes it or refuses it.</summary>
    public static async Task<Reply> UntilAnsweredAsync(Func<Task<Reply>> send)
    {
        while (true)
        {
            if (await TryAsync(send) is { Status: not HttpStatusCode.ServiceUnavailable } reply) return reply;
            await Task.Delay(Pause);
        }
    }

    /// <summary>Null when the connection was lost before an answer.</summary>
    public static async Task<Reply?> TryAsync(Func<Task<Reply>> send)
    {
        try
        {
            return await send();
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private Task<Reply> SubmitAsync(JsonObject lead, string key) => api.SubmitAsync(lead.DeepClone().AsObject(), idempotencyKey: key);
}
