using LeadRouter.Domain.Leads;

namespace LeadRouter.UseCases.Ports;

/// <summary>Tells the driver that a lead wants attention. It carries nothing and may be lost, early or repeated without harm.</summary>
public interface IWakeLead
{
    ValueTask WakeAsync(LeadId id, CancellationToken ct);
}
