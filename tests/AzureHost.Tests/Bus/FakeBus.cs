using Azure.Messaging.ServiceBus;
using Moq;

namespace LeadRouter.AzureHost.Tests.Bus;

/// <summary>A broker in memory, at the edge of the client package. It drops no repetition: that is more than the real one promises.</summary>
internal sealed class FakeBus
{
    private readonly Mock<ServiceBusClient> client = new();
    private readonly Dictionary<string, List<ServiceBusMessage>> entities = [];

    public FakeBus() => client.Setup(c => c.CreateSender(It.IsAny<string>())).Returns((string entity) => Sender(entity));

    public ServiceBusClient Client => client.Object;

    public bool IsDown { get; set; }

    /// <summary>Runs before each sending.</summary>
    public Action BeforeSend { get; set; } = () => { };

    public List<ServiceBusMessage> In(string entity) => entities.TryGetValue(entity, out var known) ? known : entities[entity] = [];

    /// <summary>Takes the oldest message off a queue.</summary>
    public ServiceBusMessage? Take(string queue)
    {
        var messages = In(queue);
        if (messages.Count == 0) return null;
        var oldest = messages[0];
        messages.RemoveAt(0);
        return oldest;
    }

    private ServiceBusSender Sender(string entity)
    {
        var sender = new Mock<ServiceBusSender>();
        sender.Setup(s => s.SendMessageAsync(It.IsAny<ServiceBusMessage>(), It.IsAny<CancellationToken>()))
            .Returns((ServiceBusMessage message, CancellationToken _) => Add(entity, [message]));
        sender.Setup(s => s.SendMessagesAsync(It.IsAny<IEnumerable<ServiceBusMessage>>(), It.IsAny<CancellationToken>()))
            .Returns((IEnumerable<ServiceBusMessage> messages, CancellationToken _) => Add(entity, [.. messages]));
        return sender.Object;
    }

    private Task Add(string entity, IReadOnlyList<ServiceBusMessage> messages)
    {
        BeforeSend();
        if (IsDown) return Task.FromException(new IOException("The broker does not answer"));
        In(entity).AddRange(messages);
        return Task.CompletedTask;
    }
}
