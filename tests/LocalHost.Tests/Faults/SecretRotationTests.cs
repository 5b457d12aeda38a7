using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using LeadRouter.LocalHost.Tests.Hosting;

namespace LeadRouter.LocalHost.Tests.Faults;

/// <summary>
/// S4: a secret is exchanged by two restarts while its sender delivers 200 times a second and retries what gets no answer, and while
/// somebody else floods a source that is limited.
/// </summary>
public sealed class SecretRotationTests : IAsyncLifetime
{
    private const string Old = "the-secret-so-far";
    private const string New = "the-secret-to-come";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentQueue<HttpStatusCode> flood = [];
    private int unanswered;
    private HostProcess host = null!;
    private Api api = null!;

    public async ValueTask InitializeAsync()
    {
        host = await HostProcess.StartAsync(virtualClock: true, ("Secrets__partner", Old));
        api = new Api(host.Client);
        var sources = (await api.GetAsync("/api/config/Sources")).Is(HttpStatusCode.OK).Json.AsArray();
        sources.Add(new JsonObject { ["RowKey"] = "partner", ["Shape"] = "flat", ["Signature"] = "hmac-sha256; header=X-Sig; sign={body}", ["Secret"] = "partner", ["IdempotencyKey"] = "no" });
        sources.Add(new JsonObject { ["RowKey"] = "flooded", ["Shape"] = "flat", ["RatePerMinute"] = 5 });
        await api.ConfigureAsync(sources, "Sources");
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Under_load_no_valid_delivery_is_refused_and_the_old_secret_ends()
    {
        var told = new List<Reply>();
        told.AddRange(await DeliverWhileAsync(Old, () => RestartAsync(New, Old)));
        told.AddRange(await DeliverWhileAsync(New, () => RestartAsync(New, null)));
        Assert.All(told, reply => reply.Is(HttpStatusCode.OK));
        Assert.Equal(2 * Proof.DeliveriesPerSecret, told.Select(r => r.Value("submissionId")).Distinct().Count());
        Assert.Equal("duplicate", (await DeliverAsync(New, 0)).Is(HttpStatusCode.OK).Value("status"));
        (await DeliverAsync(Old, 1_000_000)).Is(HttpStatusCode.Unauthorized, "signature.invalid");

        var accounting = await api.AccountingAsync();
        Assert.Equal(1, accounting["refused"]!["partner"]!.GetValue<int>());
        var answered = told.Count + flood.Count(status => status == HttpStatusCode.OK);
        Assert.InRange(accounting["received"]!.GetValue<int>(), answered, answered + unanswered);
        Assert.Contains(HttpStatusCode.TooManyRequests, flood);
        Assert.All(flood, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, status.ToString()));
    }

    /// <summary>Deliveries signed with this secret; when half of them are on their way something else happens.</summary>
    private async Task<Reply[]> DeliverWhileAsync(string secret, Func<Task> change)
    {
        using var pace = new PeriodicTimer(Pace);
        var first = secret == Old ? Proof.DeliveriesPerSecret : 0;
        var changed = Task.CompletedTask;
        var deliveries = new List<Task<Reply>>();
        var floods = new List<Task>();
        for (var number = 0; number < Proof.DeliveriesPerSecret; number++)
        {
            await pace.WaitForNextTickAsync();
            if (number == Proof.DeliveriesPerSecret / 2) changed = change();
            var own = first + number;
            deliveries.Add(PatientClient.UntilAnsweredAsync(() => DeliverAsync(secret, own)));
            floods.AddRange([FloodAsync(), FloodAsync()]);
        }
        await Task.WhenAll([changed, .. deliveries, .. floods]);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => FloodAsync()));
        return await Task.WhenAll(deliveries);
    }

    private async Task RestartAsync(string first, string? second)
    {
        host.Set("Secrets__partner", null);
        host.Set("Secrets__partner__0", first);
        host.Set("Secrets__partner__1", second);
        await host.RestartAsync();
    }

    private async Task FloodAsync()
    {
        // Who floods does not come again for an answer; it may have been stored all the same.
        if (await PatientClient.TryAsync(() => api.SubmitAsync(A.Lead(), "flooded")) is { } reply) flood.Enqueue(reply.Status);
        else Interlocked.Increment(ref unanswered);
    }

    private async Task<Reply> DeliverAsync(string secret, int number)
    {
        var body = $$"""{"no":{{number}},"email":"p{{number}}@partner.example"}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await api.PostAsync("/api/leads/partner", content, key: null, ("X-Sig", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)))));
    }
}
