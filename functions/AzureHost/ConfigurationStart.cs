using LeadRouter.Domain.Rules;
using LeadRouter.UseCases.Rules;
using Microsoft.Extensions.Hosting;

namespace LeadRouter.AzureHost;

/// <summary>Loads the configuration before the worker takes its first call; a host without one does not start.</summary>
public sealed class ConfigurationStart(Configurations configurations) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => configurations.LoadAsync(Starter, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>For an empty store: no source is known, so every submission is kept in quarantine until somebody has published rules.</summary>
    public static ConfigTables Starter { get; } = new(new Dictionary<string, IReadOnlyList<ConfigRow>>
    {
        ["Bands"] = [ConfigRow.From("all")],
        ["RoutingRules"] = [ConfigRow.From("fallback", ("Priority", 100), ("Pool", "everyone"), ("SlaPolicy", "standard"))],
        ["SlaPolicies"] = [ConfigRow.From("standard", ("Clock", "24x7"), ("AcceptWithin", "30m"))],
        ["Pools"] = [ConfigRow.From("everyone")],
    });
}
