using LeadRouter.UseCases.Leads;
using Microsoft.Extensions.Hosting;

namespace LeadRouter.Adapters.Tables;

/// <summary>Storage transactions since start, as the service bills them. Divided by <c>leadrouter.accounting.received</c> they are the price of a lead.</summary>
public sealed class StorageMetrics(ITableEngine tables) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LeadTelemetry.Meter.CreateObservableCounter("leadrouter.storage.commits", () => tables.Counters.Commits, description: "Batches written or refused");
        LeadTelemetry.Meter.CreateObservableCounter("leadrouter.storage.reads", () => tables.Counters.Reads, description: "Rows and pages read");
        LeadTelemetry.Meter.CreateObservableCounter("leadrouter.storage.rows", () => tables.Counters.RowsWritten, description: "Rows in the batches written");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
