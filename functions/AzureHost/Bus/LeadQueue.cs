using Azure.Messaging.ServiceBus;
using LeadRouter.Domain.Leads;
using Microsoft.Extensions.Options;

namespace LeadRouter.AzureHost.Bus;

/// <summary>Ids of leads that were stored and wait for their orchestration. The id is the message's too, so that the broker drops a repetition.</summary>
public sealed class LeadQueue(ServiceBusClient bus, IOptions<BusOptions> options)
{
    private readonly Lazy<ServiceBusSender> sender = new(() => bus.CreateSender(options.Value.LeadQueue));

    public Task SendAsync(LeadId id, CancellationToken ct) => sender.Value.SendMessageAsync(new ServiceBusMessage(id.Value) { MessageId = id.Value }, ct);
}
