namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>A form builder's sender: the same delivery under the same key, again and again until it is acknowledged.</summary>
internal sealed class PatientClient(Api api)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <param name="onSending">Called before each try.</param>
    public async Task<Reply> SendAsync(JsonObject lead, string key, Action? onSending = null)
    {
        while (true)
        {
            onSending?.Invoke();
            if (await TryAsync(lead, key) is { Status: not HttpStatusCode.ServiceUnavailable } reply) return reply.Is(HttpStatusCode.OK);
            await Task.Delay(Pause);
        }
    }

    /// <summary>Null when the connection was lost before an answer.</summary>
    public async Task<Reply?> TryAsync(JsonObject lead, string key)
    {
        try
        {
            return await api.SubmitAsync(lead.DeepClone().AsObject(), idempotencyKey: key);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }
}
