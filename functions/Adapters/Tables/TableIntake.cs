using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.Adapters.Tables;

/// <summary>
/// The lead's partition first, then the index. An engine that lets a batch follow others writes both in one go; the service is asked twice.
/// </summary>
public sealed class TableIntake(ITableEngine tables, TableLeadStore leads, TableLeadIndex index) : IIntake
{
    public async Task<AddLead> TakeAsync(LeadRecord record, RawSubmission raw, CancellationToken ct)
    {
        record = index.Placed(record);
        if (tables is IOrderedTables ordered)
        {
            var stored = ordered.Prepare(TableLeadStore.Table, record.Id.Value, TableLeadStore.RowsOf(record, raw));
            return await index.RegisterAfterAsync(stored, record).ConfigureAwait(false) ? new AddLead.Added() : await leads.KnownAsync(record.Id, ct).ConfigureAwait(false);
        }
        var added = await leads.AddAsync(record, raw, ct).ConfigureAwait(false);
        if (added is AddLead.Added) await index.RegisterAsync(record, ct).ConfigureAwait(false);
        return added;
    }
}
