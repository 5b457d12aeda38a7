using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;

namespace LeadRouter.UseCases.Ports;

/// <summary>Tells the driver that a lead wants attention. It carries nothing and may be lost, early or repeated without harm.</summary>
public interface IWakeLead
{
    ValueTask WakeAsync(LeadId id, CancellationToken ct);

    /// <summary>The same for a lead that has just been stored for the first time: where a queue evens out bursts, it goes through that.</summary>
    ValueTask StartAsync(LeadId id, CancellationToken ct) => WakeAsync(id, ct);

    /// <summary>
    /// Wakes it so that the wake-up outlives this process. False where nobody can say that: then the lead is to be noted as due, and woken.
    /// </summary>
    ValueTask<bool> WakeForSureAsync(LeadId id, CancellationToken ct) => ValueTask.FromResult(false);

    /// <summary>Tells where a lead was left that was moved beside the driver, so that it need not be read to learn when to move it next.</summary>
    ValueTask MovedAsync(LeadId id, Advanced to, CancellationToken ct) => WakeAsync(id, ct);

    /// <summary>How soon a lead that was woken can have moved: whoever waits for it need not look sooner.</summary>
    TimeSpan Soonest => TimeSpan.FromMilliseconds(2);
}
