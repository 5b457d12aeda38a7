using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Ports;

namespace LeadRouter.UseCases.Leads;

/// <summary>
/// A signal is a row first: stored in the lead's partition, noted as due, and only then the driver is woken. Where a wake-up outlives the
/// process it is note enough. One that a lead drops because it closes just then is found by the sweep, which looks for signals not taken.
/// </summary>
public sealed class SendSignal(ILeadStore leads, ILeadIndex index, IWakeLead driver)
{
    public async Task<AddSignal> RunAsync(LeadId to, SignalRow signal, CancellationToken ct)
    {
        return await leads.FindReceiptAsync(to, ct).ConfigureAwait(false) is { } receipt
            ? await RunAsync(receipt, signal, ct).ConfigureAwait(false)
            : AddSignal.NoSuchLead;
    }

    /// <param name="to">A lead that was just read: it need not be looked for.</param>
    public async Task<AddSignal> RunAsync(LeadReceipt to, SignalRow signal, CancellationToken ct)
    {
        var added = await leads.AddSignalAsync(to.Id, signal, ct).ConfigureAwait(false);
        // A signal that was there already may have lost its wake-up: waking again is harmless.
        if (to.State.IsOpen() && await driver.WakeForSureAsync(to.Id, ct).ConfigureAwait(false)) return added;
        await index.MarkDueAsync(to, signal.At, ct).ConfigureAwait(false);
        await driver.WakeAsync(to.Id, ct).ConfigureAwait(false);
        return added;
    }
}
