using Azure.Messaging.ServiceBus;
using LeadRouter.Adapters.Http;
using Microsoft.Extensions.Options;

namespace LeadRouter.AzureHost.Bus;

/// <summary>State changes for other systems, as CloudEvents in structured mode. The session is the lead: its events arrive in their order.</summary>
public sealed class EventTopic(ServiceBusClient bus, IOptions<BusOptions> options)
{
    private readonly Lazy<ServiceBusSender> sender = new(() => bus.CreateSender(options.Value.EventTopic));

    public Task SendAsync(IEnumerable<CloudEvent> events, CancellationToken ct) => sender.Value.SendMessagesAsync(events.Select(Message), ct);

    private static ServiceBusMessage Message(CloudEvent happened) => new(happened.ToJson())
    {
        MessageId = happened.Id,
        SessionId = happened.Subject,
        Subject = happened.Type,
        ContentType = CloudEvent.MediaType,
    };
}
