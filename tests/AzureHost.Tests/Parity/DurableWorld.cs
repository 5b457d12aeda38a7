using LeadRouter.AzureHost.Insights;
using LeadRouter.AzureHost.Intake;
using LeadRouter.AzureHost.Leads;
using LeadRouter.AzureHost.Tests.Bus;
using LeadRouter.AzureHost.Tests.Durable;
using LeadRouter.UseCases.Ports;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LeadRouter.AzureHost.Tests.Parity;

/// <summary>The functions of the Azure host and its orchestrator, on the fake engine.</summary>
/// <param name="movesTwice">Every move is carried out twice, as when the answer of an activity was lost.</param>
internal class DurableWorld(Wakes wakes, bool movesTwice = false) : World([], wakes)
{
    private readonly FakeTimeProvider time = new(Start);
    private readonly FakeBus bus = new();
    private FakeDurable? engine;

    protected override DateTimeOffset Now => time.GetUtcNow();

    public FakeDurable Engine => engine!;

    public int Messages { get; private set; }

    protected override void AddDriver(ServiceCollection services) =>
        services.AddAzureHost(Settings).AddSingleton(bus.Client).AddSingleton<TimeProvider>(time).AddSingleton<AdvanceLeadActivity>().AddSingleton<IntakeFunctions>().AddSingleton<SweepFunction>();

    protected override IWakeLead Driver(IServiceProvider services) => services.GetRequiredService<DurableWake>();

    protected override Task BeginAsync()
    {
        engine = new FakeDurable(time.GetUtcNow, MoveAsync);
        Services.GetRequiredService<DurableWake>().Use(engine.Client);
        return Task.CompletedTask;
    }

    protected override Task EndAsync() => Task.CompletedTask;

    protected override async Task SettleAsync()
    {
        for (; bus.Take("lead-received") is { } message; Messages++)
            await Services.GetRequiredService<IntakeFunctions>().StartLead(message.Body.ToString(), Engine.Client, default);
        await Engine.SettleAsync();
    }

    protected override async Task PassToAsync(DateTimeOffset to)
    {
        while (Engine.NextDue is { } next && next <= to.UtcDateTime)
        {
            if (next > Now.UtcDateTime) time.SetUtcNow(next);
            Engine.FireDue();
            await SettleAsync();
        }
        time.SetUtcNow(to);
        var wake = Services.GetRequiredService<UnreliableWake>();
        wake.Sweeping = true;
        await Services.GetRequiredService<SweepFunction>().RunAsync(new TimerInfo(), Engine.Client, default);
        wake.Sweeping = false;
        await SettleAsync();
    }

    private async Task<AdvanceResult> MoveAsync(string lead)
    {
        var activity = Services.GetRequiredService<AdvanceLeadActivity>();
        if (movesTwice) await activity.RunAsync(lead, Engine.Client);
        return await activity.RunAsync(lead, Engine.Client);
    }
}
