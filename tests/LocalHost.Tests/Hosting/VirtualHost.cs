namespace LeadRouter.LocalHost.Tests.Hosting;

/// <summary>A host on the virtual clock for the tests of one class; at the end its books must be in order.</summary>
public sealed class VirtualHost : IAsyncLifetime
{
    public HostProcess Process { get; private set; } = null!;

    public Api Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Process = await HostProcess.StartAsync(virtualClock: true, ("HouseEmail", "house@leadrouter.example"), ("Parallelism", "8"));
        Api = new Api(Process.Client);
    }

    public async ValueTask DisposeAsync()
    {
        await using (Process)
        {
            if (!Process.IsRunning) return;
            await Api.SettleAsync();
            var accounting = await Api.AccountingAsync();
            Assert.Empty(accounting["orphans"]!.AsArray());
            Assert.DoesNotContain((await Api.GetAsync("/metrics", key: null)).Is(HttpStatusCode.OK).Text.Split('\n'), PersonalData.IsIn);
            Assert.DoesNotContain((await Api.MailsAsync()).SelectMany(m => m.Links).Select(l => l.Replace("/r/", "/", StringComparison.Ordinal).Replace("/u/", "/", StringComparison.Ordinal)), PersonalData.IsIn);
        }
    }
}
