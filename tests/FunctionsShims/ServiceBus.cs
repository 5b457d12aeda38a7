// Stand-ins for Azure.Messaging.ServiceBus 7.21.0: what is needed to send.
using Azure.Core;

namespace Azure.Messaging.ServiceBus
{
    public class ServiceBusRetryOptions
    {
        public int MaxRetries { get; set; }

        public TimeSpan TryTimeout { get; set; }
    }

    public class ServiceBusClientOptions
    {
        public ServiceBusRetryOptions RetryOptions { get; set; } = new();
    }

    public class ServiceBusClient : IAsyncDisposable
    {
        public ServiceBusClient(string connectionString, ServiceBusClientOptions options) => _ = (connectionString, options);

        public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential, ServiceBusClientOptions options) =>
            _ = (fullyQualifiedNamespace, credential, options);

        protected ServiceBusClient() { }

        public virtual ServiceBusSender CreateSender(string queueOrTopicName) => throw Shims.Here();

        public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    public class ServiceBusSender
    {
        protected ServiceBusSender() { }

        public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default) => throw Shims.Here();

        public virtual Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default) => throw Shims.Here();
    }

    public class ServiceBusMessage(string body)
    {
        public BinaryData Body { get; set; } = new(body);

        public string? MessageId { get; set; }

        public string? SessionId { get; set; }

        public string? Subject { get; set; }

        public string? ContentType { get; set; }
    }
}
