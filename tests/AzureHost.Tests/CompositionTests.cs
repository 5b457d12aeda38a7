using Azure.Messaging.ServiceBus;
using LeadRouter.Adapters.Http;
using LeadRouter.AzureHost.Bus;
using LeadRouter.AzureHost.Insights;
using LeadRouter.AzureHost.Leads;
using LeadRouter.AzureHost.Outreach;
using LeadRouter.AzureHost.Tests.Parity;
using LeadRouter.UseCases.Ports;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeadRouter.AzureHost.Tests;

public sealed class CompositionTests
{
    private static readonly IReadOnlyDictionary<string, string?> Settings = Given.AzureSettings;

    [Fact]
    public async Task Everything_can_be_made_and_every_function_has_what_it_asks_for()
    {
        await using var services = Build(Settings);
        await using var scope = services.CreateAsyncScope();
        foreach (var type in Function.All.Select(f => f.Class).Distinct().Where(t => !t.IsAbstract))
            Assert.NotNull(ActivatorUtilities.CreateInstance(scope.ServiceProvider, type));
        Assert.Same(services.GetRequiredService<DurableWake>(), services.GetRequiredService<IWakeLead>());
        Assert.Single(services.GetServices<IHostedService>().OfType<ConfigurationStart>());
    }

    [Fact]
    public async Task Both_hosts_serve_exactly_the_contract()
    {
        await using var services = Build(Settings);
        var contract = services.GetRequiredService<Router>().All.Select(r => Line(r.Name, r.Methods, r.Template));
        var served = Function.All.Where(f => f.Http is not null).Select(f => Line(f.Name, f.Http!.Methods!, f.Http.Route!));
        Assert.Equal(contract.Order(StringComparer.Ordinal), served.Order(StringComparer.Ordinal));

        static string Line(string name, IEnumerable<string> methods, string route) =>
            $"{name}: {string.Join(' ', methods.Select(m => m.ToUpperInvariant()).Order(StringComparer.Ordinal))} /{route}";
    }

    [Fact]
    public void The_host_lets_every_call_through_to_our_own_keys() =>
        Assert.All(Function.All.Where(f => f.Http is not null), f => Assert.Equal(AuthorizationLevel.Anonymous, f.Http!.AuthLevel));

    [Fact]
    public void Whatever_may_wake_a_lead_hands_on_its_durable_client()
    {
        var readers = Function.All.Where(f =>
            f.Http?.Methods!.All(m => m is "get" or "head" or "options") == true || f.Class == typeof(LeadOrchestrator) || (f.Http is null && !f.Class.GetConstructors().SelectMany(c => c.GetParameters()).Any(p => p.ParameterType == typeof(DurableWake)))
            // Choices of contacts and reports of the provider move no lead: a mail that waits has a timer of its own.
            || f.Class == typeof(OutreachFunctions));
        Assert.All(Function.All.Except(readers), f => Assert.True(f.HasDurableClient, $"{f.Name} has no [DurableClient]"));
    }

    [Fact]
    public async Task Without_a_storage_account_the_host_says_so()
    {
        await using var services = Build(Settings.Where(s => s.Key != "LeadRouter:Storage"));
        var missing = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<Adapters.Tables.ITableEngine>());
        Assert.Contains(nameof(AzureHostOptions.Storage), missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LeadQueue")]
    [InlineData("EventTopic")]
    [InlineData("ServiceBus:fullyQualifiedNamespace")]
    public async Task Without_a_place_on_the_bus_the_host_says_so(string setting)
    {
        await using var services = Build(Settings.Where(s => s.Key != setting));
        var missing = Record.Exception(() => _ = (services.GetRequiredService<IOptions<BusOptions>>().Value, services.GetRequiredService<ServiceBusClient>()));
        Assert.Contains(setting.Split(':')[^1], missing!.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(IEnumerable<KeyValuePair<string, string?>> settings) => new ServiceCollection()
        .AddLogging()
        .AddAzureHost(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
}
