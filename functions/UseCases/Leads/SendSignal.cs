using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Leads;

/// <summary>A signal is a row first: stored in the lead's partition, noted as due, and only then the driver is woken.</summary>
public sealed class SendSignal(ILeadStore leads, ILeadIndex index, IWakeLead driver)
{
    public async Task<AddSignal> RunAsync(LeadId to, SignalRow signal, CancellationToken ct)
    {
        if (await leads.FindReceiptAsync(to, ct).ConfigureAwait(false) is not { } receipt) return AddSignal.NoSuchLead;
        var added = await leads.AddSignalAsync(to, signal, ct).ConfigureAwait(false);
        // A signal that was there already may have lost its wake-up: waking again is harmless.
        await index.MarkDueAsync(receipt, signal.At, ct).ConfigureAwait(false);
        await driver.WakeAsync(to, ct).ConfigureAwait(false);
        return added;
    }
}
