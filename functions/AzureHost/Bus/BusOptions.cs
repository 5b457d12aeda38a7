using System.ComponentModel.DataAnnotations;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;

namespace LeadRouter.AzureHost.Bus;

/// <summary>Where Service Bus is. The names are those of the Functions host, whose triggers read the same settings.</summary>
public sealed class BusOptions
{
    /// <summary>Settings <c>ServiceBus</c> (a connection string, for the emulator) or <c>ServiceBus__fullyQualifiedNamespace</c>.</summary>
    public const string Connection = "ServiceBus";

    /// <summary>The queue of submissions that are stored and not yet started.</summary>
    [Required]
    public string LeadQueue { get; set; } = "";

    /// <summary>The topic that other systems follow.</summary>
    [Required]
    public string EventTopic { get; set; } = "";

    /// <summary>A form waits for the answer: a queue that is down may cost it seconds, no more. The sweep starts the lead.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    internal static ServiceBusClient Connect(IConfiguration configuration)
    {
        var options = new ServiceBusClientOptions { RetryOptions = new ServiceBusRetryOptions { MaxRetries = 1, TryTimeout = Patience } };
        if (configuration[$"{Connection}:fullyQualifiedNamespace"] is { Length: > 0 } host)
            return new ServiceBusClient(host, new Azure.Identity.DefaultAzureCredential(), options);
        if (configuration[Connection] is { Length: > 0 } text) return new ServiceBusClient(text, options);
        throw new InvalidOperationException($"Set {Connection}__fullyQualifiedNamespace to the host name of the Service Bus namespace");
    }
}
