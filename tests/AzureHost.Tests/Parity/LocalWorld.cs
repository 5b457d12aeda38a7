using LeadRouter.Adapters;
using LeadRouter.LocalHost.Driver;
using LeadRouter.UseCases.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace LeadRouter.AzureHost.Tests.Parity;

/// <summary>The driver of the local host, its clock and the mover of its hands.</summary>
internal sealed class LocalWorld(Wakes wakes) : World([], wakes)
{
    private readonly CancellationTokenSource stop = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("leadrouter-parity-");
    private Task run = Task.CompletedTask;

    protected override DateTimeOffset Now => Services.GetRequiredService<ClockMover>().Now;

    protected override void AddDriver(ServiceCollection services) => services
        .AddLeadRouter(Settings)
        .AddSingleton<IDriverLease, SoleDriver>()
        .AddSingleton<LocalDriver>()
        .AddSingleton(_ => new VirtualClock(Path.Combine(folder.FullName, "clock")))
        .AddSingleton<TimeProvider>(s => s.GetRequiredService<VirtualClock>())
        .AddSingleton<ClockMover>();

    protected override IWakeLead Driver(IServiceProvider services) => services.GetRequiredService<LocalDriver>();

    protected override Task BeginAsync()
    {
        run = Services.GetRequiredService<LocalDriver>().RunAsync(stop.Token);
        return Services.GetRequiredService<LocalDriver>().LoadAsync(stop.Token);
    }

    protected override async Task EndAsync()
    {
        await stop.CancelAsync();
        await run;
        stop.Dispose();
        folder.Delete(recursive: true);
    }

    protected override Task SettleAsync() => Services.GetRequiredService<LocalDriver>().WhenIdleAsync();

    protected override async Task PassToAsync(DateTimeOffset to)
    {
        var wake = Services.GetRequiredService<UnreliableWake>();
        wake.Sweeping = true;
        await Services.GetRequiredService<ClockMover>().MoveToAsync(to, default);
        wake.Sweeping = false;
    }
}
