using System.ComponentModel.DataAnnotations;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
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
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LeadRouter.AzureHost;

/// <summary>The product on Azure: table storage, durable orchestrations as drivers, and the clock of the cloud.</summary>
public static class AzureApp
{
    public static IServiceCollection AddAzureHost(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AzureHostOptions>().Bind(configuration.GetSection(LeadRouterOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BusOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        AddInsights(services, configuration);
        return services
            .AddLeadRouter(configuration)
            // The platform's front end passes on who called; without it every caller would look like the front end.
            .PostConfigure<LeadRouterOptions>(options => options.ProxyHops = configuration.GetValue($"{LeadRouterOptions.Section}:{nameof(LeadRouterOptions.ProxyHops)}", 1))
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

    /// <summary>Application Insights takes what the app's own identity sends, and no key.</summary>
    private static void AddInsights(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is not { Length: > 0 } connection) return;
        services.AddProductTelemetry()
            .WithTracing(traces => traces.AddAzureMonitorTraceExporter(to => to.ConnectionString = connection, new DefaultAzureCredential()))
            .WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(to => to.ConnectionString = connection, new DefaultAzureCredential()));
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
