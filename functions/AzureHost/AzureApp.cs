using System.ComponentModel.DataAnnotations;
using LeadRouter.Adapters;
using LeadRouter.Adapters.Tables;
using LeadRouter.Adapters.Tables.Azure;
using LeadRouter.Adapters.Tables.Config;
using LeadRouter.AzureHost.Bus;
using LeadRouter.AzureHost.Insights;
using LeadRouter.AzureHost.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using LeadRouter.WebConsole;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LeadRouter.AzureHost;

/// <summary>The product on Azure: table storage, durable orchestrations as drivers, and the clock of the cloud.</summary>
public static class AzureApp
{
    public static IServiceCollection AddAzureHost(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AzureHostOptions>().Bind(configuration.GetSection(LeadRouterOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BusOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddLeadRouter(configuration)
            .AddConsole(hasMailbox: false)
            .AddSingleton(_ => BusOptions.Connect(configuration))
            .AddSingleton<LeadQueue>()
            .AddSingleton<EventTopic>()
            .AddSingleton<Checkpoints>()
            .AddSingleton<EventRelay>()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ITableEngine>(s => Connect(s.GetRequiredService<IOptions<AzureHostOptions>>().Value))
            .AddSingleton<DurableWake>()
            .AddSingleton<IWakeLead>(s => s.GetRequiredService<DurableWake>())
            .AddHostedService<ConfigurationStart>()
            .AddHostedService<RepStatesPoll>()
            .AddSingleton<ScansElsewhere>()
            .AddHostedService<ConfigurationWatch>();
    }

    private static RetryingTableEngine Connect(AzureHostOptions options) =>
        new(AzureTableEngine.Connect(options.Storage, AzureTableEngine.UsualTimeout), RetryingTableEngine.UsualFirstPause);
}

/// <summary>Settings that only the Azure host has, in the section of all others.</summary>
public sealed class AzureHostOptions
{
    /// <summary>The table account: its URL (then the app signs in with its own identity) or a connection string.</summary>
    [Required]
    public string Storage { get; set; } = "";
}
