using LeadRouter.Domain.Leads;

namespace LeadRouter.UseCases.Ports;

/// <summary>Tells the driver that a lead wants attention. It carries nothing and may be lost, early or repeated without harm.</summary>
public interface IWakeLead
{
    ValueTask WakeAsync(LeadId id, CancellationToken ct);

    /// <summary>The same for a lead that has just been stored for the first time: where a queue evens out bursts, it goes through that.</summary>
    ValueTask StartAsync(LeadId id, CancellationToken ct) => WakeAsync(id, ct);
}
